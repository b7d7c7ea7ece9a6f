import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import { settleBounced } from '../../db/messages.ts';
import { markChannelUnreachable, planForNextChannel } from '../../db/unreachable.ts';

export interface BounceInput {
  messageId: string;
  /** RFC 3463, e.g. 5.1.1 */
  status: string | null;
  diagnostic: string | null;
  permanent: boolean;
}

/**
 * A mail that was accepted came back. Its person is not reached at that address, and hears it by another channel;
 * a mere delay changes nothing. Repeats change nothing. @returns whether this was news.
 */
export function recordBounce({ db, clock }: { db: Database; clock: Clock }, bounce: BounceInput): Promise<boolean> {
  if (!bounce.permanent) return Promise.resolve(false);
  return db.transaction(async (tx) => {
    const reason = ['Mail came back', bounce.status, bounce.diagnostic]
      .filter((part) => part !== null && part !== '')
      .join(': ');
    const now = clock.now();
    const message = await settleBounced(tx, bounce.messageId, { state: 'bounced', reason }, now);
    if (!message) return false;
    await markChannelUnreachable(tx, { ...message, channel: 'email', reason }, now);
    await planForNextChannel(tx, bounce.messageId);
    return true;
  });
}

/**
 * A reader told their provider that a mail of ours is unwanted: no more goes to that address. What it said was there to
 * be read, so it is not said again elsewhere. Repeats change nothing. @returns whether this was news.
 */
export function recordComplaint({ db, clock }: { db: Database; clock: Clock }, messageId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const now = clock.now();
    const reason = 'Its reader reported our mail as unwanted';
    const message = await settleBounced(tx, messageId, { state: 'complained', reason }, now);
    if (!message) return false;
    await markChannelUnreachable(tx, { ...message, channel: 'email', reason }, now);
    return true;
  });
}
