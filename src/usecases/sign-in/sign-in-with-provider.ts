import { createSession, findActivePerson } from '../../db/sessions.ts';
import { AppError } from '../../errors.ts';
import type { Browser } from './create-session.ts';
import type { SignInDeps } from './deps.ts';
import { expectFirstAdmin, welcomeFirstAdmin } from './first-admin.ts';

/** Nobody gets in only because the provider knows them: they must be among our people, or be the first administrator. */
export async function signInWithProvider(
  deps: SignInDeps,
  who: { email: string; name: string | null },
  browser: Browser,
): Promise<string> {
  await expectFirstAdmin(deps, who.email, who.name ?? undefined);
  const personId = await findActivePerson(deps.db, who.email);
  if (!personId)
    throw new AppError('forbidden', {
      message: 'Nobody with this address is known here. An administrator can add you.',
    });
  await welcomeFirstAdmin(deps, personId);
  deps.logger.info({ personId, how: 'oidc' }, 'signed in');
  return createSession(deps.db, { personId, userAgent: browser.userAgent, replaces: browser.sessionToken });
}
