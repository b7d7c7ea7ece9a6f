import type { Sql } from '../../db/database.ts';
import { findTaskLink, type FoundLink, type StoredLink } from '../../db/links.ts';
import { AppError } from '../../errors.ts';

/**
 * Reads the link, any number of times; nothing is used up, because scanners open mails before people do. Who stood in, or
 * was asked for what the task waits for, opens it as long as they do, or are.
 */
export async function openTaskLink(sql: Sql, token: string, now: Date): Promise<StoredLink> {
  const link = await findTaskLink(sql, token, now);
  if (!link) throw new AppError('not_found', { message: 'There is no such link. Was it copied whole?' });
  switch (link.state) {
    case 'valid':
      return link;
    case 'over':
      throw link.isForBlockers ? notAsked(link) : handedBack(link);
    case 'expired':
      throw new AppError('link_expired', {
        message: 'This link has expired. We can mail a new one.',
        details: { reason: 'expired' },
      });
    case 'revoked':
      throw new AppError('link_expired', {
        message: 'This link no longer opens the task: it is with somebody else now, or was sent to another address.',
        details: { reason: 'revoked' },
      });
  }
}

const notAsked = ({ taskName }: Pick<FoundLink, 'taskName'>): AppError =>
  new AppError('link_expired', {
    message: `“${taskName}” waits for nothing of yours any more: it is there, or somebody else is asked for it now.`,
    details: { reason: 'not_asked' },
  });

function handedBack({ taskName, ownerName }: Pick<FoundLink, 'taskName' | 'ownerName'>): AppError {
  const whose = ownerName === null ? 'nobody’s now' : `with ${ownerName} now`;
  return new AppError('link_expired', {
    message: `“${taskName}” is ${whose}: you stood in for a time, and that is over.`,
    details: { reason: 'handed_back', owner: ownerName },
  });
}
