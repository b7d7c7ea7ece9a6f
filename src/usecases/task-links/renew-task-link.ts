import type { Database } from '../../db/database.ts';
import { findTaskLink } from '../../db/links.ts';
import { countAttempt } from '../../db/rate-counter.ts';
import type { Logger } from '../../telemetry/logger.ts';

export interface RenewDeps {
  db: Database;
  logger: Logger;
  sendTaskLink(target: { taskId: string; personId: string }): Promise<void>;
}

const perHour = 3;

/**
 * Mails a new link to the person the old one was sent to, and to nobody else. Whoever asks learns nothing: the answer is
 * the same for unknown and revoked links.
 */
export async function renewTaskLink(deps: RenewDeps, token: string): Promise<void> {
  const link = await findTaskLink(deps.db, token);
  if (!link || link.state === 'revoked') return;
  if (await countAttempt(deps.db, 'renew-link', `${link.taskId}:${link.personId}`, perHour)) return;
  deps.sendTaskLink({ taskId: link.taskId, personId: link.personId }).catch((error: unknown) => {
    deps.logger.error(
      { taskId: link.taskId, personId: link.personId, err: error },
      'A new task link could not be mailed',
    );
  });
}
