/** What no event announced. It goes the ordinary way: an event of our own, through the inbox, and the deal is read again. */
import type { ChangedDeal } from '../../../integrations/ports.ts';
import type { CrmConnection } from '../../db/connections.ts';
import { dealsToRead, undeletedDeals } from '../../db/queries/deals-to-read.ts';
import { storeEvents } from '../../db/inbox.ts';
import { enqueue, workflowOf } from '../../db/outbox.ts';
import type { CrmDeps } from './crm-deps.ts';

/**
 * Of deals that were modified, those that were won, and those of running onboardings that are not as we read them last.
 * Our own writes modify as well; reading what they left is a no-op. @returns how many are to be read
 */
export async function noteMissed(
  deps: CrmDeps,
  connection: CrmConnection,
  changed: ChangedDeal[],
  at: Date,
): Promise<number> {
  const dealIds = await dealsToRead(deps.db, connection.id, { deals: changed, offsetMs: deps.clock.offsetMs() });
  return readAgain(deps, connection, dealIds, at);
}

/** Deals that the CRM does not have any more, unless that is known. */
export async function noteGone(deps: CrmDeps, connection: CrmConnection, dealIds: string[]): Promise<number> {
  if (dealIds.length === 0) return 0;
  return readAgain(deps, connection, await undeletedDeals(deps.db, connection.id, dealIds), deps.clock.now());
}

export async function readAgain(
  deps: CrmDeps,
  connection: CrmConnection,
  dealIds: string[],
  at: Date,
): Promise<number> {
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
  if (stored > 0) await enqueue(deps.db, [workflowOf('crm_intake', connection.id)]);
  return stored;
}
