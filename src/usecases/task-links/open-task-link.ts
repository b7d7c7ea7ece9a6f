import type { Sql } from '../../db/database.ts';
import { findTaskLink, type StoredLink } from '../../db/links.ts';
import { AppError } from '../../errors.ts';

/** Reads the link, any number of times; nothing is used up, because scanners open mails before people do. */
export async function openTaskLink(sql: Sql, token: string): Promise<StoredLink> {
  const link = await findTaskLink(sql, token);
  if (!link) throw new AppError('not_found', { message: 'There is no such link. Was it copied whole?' });
  if (link.state === 'expired')
    throw new AppError('link_expired', {
      message: 'This link has expired. We can mail a new one.',
      details: { reason: 'expired' },
    });
  if (link.state === 'revoked')
    throw new AppError('link_expired', {
      message: 'This link no longer opens the task: it is with somebody else now.',
      details: { reason: 'revoked' },
    });
  return link;
}
