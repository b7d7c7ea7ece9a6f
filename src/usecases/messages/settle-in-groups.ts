/** Mails that a server took, settled together: one statement for many, bounded in time and number. */
import type { Database } from '../../db/database.ts';
import type { Clock } from '../../db/clock.ts';
import { settleAllAccepted } from '../../db/messages.ts';

/** What a server took and nobody wrote down is unclear when the process ends here. */
const longestMs = 50;
const most = 25;

interface Accepted {
  messageId: string;
  serverResponse: string;
}

interface Settling extends Accepted {
  done: () => void;
  failed: (error: unknown) => void;
}

/** @returns settles one, together with those that come meanwhile; resolves once it is settled */
export function createSettling({ db, clock }: { db: Database; clock: Clock }): (accepted: Accepted) => Promise<void> {
  let waiting: Settling[] = [];
  let timer: NodeJS.Timeout | null = null;

  const settle = (group: readonly Accepted[]): Promise<void> =>
    db.transaction((tx) => settleAllAccepted(tx, group, clock.now()));

  const settleWaiting = async (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    const group = waiting;
    waiting = [];
    try {
      await settle(group);
      for (const { done } of group) done();
    } catch {
      // one that cannot be settled must not leave the others unclear
      for (const one of group) await settle([one]).then(one.done, one.failed);
    }
  };

  return (accepted) =>
    new Promise((done, failed) => {
      waiting.push({ ...accepted, done, failed });
      if (waiting.length >= most) void settleWaiting();
      else timer ??= setTimeout(() => void settleWaiting(), longestMs);
    });
}
