import type { endpoints } from '../../contracts/api/index.ts';
import { replayFailedValues } from '../../db/crm-values.ts';
import { onboardingsWithUnclearEffects } from '../../db/effects.ts';
import { enqueue, enqueueOnboardings, workflowIdOf } from '../../db/outbox.ts';
import { listLedger } from '../../db/queries/list-ledger.ts';
import type { Handler } from '../http/handler.ts';
import { speakerFor } from './speaker-for.ts';

/** Values stay as the CRM has them; only why is said in words. */
export const ledger: Handler<typeof endpoints.getLedger> = async ({ query, caller }, { db, clock }) => {
  const page = await listLedger(db, {
    onboardingId: query.onboardingId ?? null,
    result: query.result ?? null,
    direction: query.direction ?? null,
    cursor: query.cursor,
    limit: query.limit,
  });
  const { datesIn } = speakerFor(caller, clock);
  return { ...page, items: page.items.map((entry) => ({ ...entry, why: datesIn(entry.why) })) };
};

export const replay: Handler<typeof endpoints.replayFailedWrites> = ({ body }, { db }) =>
  db.transaction(async (tx) => {
    const connections = await replayFailedValues(tx, body.onboardingId ?? null);
    await enqueue(
      tx,
      [...new Set(connections)]
        .sort()
        .map((id) => ({ workflowId: workflowIdOf('crm_sync', id), process: 'crm_sync' as const, subjectId: id })),
    );
    const unfinished = await onboardingsWithUnclearEffects(tx, body.onboardingId ?? null);
    await enqueueOnboardings(tx, unfinished);
    return { replayed: connections.length + unfinished.length };
  });
