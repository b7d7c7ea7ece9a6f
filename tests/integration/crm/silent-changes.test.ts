/** What no event and no comparison of values tells of a deal, on both CRMs. */
import { describe, expect, it } from 'vitest';
import { drainCrmValues } from '../../../src/usecases/crm/drain-crm-values.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { startByHand } from '../../../src/usecases/onboardings/start-by-hand.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { connectForEachTest } from './connect-for-each-test.ts';

describe.each(worlds)('on $name', ({ name, start }) => {
  const on = connectForEachTest(start);
  const drain = () => drainInbox(on.deps(), on.connectionId);

  async function wonAndRead(): Promise<string> {
    await on.world.crm.setUp();
    const { id } = await on.world.addDeal();
    await on.follow(id);
    return id;
  }
  const deal = async () => {
    const [row] = await on.db.query<{ is_won: boolean; is_deleted: boolean }>(
      'SELECT is_won, is_deleted FROM deals WHERE connection_id = $1',
      [on.connectionId],
    );
    return row;
  };

  const statuses = async () =>
    (
      await on.db.query<{ status: string }>('SELECT status FROM onboardings WHERE connection_id = $1 ORDER BY cycle', [
        on.connectionId,
      ])
    ).map(({ status }) => status);

  const values = async (): Promise<Set<string>> => {
    const rows = await on.db.query<{ state: string }>(
      `SELECT state FROM crm_values WHERE connection_id = $1 AND object_type = 'deal'`,
      [on.connectionId],
    );
    return new Set(rows.map(({ state }) => state));
  };

  it('a deal that is gone before anything was written in it is noticed by the write, and has its values once it is back', async () => {
    const id = await wonAndRead();
    await on.world.deleteDeal(id);
    await drainCrmValues(on.deps(), on.connectionId);
    await drain();
    expect(await deal()).toMatchObject({ is_deleted: true });
    const onboardings = await on.db.query('SELECT status, held_by FROM onboardings WHERE connection_id = $1', [
      on.connectionId,
    ]);
    expect(onboardings).toEqual([expect.objectContaining({ held_by: 'crm' })]);
    expect(await values()).toEqual(new Set(['pending']));

    await on.db.query('DELETE FROM outbox');
    await on.world.restoreDeal(id);
    await reconcileConnection(on.deps(), on.connectionId);
    await drain();
    expect(await on.db.query(`SELECT 1 FROM outbox WHERE process = 'crm_sync'`)).toHaveLength(1);
    await on.db.query('UPDATE crm_values SET retry_at = NULL');
    await drainCrmValues(on.deps(), on.connectionId);
    expect(await values()).toEqual(new Set(['written']));
  });

  it.each(['lost', 'deleted'] as const)(
    'a deal that is %s tells an onboarding that is over nothing more',
    async (how) => {
      const id = await wonAndRead();
      await on.world.moveDeal(id, 'lost');
      await on.follow(id);
      const over = () =>
        on.db.query('SELECT status, deal FROM onboardings WHERE connection_id = $1', [on.connectionId]);
      const told = () =>
        on.db.query(
          `SELECT field, before, after FROM sync_ledger WHERE connection_id = $1 AND direction = 'in' AND result <> 'created' ORDER BY id`,
          [on.connectionId],
        );
      const [ended, entries] = [await over(), await told()];
      expect(ended).toMatchObject([{ status: 'cancelled' }]);
      expect(entries).toMatchObject([{ field: 'standing', after: 'lost' }]);
      await on.world.setField(id, 'amount', '777');
      if (how === 'deleted') await on.world.deleteDeal(id);
      for (let round = 0; round < 2; round += 1) await on.follow(id);
      expect(await deal()).toMatchObject({ is_won: false, is_deleted: how === 'deleted' });
      expect(await told()).toEqual(entries);
      expect(await over()).toEqual(ended);
    },
  );

  it.each(['transitioned', 'cancelled'] as const)(
    'a deal that is lost and won again begins its next cycle, once, where the one before was %s; touched while won it does not',
    async (status) => {
      const id = await wonAndRead();
      await on.db.query('UPDATE onboardings SET status = $2, held_by = NULL WHERE connection_id = $1', [
        on.connectionId,
        status,
      ]);
      const cycles = () =>
        on.db.query<{ cycle: number; status: string }>(
          'SELECT cycle, status FROM onboardings WHERE connection_id = $1 ORDER BY cycle',
          [on.connectionId],
        );
      await on.world.setField(id, 'amount', '777');
      await on.follow(id);
      await on.world.moveDeal(id, 'lost');
      await on.follow(id);
      expect(await cycles()).toEqual([{ cycle: 1, status }]);
      await on.world.moveDeal(id, 'won');
      for (let round = 0; round < 2; round += 1) await on.follow(id);
      expect(await cycles()).toEqual([
        { cycle: 1, status },
        { cycle: 2, status: 'handoff' },
      ]);
    },
  );

  it('what a person started before the signature, and went through, is not begun again by the signature', async () => {
    await on.world.crm.setUp();
    const { id } = await on.world.addDeal({ stands: 'open' });
    const mira = { kind: 'person' as const, id: null, label: 'Mira' };
    await startByHand(on.deps(), { connectionId: on.connectionId, dealId: id }, mira);
    await on.db.query(`UPDATE onboardings SET status = 'transitioned' WHERE connection_id = $1`, [on.connectionId]);
    await on.world.moveDeal(id, 'won');
    for (let round = 0; round < 2; round += 1) await on.follow(id);
    expect(await statuses()).toEqual(['transitioned']);
  });

  it('a deal whose onboarding a person cancelled is lost and won again: reconcile alone begins the next cycle', async () => {
    const id = await wonAndRead();
    await on.db.query(`UPDATE onboardings SET status = 'cancelled', held_by = NULL WHERE connection_id = $1`, [
      on.connectionId,
    ]);
    const look = async () => {
      await reconcileConnection(on.deps(), on.connectionId);
      await drain();
    };
    await look();
    expect(await statuses()).toEqual(['cancelled']);
    await on.world.moveDeal(id, 'lost');
    await look();
    expect(await deal()).toMatchObject({ is_won: false });
    expect(await reconcileConnection(on.deps(), on.connectionId)).toMatchObject({ missedDeals: 0 });
    await on.world.moveDeal(id, 'won');
    await look();
    expect(await statuses()).toEqual(['cancelled', 'handoff']);
  });

  it('a deal that was reopened in the very second in which it was read is read again, once', async () => {
    const id = await wonAndRead();
    await on.world.moveDeal(id, 'open');
    const since = new Date(Date.now() - 60_000).toISOString();
    const changed = (await on.world.crm.findChangedDeals({ modifiedSince: since, after: null })).deals;
    // as it is told by whole seconds
    const second = changed.find(({ dealId }) => dealId === id)?.modifiedAt;
    await on.db.query(
      `UPDATE deals SET snapshot = snapshot || jsonb_build_object('modifiedAt', $2::text) WHERE connection_id = $1`,
      [on.connectionId, second],
    );
    await reconcileConnection(on.deps(), on.connectionId);
    await drain();
    const isToldBySeconds = name === 'Salesforce';
    expect(await deal()).toMatchObject({ is_won: !isToldBySeconds });
    await on.db.query(`UPDATE deals SET read_at = read_at + interval '11 seconds' WHERE connection_id = $1`, [
      on.connectionId,
    ]);
    expect(await reconcileConnection(on.deps(), on.connectionId)).toMatchObject({ missedDeals: 0 });
  });
});
