/** Two deals of HubSpot become one: what becomes of their onboardings. Salesforce merges accounts only. */
import { v7 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { storeEvents } from '../../../src/db/inbox.ts';
import { changeOnboarding, systemActor } from '../../../src/usecases/change-onboarding.ts';
import { carryOutEffect } from '../../../src/usecases/crm/carry-out-effect.ts';
import { drainCrmValues } from '../../../src/usecases/crm/drain-crm-values.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { activateVersion } from '../../../src/usecases/mapping/activate-mapping.ts';
import { saveMapping } from '../../../src/usecases/mapping/save-mapping.ts';
import { startSandbox } from '../../contract/sandbox-server.ts';
import { entry, mapping } from '../../unit/mapping/entries.ts';
import { connectForEachTest } from './connect-for-each-test.ts';
import { dealChanged } from './deal-changed.ts';

const on = connectForEachTest(async () => {
  const sandbox = await startSandbox();
  const { crm } = sandbox.hubspot();
  await crm.setUp();
  await sandbox.control('PUT', '/limits', { enabled: false, searchLagMs: 0 });
  return { crm, sandbox, stop: () => sandbox.stop() };
});

interface Told {
  kind?: 'deal_changed' | 'deal_merged' | 'deal_deleted';
  dealId: string;
  mergedDealIds?: string[];
}
const hear = async (...told: Told[]): Promise<void> => {
  const events = told.map(({ dealId, ...more }) => dealChanged(dealId, more));
  await storeEvents(on.db, on.connectionId, events, new Date());
  await drainInbox(on.deps(), on.connectionId);
};
const write = () => drainCrmValues(on.deps(), on.connectionId);
const reconcile = async (): Promise<void> => {
  await reconcileConnection(on.deps(), on.connectionId);
  await drainInbox(on.deps(), on.connectionId);
};

interface Onboarding {
  id: string;
  dealId: string;
  cycle: number;
  status: string;
}
const onboardings = () =>
  on.db.query<Onboarding>(
    'SELECT id, deal_id AS "dealId", cycle, status FROM onboardings WHERE connection_id = $1 ORDER BY created_at, id',
    [on.connectionId],
  );
const running = async () => (await onboardings()).filter(({ status }) => status !== 'cancelled');
const win = async (name: string): Promise<string> =>
  (await on.world.sandbox.addDeal({ name, company: { name }, stage: 'Closed won' })).id;
const wonAndHeard = async (name: string): Promise<{ dealId: string; id: string }> => {
  const dealId = await win(name);
  await hear({ dealId });
  await write();
  const found = (await onboardings()).find((one) => one.dealId === dealId);
  return { dealId, id: found?.id ?? '' };
};
/** @returns what HubSpot tells of it */
const merge = async (primaryId: string, mergedId: string, keepsPrimaryId = false): Promise<Required<Told>> => {
  const survivor = await on.world.sandbox.control('POST', '/deals/merge', { primaryId, mergedId, keepsPrimaryId });
  const dealId = survivor && typeof survivor === 'object' && 'id' in survivor ? String(survivor.id) : '';
  const mergedDealIds = [mergedId, primaryId].filter((id) => id !== dealId);
  return { kind: 'deal_merged', dealId, mergedDealIds };
};
const stageOf = async (dealId: string) => (await on.world.sandbox.deal(dealId)).properties['gangway_stage'];
const linkOf = async (dealId: string) => (await on.world.sandbox.deal(dealId)).properties['gangway_onboarding_url'];
const setStatus = (id: string, status: string) =>
  on.db.query('UPDATE onboardings SET status = $2 WHERE id = $1', [id, status]);

describe.each([
  ['into a new record', false],
  ['into the primary one', true],
])('merged %s', (_, keepsPrimaryId) => {
  it('where both had an onboarding, one goes on at the deal that is left, and that is what the CRM shows', async () => {
    const [primary, other] = [await wonAndHeard('Harbor'), await wonAndHeard('Harbor again')];
    const told = await merge(primary.dealId, other.dealId, keepsPrimaryId);
    await hear(told);
    await write();
    expect(await onboardings()).toMatchObject([
      { id: primary.id, dealId: told.dealId, status: 'handoff' },
      { id: other.id, status: 'cancelled' },
    ]);
    expect(await stageOf(told.dealId)).toBe('handoff');
    expect(await linkOf(told.dealId)).toContain(primary.id);
    await hear(told, { dealId: told.dealId }, { dealId: other.dealId });
    await reconcile();
    await write();
    expect(await running()).toMatchObject([{ id: primary.id, dealId: told.dealId }]);
    expect(await stageOf(told.dealId)).toBe('handoff');
  });

  it('where one had an onboarding, it goes on', async () => {
    const other = await wonAndHeard('Harbor');
    const { id: primaryId } = await on.world.sandbox.addDeal({ name: 'Harbor again' });
    const told = await merge(primaryId, other.dealId, keepsPrimaryId);
    await on.world.sandbox.control('POST', `/deals/${told.dealId}/stage`, { to: 'won' });
    await hear(told);
    await write();
    expect(await onboardings()).toMatchObject([{ id: other.id, dealId: told.dealId, status: 'handoff' }]);
    expect(await linkOf(told.dealId)).toContain(other.id);
  });

  it('where neither had one, the deal that is left begins one when it is won, once', async () => {
    const [{ id: primaryId }, { id: otherId }] = [
      await on.world.sandbox.addDeal({ name: 'Harbor' }),
      await on.world.sandbox.addDeal({ name: 'Harbor again' }),
    ];
    const told = await merge(primaryId, otherId, keepsPrimaryId);
    await hear(told);
    expect(await onboardings()).toEqual([]);
    await on.world.sandbox.control('POST', `/deals/${told.dealId}/stage`, { to: 'won' });
    await hear({ dealId: told.dealId }, { dealId: otherId }, { dealId: primaryId });
    await reconcile();
    expect(await onboardings()).toMatchObject([{ dealId: told.dealId, status: 'handoff' }]);
  });

  it('the one that is live goes on, whichever deal it was of', async () => {
    const [primary, other] = [await wonAndHeard('Harbor'), await wonAndHeard('Harbor again')];
    await setStatus(other.id, 'live');
    const told = await merge(primary.dealId, other.dealId, keepsPrimaryId);
    await hear(told);
    await write();
    expect(await onboardings()).toMatchObject([
      { id: primary.id, status: 'cancelled' },
      { id: other.id, dealId: told.dealId, status: 'live' },
    ]);
    expect(await linkOf(told.dealId)).toContain(other.id);
    expect(await stageOf(told.dealId)).toBe('live');
    await hear({ dealId: told.dealId });
    await reconcile();
    expect(await running()).toMatchObject([{ id: other.id }]);
  });

  it.each(['told of the deal that is left first', 'of the deals that are gone first', 'by reconcile alone'])(
    'nothing begins anew, %s',
    async (order) => {
      const [primary, other] = [await wonAndHeard('Harbor'), await wonAndHeard('Harbor again')];
      await setStatus(primary.id, 'active');
      const told = await merge(primary.dealId, other.dealId, keepsPrimaryId);
      if (order.startsWith('told of')) {
        await hear({ dealId: told.dealId });
        await hear(told);
      } else if (order.startsWith('of the')) {
        await hear({ dealId: other.dealId }, { dealId: primary.dealId });
        await hear(told);
      }
      await reconcile();
      await reconcile();
      expect(await running()).toMatchObject([{ id: primary.id, dealId: told.dealId, status: 'active' }]);
      expect(await onboardings()).toHaveLength(2);
    },
  );

  it.each([
    ['went through', 'transitioned', null],
    ['was cancelled by a person', 'cancelled', uuid()],
  ])('a customer whose onboarding %s is not onboarded anew', async (_what, status, heldBy) => {
    const old = await wonAndHeard('Harbor');
    await on.db.query('UPDATE onboardings SET status = $2, held_by = $3 WHERE id = $1', [old.id, status, heldBy]);
    const { id: primaryId } = await on.world.sandbox.addDeal({ name: 'Harbor again' });
    await hear({ dealId: primaryId });
    const told = await merge(primaryId, old.dealId, keepsPrimaryId);
    await on.world.sandbox.control('POST', `/deals/${told.dealId}/stage`, { to: 'won' });
    await hear(told);
    await hear({ dealId: told.dealId }, { dealId: old.dealId });
    await reconcile();
    expect(await onboardings()).toMatchObject([{ id: old.id, dealId: told.dealId, status }]);

    await on.world.sandbox.control('POST', `/deals/${told.dealId}/stage`, { to: 'lost' });
    await hear({ dealId: told.dealId });
    await on.world.sandbox.control('POST', `/deals/${told.dealId}/stage`, { to: 'won' });
    await hear({ dealId: told.dealId });
    expect(await onboardings()).toMatchObject([
      { id: old.id, cycle: 1 },
      { dealId: told.dealId, cycle: 2, status: 'handoff' },
    ]);
  });

  it('a renewal that we made stays one, also merged with what a person made', async () => {
    const customer = await wonAndHeard('Harbor');
    const [{ id: ours }, { id: theirs }] = [
      await on.world.sandbox.addDeal({ name: 'Harbor renewal' }),
      await on.world.sandbox.addDeal({ name: 'Harbor renewal by a rep' }),
    ];
    await on.db.query(
      `INSERT INTO effects (id, onboarding_id, step, kind, payload, state, result, planned_at)
       VALUES ($1, $2, 'renewal_deal', 'crm_renewal_deal', '{}', 'settled', $3, now())`,
      [uuid(), customer.id, JSON.stringify({ id: ours, created: true })],
    );
    const told = await merge(theirs, ours, keepsPrimaryId);
    await on.world.sandbox.control('POST', `/deals/${told.dealId}/stage`, { to: 'won' });
    await hear(told);
    await reconcile();
    expect(await onboardings()).toMatchObject([{ id: customer.id }]);
  });

  it('what was still to be written for the deals that are gone is not written to the one that is left', async () => {
    const [primary, other] = [await wonAndHeard('Harbor'), await wonAndHeard('Harbor again')];
    await on.db.query(
      `UPDATE crm_values SET value = '77', version = version + 1, state = 'pending' WHERE record_id = $1 AND field = 'gangway_progress'`,
      [other.dealId],
    );
    const told = await merge(primary.dealId, other.dealId, keepsPrimaryId);
    await hear(told);
    await changeOnboarding(on.deps(), { onboardingId: other.id, actor: systemActor, signalWorkflow: false });
    await write();
    expect((await on.world.sandbox.deal(told.dealId)).properties['gangway_progress']).toBe('0');
    const open = await on.db.query(`SELECT 1 FROM crm_values WHERE connection_id = $1 AND state <> 'written'`, [
      on.connectionId,
    ]);
    expect(open).toEqual([]);
  });
});

describe.each([
  ['into a new record', false],
  ['into the primary one', true],
])('of a field that we write and that the CRM wins, merged %s', (_, keepsPrimaryId) => {
  const field = 'their_percent';
  const held = async (dealId: string) => (await on.world.sandbox.deal(dealId)).properties[field] ?? '';
  const setByRep = (dealId: string, value: string) =>
    on.world.sandbox.control('PATCH', `/deals/${dealId}`, { properties: { [field]: value } });
  const want = (dealId: string, value: number | null) =>
    on.db.query(
      `UPDATE crm_values SET value = $3, version = version + 1, state = 'pending', retry_at = NULL WHERE record_id = $1 AND field = $2`,
      [dealId, field, JSON.stringify(value)],
    );
  const settle = async (told: Told): Promise<void> => {
    await hear(told);
    for (let round = 0; round < 3; round += 1) await write();
  };
  const lastWord = async () => {
    const [entryOf] = await on.db.query<{ result: string }>(
      `SELECT result FROM sync_ledger WHERE connection_id = $1 AND field = $2 AND direction <> 'in' ORDER BY id DESC LIMIT 1`,
      [on.connectionId, field],
    );
    return entryOf?.result;
  };
  /** two deals in which we wrote different percentages */
  const written = async (primaryHolds = 40): Promise<[primary: string, other: string]> => {
    await on.world.sandbox.control('POST', '/properties', {
      change: 'add',
      object: 'deals',
      name: field,
      label: field,
      type: 'string',
    });
    const content = mapping({ entries: [entry({ ours: 'progress', field, whoWins: 'crm' })] });
    const { version } = await saveMapping(on.deps(), on.connectionId, { content, note: '', basedOn: 0, byId: null });
    await activateVersion(on.deps(), { connectionId: on.connectionId, version, byId: null });
    const [{ dealId: primary }, { dealId: other }] = [await wonAndHeard('Harbor'), await wonAndHeard('Harbor again')];
    await want(primary, primaryHolds);
    await want(other, 50);
    await write();
    expect([await held(primary), await held(other)]).toEqual([String(primaryHolds), '50']);
    return [primary, other];
  };

  it('what we wrote before is ours, in whichever of the two', async () => {
    const [primary, other] = await written();
    const told = await merge(primary, other, keepsPrimaryId);
    await settle(told);
    expect(await held(told.dealId)).toBe('0');
    expect(await lastWord()).toBe('written');
  });

  it('what we wrote in the other one is ours, where the primary one had nothing', async () => {
    const [primary, other] = await written();
    await want(primary, null);
    await write();
    const told = await merge(primary, other, keepsPrimaryId);
    expect(await held(told.dealId)).toBe('50');
    await settle(told);
    expect(await held(told.dealId)).toBe('0');
  });

  it('what we wrote in the other one is ours, also where it was met before anybody told of the merge', async () => {
    const [primary, other] = await written();
    await want(primary, null);
    await write();
    const told = await merge(primary, other, keepsPrimaryId);
    await want(primary, 0);
    await write();
    expect([await lastWord(), await held(told.dealId)]).toEqual(['conflict_crm', '50']);
    await settle(told);
    expect(await held(told.dealId)).toBe('0');
  });

  it('what was written while its answer was lost is ours', async () => {
    const [primary, other] = await written();
    await on.world.sandbox.control('PUT', '/faults', {
      rules: [{ kind: 'drop', path: 'batch/update', afterwards: true, times: 1 }],
    });
    await want(primary, 60);
    await write().catch(() => null);
    await on.world.sandbox.control('PUT', '/faults', {});
    const told = await merge(primary, other, keepsPrimaryId);
    expect(await held(told.dealId)).toBe('60');
    await settle(told);
    expect(await held(told.dealId)).toBe('0');
  });

  it.each(['before we noticed it', 'after we noticed it'])('what a person set is theirs, %s', async (when) => {
    const [primary, other] = await written(0);
    await setByRep(primary, 'by a rep');
    if (when.startsWith('after')) await reconcile();
    const told = await merge(primary, other, keepsPrimaryId);
    await settle(told);
    expect(await held(told.dealId)).toBe('by a rep');
    expect(await lastWord()).toBe('conflict_crm');
  });

  it('it is still ours when the deal that is left begins anew later', async () => {
    const [primary, other] = await written();
    await on.db.query(`UPDATE onboardings SET status = 'cancelled', held_by = 'crm' WHERE connection_id = $1`, [
      on.connectionId,
    ]);
    for (const dealId of [primary, other])
      await on.world.sandbox.control('POST', `/deals/${dealId}/stage`, { to: 'lost' });
    const told = await merge(primary, other, keepsPrimaryId);
    await settle(told);
    expect(await held(told.dealId)).toBe('40');
    await on.world.sandbox.control('POST', `/deals/${told.dealId}/stage`, { to: 'won' });
    await settle({ dealId: told.dealId });
    expect(await held(told.dealId)).toBe('0');
  });
});

it('a note that was planned for a deal that is gone stands once on the one that is left', async () => {
  const [primary, other] = [await wonAndHeard('Harbor'), await wonAndHeard('Harbor again')];
  const payload = { kind: 'crm_note', dealId: primary.dealId, body: 'Live', at: new Date().toISOString() };
  const effectId = uuid();
  await on.db.query(
    `INSERT INTO effects (id, onboarding_id, step, kind, payload, planned_at) VALUES ($1, $2, 'go_live_note', 'crm_note', $3, now())`,
    [effectId, primary.id, JSON.stringify(payload)],
  );
  const told = await merge(primary.dealId, other.dealId);
  await hear(told);
  await on.world.sandbox.control('PUT', '/faults', {
    rules: [{ kind: 'drop', method: 'POST', path: '/objects/notes', afterwards: true, times: 1 }],
  });
  await expect(carryOutEffect(on.deps(), effectId)).rejects.toMatchObject({ code: 'crm_unavailable' });
  await on.db.query(`UPDATE effects SET leased_until = clock_timestamp() - interval '1 ms' WHERE id = $1`, [effectId]);
  await carryOutEffect(on.deps(), effectId);
  expect((await on.world.sandbox.deal(told.dealId)).notes).toHaveLength(1);
});
