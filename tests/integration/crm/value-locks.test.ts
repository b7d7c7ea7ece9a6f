/** Deals that are applied together, and what is settled of their values meanwhile, on both CRMs. */
import { describe, expect, it, vi } from 'vitest';
import { connectionById } from '../../../src/db/connections.ts';
import { settleValues } from '../../../src/db/crm-values.ts';
import type { Sql } from '../../../src/db/database.ts';
import { lockValues } from '../../../src/db/lock-values.ts';
import { changeMany } from '../../../src/db/outbox.ts';
import { applyDealReads } from '../../../src/usecases/crm/apply-deal-reads.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { mappedOnboarding } from './mapped-onboarding.ts';

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start);

  it('an intake and a drain that meet the same values in another order do not wait for each other', async () => {
    const { id: other } = await on.world.addDeal({ company: 'Second' });
    await on.follow(other);
    const ids = [on.dealId, other];
    for (const id of ids) await on.world.moveDeal(id, 'lost');
    const { connectionId } = on;
    const [first, last] = await on.db.query<{ id: string; deal: string; company: string }>(
      `SELECT o.id, o.deal_id AS deal, a.crm_id AS company FROM onboardings o JOIN accounts a ON a.id = o.account_id WHERE o.connection_id = $1 ORDER BY a.crm_id COLLATE "C"`,
      [connectionId],
    );
    if (!first || !last) throw new Error('there are two');
    const settled = [
      { objectType: 'company', recordId: last.company, field: 'gangway_customer_status' },
      { objectType: 'deal', recordId: first.deal, field: 'gangway_stage' },
    ];
    const settles = async (): Promise<void> => {
      const written = { version: 1, state: 'written' as const, error: null, retryInSeconds: null };
      await on.db.transaction(async (tx) => {
        await lockValues(tx, connectionId, settled);
        await settleValues(
          tx,
          connectionId,
          settled.map((value) => ({ ...value, ...written })),
          new Date(),
        );
      });
    };
    const isWaiting = async (): Promise<boolean> => {
      const waiting = await on.db.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    };
    let settling: Promise<void> | undefined;
    /** the last one's turn: a drain comes in between */
    const meeting = (tx: Sql): Sql => ({
      ...tx,
      async query(statement, values) {
        if (values?.[0] === last.id && !settling) {
          settling = settles();
          await vi.waitUntil(isWaiting, { timeout: 30_000 });
        }
        return tx.query(statement, values);
      },
    });
    const reads = await on.world.crm.readDeals(ids, []);
    const deals = reads.flatMap((read) => (read.result === 'found' ? [read.deal] : []));
    const deps = on.deps();
    const [connection, playbooks] = await Promise.all([connectionById(on.db, connectionId), deps.playbooks.current()]);
    const context = { connection, playbooks, defaults: {}, users: new Map(), byHand: null };
    await changeMany(on.db, (tx) => applyDealReads(deps, meeting(tx), deals, context));
    await settling;
    const held = await on.db.query(`SELECT held_by FROM onboardings WHERE connection_id = $1`, [connectionId]);
    expect(held).toEqual([{ held_by: 'crm' }, { held_by: 'crm' }]);
  });
});
