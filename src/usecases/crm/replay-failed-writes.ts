import { writesAreTriedAgain } from '../../db/alerts.ts';
import type { Clock } from '../../db/clock.ts';
import { type ReplayScope, replayFailedValue, replayFailedValues } from '../../db/try-values-again.ts';
import type { Database } from '../../db/database.ts';
import { onboardingOfUnclearEffect, onboardingsWithUnclearEffects } from '../../db/effects.ts';
import { enqueue, enqueueOnboardings, workflowOf } from '../../db/outbox.ts';

/**
 * Failed values, and notes, tasks and renewal deals that did not come about, are tried again: those of a scope, or the
 * one that a ledger entry tells of. @returns how many; a value that was written meanwhile is none
 */
export function replayFailedWrites(
  { db, clock }: { db: Database; clock: Clock },
  what: ReplayScope | { ledgerId: string },
): Promise<number> {
  return db.transaction(async (tx) => {
    const [connections, onboardings] =
      'ledgerId' in what
        ? [
            present(await replayFailedValue(tx, what.ledgerId)),
            present(await onboardingOfUnclearEffect(tx, what.ledgerId)),
          ]
        : [await replayFailedValues(tx, what), await onboardingsWithUnclearEffects(tx, what)];
    await writesAreTriedAgain(tx, { connectionIds: connections, onboardingIds: onboardings }, clock.now());
    const syncs = [...new Set(connections)].sort();
    await enqueue(
      tx,
      syncs.map((id) => workflowOf('crm_sync', id)),
    );
    await enqueueOnboardings(tx, onboardings);
    return connections.length + onboardings.length;
  });
}

const present = (id: string | null): string[] => (id === null ? [] : [id]);
