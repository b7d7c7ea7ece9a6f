import { isAppError } from '../../errors.ts';
import { connectionById, touchDrained } from '../../db/connections.ts';
import { type PendingDeal, readPendingDeals, settleEvents } from '../../db/inbox.ts';
import { applyDealRead } from './apply-deal-read.ts';
import { type CrmDeps, crmOf } from './crm-deps.ts';
import { wantedDealFields } from './deal-facts.ts';
import { pauseWhenRevoked } from './revoked.ts';

const batchSize = 100;
const sideBySide = 4;

/**
 * One batch of pending events: their deals are read together, then each is applied by itself. One that cannot be
 * applied is quarantined with its reason; the rest goes on.
 */
export async function drainInbox(deps: CrmDeps, connectionId: string): Promise<{ hasMore: boolean }> {
  const connection = await connectionById(deps.db, connectionId);
  if (connection.status !== 'active') return { hasMore: false };
  const pending = await readPendingDeals(deps.db, connectionId, batchSize);
  if (pending.length === 0) return { hasMore: false };
  const playbooks = await deps.playbooks.current();
  const fields = wantedDealFields(playbooks.map((stored) => stored.playbook));
  const reads = await pauseWhenRevoked(deps, connectionId, () =>
    crmOf(deps, connectionId).readDeals(
      pending.map((deal) => deal.dealId),
      fields,
    ),
  );
  if (!reads) return { hasMore: false };
  const byDeal = new Map(reads.map((read) => [read.dealId, read]));

  const apply = async (deal: PendingDeal): Promise<void> => {
    const read = byDeal.get(deal.dealId) ?? { dealId: deal.dealId, result: 'missing' as const };
    try {
      await applyDealRead(deps, read, { connection, playbooks, mergedDealIds: deal.mergedDealIds, byHand: null });
      await settleEvents(deps.db, deal.eventIds, 'handled', null, deps.clock.now());
    } catch (error) {
      if (!isAppError(error) || error.rule.retryable) throw error;
      deps.logger.error({ dealId: deal.dealId, err: error }, 'A deal could not be applied');
      await settleEvents(deps.db, deal.eventIds, 'quarantined', error.message, deps.clock.now());
    }
  };
  const queue = [...pending];
  await Promise.all(
    Array.from({ length: sideBySide }, async () => {
      for (let deal = queue.shift(); deal; deal = queue.shift()) await apply(deal);
    }),
  );
  await touchDrained(deps.db, connectionId, deps.clock.now());
  return { hasMore: pending.length === batchSize };
}
