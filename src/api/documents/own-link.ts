import type { Request } from 'express';
import type { StoredLink } from '../../db/links.ts';
import { AppError } from '../../errors.ts';
import { openTaskLink } from '../../usecases/task-links/open-task-link.ts';
import { isSignedInAs } from '../customer/task-links.ts';
import type { ApiDeps } from '../deps.ts';
import { findCaller, sessionCookieName } from '../http/caller.ts';

/** A link alone proves only that somebody has the mail, which may have been passed on. */
export async function ownLink({ db, clock, publicUrl }: ApiDeps, request: Request): Promise<StoredLink> {
  const link = await openTaskLink(db, String(request.params['token']), clock.now());
  if (isSignedInAs(link, await findCaller(db, request, sessionCookieName(publicUrl)))) return link;
  throw new AppError('forbidden', {
    message: `Documents are opened and added by ${link.personName}, signed in`,
    details: { needs: 'sign_in' },
  });
}
