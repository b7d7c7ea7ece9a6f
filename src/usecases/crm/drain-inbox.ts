import type { DealRead, DealSnapshot } from '../../../integrations/ports.ts';
import { AppError } from '../../errors.ts';
import { isConnectionLost, whileDatabaseRestarts } from '../../db/connection-lost.ts';
import { connectionById, touchDrained } from '../../db/connections.ts';
import { changeMany } from '../../db/outbox.ts';
import { isLasting } from '../../db/lasting-failure.ts';
import { defaultRoles } from '../../db/people.ts';
import { type PendingDeal, readPendingDeals, settleEvents } from '../../db/inbox.ts';
import { appliedAfterAll, setAside } from '../../db/quarantine.ts';
import { applyDealRead, applyDealReads, type ReadContext } from './apply-deal-reads.ts';
import { type CrmDeps, crmOf } from './crm-deps.ts';
import { wantedDealFields } from './deal-facts.ts';
import { followedPlaybooks } from './followed-playbooks.ts';
import { learnCsms } from './learn-users.ts';
import { readApart } from './read-apart.ts';
import { stopEmptiedFields } from './stop-emptied-fields.ts';
import { whileAllowed } from './while-allowed.ts';

const batchSize = 100;
/** deals of one transaction: what a crash repeats, and how long their rows stay locked */
const together = 10;
const sideBySide = 2;
const againMs = 10_000;

interface Found {
  pending: PendingDeal;
  deal: DealSnapshot;
}

/**
 * One batch of pending events: their deals are read together and applied some at a time, each group with its events in
 * one transaction: what is applied stays so, whatever is killed next. A group that fails is applied deal by deal: one
 * that cannot be applied is quarantined with its reason, one that may succeed later stays, the rest goes on.
 */
export async function drainInbox(deps: CrmDeps, connectionId: string): Promise<{ hasMore: boolean }> {
  const [connection, pending, playbooks, defaults] = await Promise.all([
    connectionById(deps.db, connectionId),
    readPendingDeals(deps.db, connectionId, batchSize),
    deps.playbooks.current(),
    defaultRoles(deps.db),
    deps.clock.refresh(),
  ]);
  if (connection.status !== 'active' || pending.length === 0) return { hasMore: false };
  const dealIds = pending.map((deal) => deal.dealId);
  const followed = await followedPlaybooks(deps, connectionId, dealIds);
  const fields = wantedDealFields(
    [...playbooks, ...followed].map(({ playbook }) => playbook),
    connection.mapping?.content,
  );
  const reads = await whileAllowed(deps, connectionId, async () => {
    const { found, refused } = await readApart(crmOf(deps, connectionId), dealIds, fields);
    const stoppedFields = await stopEmptiedFields(deps, connection, { dealReads: found, followed });
    const users = await learnCsms(deps, connection, found.flatMap(foundDeal), playbooks);
    return { found, refused, stoppedFields, users };
  });
  if (!reads) return { hasMore: false };
  const { stoppedFields, users } = reads;
  const context: ReadContext = {
    connection: { ...connection, stoppedFields },
    playbooks,
    defaults,
    users,
    byHand: null,
  };
  const { refused } = reads;
  const byDeal = new Map(reads.found.map((read) => [read.dealId, read]));
  const plain: Found[] = [];
  const special: (() => Promise<void>)[] = [];
  const applied: string[] = [];
  let stays: unknown = null;

  const alone = async (deal: PendingDeal): Promise<void> => {
    const read = byDeal.get(deal.dealId) ?? { dealId: deal.dealId, result: 'missing' as const };
    try {
      const refusal = refused.get(deal.dealId);
      if (refusal) throw refusal;
      await whileDatabaseRestarts(() => applyDealRead(deps, read, { ...context, mergedDealIds: deal.mergedDealIds }));
      await whileDatabaseRestarts(() => settleEvents(deps.db, deal.eventIds, 'handled', null, deps.clock.now()));
      applied.push(deal.dealId);
    } catch (error) {
      if (isConnectionLost(error)) throw error;
      if (!isLasting(error)) {
        deps.logger.warn({ dealId: deal.dealId, err: error }, 'A deal is tried again later');
        stays ??= error;
        return;
      }
      deps.logger.error({ dealId: deal.dealId, err: error }, 'A deal could not be applied');
      const reason = error instanceof Error ? error.message : String(error);
      const { eventIds } = deal;
      await whileDatabaseRestarts(() => setAside(deps.db, { connectionId, eventIds, reason }, deps.clock.now()));
    }
  };
  const grouped = async (group: Found[]): Promise<void> => {
    try {
      await whileDatabaseRestarts(() => applyTogether(deps, group, context));
      applied.push(...group.map(({ deal }) => deal.dealId));
    } catch (error) {
      if (isConnectionLost(error)) throw error;
      deps.logger.warn({ deals: group.length, err: error }, 'Deals are applied one by one');
      for (const { pending: one } of group) await alone(one);
    }
  };

  for (const deal of pending) {
    const read = byDeal.get(deal.dealId);
    const isPlain =
      read?.result === 'found' && read.deal.canonicalDealId === deal.dealId && deal.mergedDealIds.length === 0;
    if (isPlain) plain.push({ pending: deal, deal: read.deal });
    else special.push(() => alone(deal));
  }
  const work = [...special];
  for (let start = 0; start < plain.length; start += together)
    work.push(() => grouped(plain.slice(start, start + together)));
  await Promise.all(
    Array.from({ length: sideBySide }, async () => {
      for (let next = work.shift(); next; next = work.shift()) await next();
    }),
  );
  await appliedAfterAll(deps.db, { connectionId, dealIds: applied }, deps.clock.now());
  await touchDrained(deps.db, connectionId, deps.clock.now());
  if (stays)
    throw new AppError('internal', {
      message: 'Some deals could not be applied and are tried again',
      cause: stays,
      retryAfterMs: againMs,
    });
  return { hasMore: pending.length === batchSize };
}

function applyTogether(deps: CrmDeps, group: Found[], context: ReadContext): Promise<void> {
  return changeMany(deps.db, async (tx) => {
    await applyDealReads(
      deps,
      tx,
      group.map(({ deal }) => deal),
      context,
    );
    const eventIds = group.flatMap(({ pending: { eventIds: ids } }) => ids);
    await settleEvents(tx, eventIds, 'handled', null, deps.clock.now());
  });
}

const foundDeal = (read: DealRead): DealSnapshot[] => (read.result === 'found' ? [read.deal] : []);
