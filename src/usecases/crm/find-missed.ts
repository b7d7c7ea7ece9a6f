/** What no event announced. It goes the ordinary way: an event of our own, through the inbox, and the deal is read again. */
import type { ChangedDeal, CrmPort } from '../../../integrations/ports.ts';
import type { CrmConnection } from '../../db/connections.ts';
import { dealsToRead, undeletedDeals } from '../../db/queries/deals-to-read.ts';
import { storeEvents } from '../../db/inbox.ts';
import { enqueue, workflowIdOf } from '../../db/outbox.ts';
import type { CrmDeps } from './crm-deps.ts';

/** Search lags behind writes, so windows overlap. */
const overlapMs = 15 * 60_000;
const firstLookBackMs = 7 * 24 * 3_600_000;

/**
 * Deals modified since the last look: those that were won, and those of running onboardings that are not as we read
 * them last. Our own writes modify as well; reading what they left is a no-op. @returns how many are to be read
 */
export async function findMissed(deps: CrmDeps, connection: CrmConnection, crm: CrmPort): Promise<number> {
  // the CRM's modification times are real time
  const startedAt = new Date(deps.clock.now().getTime() - deps.clock.offsetMs());
  const [row] = await deps.db.query<{ last_reconciled_at: Date | null }>(
    'SELECT last_reconciled_at FROM crm_connections WHERE id = $1',
    [connection.id],
  );
  const since = new Date((row?.last_reconciled_at?.getTime() ?? startedAt.getTime() - firstLookBackMs) - overlapMs);
  let missed = 0;
  for (let after: string | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
    const page: { deals: ChangedDeal[]; next: string | null } = await crm.findChangedDeals({
      modifiedSince: since.toISOString(),
      after,
    });
    missed += await readAgain(deps, connection, await dealsToRead(deps.db, connection.id, page.deals), startedAt);
    after = page.next;
  }
  await deps.db.query('UPDATE crm_connections SET last_reconciled_at = $2 WHERE id = $1', [connection.id, startedAt]);
  return missed;
}

/** Deals that the CRM does not have any more, unless that is known. */
export async function noteGone(deps: CrmDeps, connection: CrmConnection, dealIds: string[]): Promise<number> {
  return readAgain(deps, connection, await undeletedDeals(deps.db, connection.id, dealIds), deps.clock.now());
}

async function readAgain(deps: CrmDeps, connection: CrmConnection, dealIds: string[], at: Date): Promise<number> {
  if (dealIds.length === 0) return 0;
  const stored = await storeEvents(
    deps.db,
    connection.id,
    dealIds.map((dealId) => ({
      dedupeKey: `reconcile:${dealId}:${at.toISOString()}`,
      kind: 'deal_changed' as const,
      dealId,
      mergedDealIds: [],
      accountId: connection.accountId,
      occurredAt: null,
      isOwnWrite: false,
      reason: null,
      raw: { foundBy: 'reconcile' },
    })),
    deps.clock.now(),
  );
  if (stored > 0)
    await enqueue(deps.db, [
      { workflowId: workflowIdOf('crm_intake', connection.id), process: 'crm_intake', subjectId: connection.id },
    ]);
  return stored;
}
