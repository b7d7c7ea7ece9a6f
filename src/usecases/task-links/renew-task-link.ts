import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import { findTaskLink, type NewLink } from '../../db/links.ts';
import { countAttempt } from '../../db/rate-counter.ts';
import type { Logger } from '../../telemetry/logger.ts';

export interface RenewDeps {
  db: Database;
  logger: Logger;
  clock: Clock;
  sendTaskLink(link: NewLink): Promise<void>;
}

const perHour = 3;

/**
 * Mails a new link to the person the old one was sent to, and to nobody else. Whoever asks learns nothing: the answer is
 * the same for unknown links and those that are somebody else's now.
 */
export async function renewTaskLink(deps: RenewDeps, token: string): Promise<void> {
  const link = await findTaskLink(deps.db, token, deps.clock.now());
  if (!link || link.state === 'revoked' || link.state === 'over') return;
  const { taskId, personId, inPlaceOfId, isForBlockers } = link;
  if (await countAttempt(deps.db, 'renew-link', `${taskId}:${personId}`, perHour)) return;
  deps.sendTaskLink({ taskId, personId, inPlaceOfId, isForBlockers }).catch((error: unknown) => {
    deps.logger.error({ taskId, personId, err: error }, 'A new task link could not be mailed');
  });
}
