import { v7 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { carryOutEffect } from '../../../src/usecases/crm/carry-out-effect.ts';
import { drainCrmValues } from '../../../src/usecases/crm/drain-crm-values.ts';
import { setMode } from '../../../src/usecases/crm/set-mode.ts';
import { noId, worlds } from '../../contract/crm-port/world.ts';
import { connectForEachTest } from './connect-for-each-test.ts';

describe.each(worlds)('a dry run on $name', ({ start }) => {
  const connected = connectForEachTest(start);

  const want = (recordId: string, field: string, value: string | number): Promise<unknown> =>
    connected.db.query(
      `INSERT INTO crm_values AS v (connection_id, object_type, record_id, field, value, why, onboarding_id, wanted_at)
     VALUES ($1, 'deal', $2, $3, $4, 'The plan was published', $5, now())
     ON CONFLICT (connection_id, object_type, record_id, field) DO UPDATE SET value = excluded.value, version = v.version + 1, state = 'pending'`,
      [connected.connectionId, recordId, field, JSON.stringify(value), uuid()],
    );
  const ledger = (): Promise<Record<string, unknown>[]> =>
    connected.db.query(
      'SELECT field, before, after, result, error FROM sync_ledger WHERE connection_id = $1 ORDER BY id',
      [connected.connectionId],
    );
  const heldProgress = (dealId: string) => connected.world.held(dealId, 'gangway_progress');

  it('says in the ledger what would be written and writes it once the connection is live, the newest value', async () => {
    const { id } = await connected.world.addDeal();
    await setMode(connected.deps(), connected.connectionId, 'dry_run');
    await want(id, 'gangway_progress', 40);
    await want(noId[connected.world.crm.provider], 'gangway_progress', 5);
    expect(await drainCrmValues(connected.deps(), connected.connectionId)).toEqual({ hasMore: true, wakeInMs: null });
    expect(new Set(await ledger())).toEqual(
      new Set([
        { field: 'gangway_progress', before: null, after: 40, result: 'rehearsed', error: null },
        {
          field: 'gangway_progress',
          before: null,
          after: 5,
          result: 'rehearsed',
          error: 'There is no such record in the CRM',
        },
      ]),
    );
    await want(id, 'gangway_progress', 60);
    await drainCrmValues(connected.deps(), connected.connectionId);
    expect(await drainCrmValues(connected.deps(), connected.connectionId)).toEqual({ hasMore: false, wakeInMs: null });
    expect(await ledger()).toHaveLength(3);
    expect((await heldProgress(id)) ?? null).toBeNull();

    await setMode(connected.deps(), connected.connectionId, 'live');
    await drainCrmValues(connected.deps(), connected.connectionId);
    expect(String(await heldProgress(id))).toBe('60');
  });

  it('knows the deal’s stage by its name, and leaves that of a deal that is not won', async () => {
    const stageOf = async (id: string) => `stage:${await connected.world.stageOf(id)}`;
    const [won, open] = [await connected.world.addDeal(), await connected.world.addDeal({ stands: 'open' })];
    await setMode(connected.deps(), connected.connectionId, 'dry_run');
    await want(won.id, 'dealstage', await stageOf(won.id));
    await want(open.id, 'dealstage', await stageOf(won.id));
    await connected.db.query(`UPDATE crm_values SET who_wins = 'crm' WHERE connection_id = $1`, [
      connected.connectionId,
    ]);
    await drainCrmValues(connected.deps(), connected.connectionId);
    const errors = (await ledger()).map(({ error }) => error);
    expect(new Set(errors)).toEqual(new Set([null, 'It would not be written: the deal is not won']));
    await connected.world.moveDeal(open.id, 'won');
    await want(open.id, 'dealstage', await stageOf(open.id));
    await drainCrmValues(connected.deps(), connected.connectionId);
    expect((await ledger()).at(-1)).toMatchObject({ result: 'rehearsed', error: null });
  });

  const planned = async (step: string, payload: { kind: string; dealId: string }): Promise<[string, string]> => {
    const [accountId, onboardingId, effectId] = [uuid(), uuid(), uuid()];
    await connected.db.query(`INSERT INTO accounts (id, name) VALUES ($1, 'Acme')`, [accountId]);
    await connected.db.query(
      `INSERT INTO onboardings (id, workflow_id, account_id, connection_id, deal_id, name, status, deal, timezone, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, 'Acme', 'live', '{}', 'Europe/Berlin', now(), now())`,
      [onboardingId, `onboarding:${onboardingId}`, accountId, connected.connectionId, payload.dealId],
    );
    await connected.db.query(
      `INSERT INTO effects (id, onboarding_id, step, kind, payload, planned_at) VALUES ($1, $2, $3, $4, $5, now())`,
      [effectId, onboardingId, step, payload.kind, JSON.stringify(payload)],
    );
    return [effectId, onboardingId];
  };

  it('settles notes without making them, then or later', async () => {
    const { id: dealId } = await connected.world.addDeal();
    const note = { kind: 'crm_note', dealId, body: 'Live', at: '2026-11-20T09:00:00.000Z' };
    const [effectId] = await planned('go_live_note', note);
    await setMode(connected.deps(), connected.connectionId, 'dry_run');
    await carryOutEffect(connected.deps(), effectId);
    await setMode(connected.deps(), connected.connectionId, 'live');
    await carryOutEffect(connected.deps(), effectId);
    expect(await ledger()).toMatchObject([{ field: 'go_live_note', result: 'rehearsed' }]);
    expect(await connected.world.countOurs(dealId)).toEqual({ notes: 0, tasks: 0 });
  });

  it('makes the renewal of a go-live once the connection is live, and once', async () => {
    const { id: dealId } = await connected.world.addDeal();
    const name = 'Acme – renewal 2027';
    const renewal = {
      kind: 'crm_renewal_deal',
      dealId,
      name,
      amountCents: null,
      closeOn: '2027-03-02',
      ownerCrmId: null,
    };
    const [effectId, onboardingId] = await planned('renewal_deal', { ...renewal, ...connected.world.renewalStage });
    await setMode(connected.deps(), connected.connectionId, 'dry_run');
    await carryOutEffect(connected.deps(), effectId);
    await connected.db.query('DELETE FROM outbox');
    expect(await connected.world.dealsNamed(name)).toEqual([]);
    for (let round = 0; round < 2; round += 1) {
      await setMode(connected.deps(), connected.connectionId, 'live');
      await carryOutEffect(connected.deps(), effectId);
      expect(await connected.world.dealsNamed(name)).toHaveLength(1);
      await setMode(connected.deps(), connected.connectionId, 'dry_run');
    }
    const woken = await connected.db.query('SELECT subject_id FROM outbox WHERE subject_id = $1', [onboardingId]);
    expect(woken).toHaveLength(1);
    expect(await ledger()).toMatchObject([{ result: 'rehearsed' }, { field: 'renewal_deal', result: 'created' }]);
  });
});
