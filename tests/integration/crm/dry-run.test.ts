import { v7 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { carryOutEffect } from '../../../src/usecases/crm/carry-out-effect.ts';
import { drainCrmValues } from '../../../src/usecases/crm/drain-crm-values.ts';
import { setMode } from '../../../src/usecases/crm/set-mode.ts';
import { crmForEachTest } from './crm-fixture.ts';

const world = crmForEachTest();

const want = (recordId: string, field: string, value: string | number): Promise<unknown> =>
  world.db.query(
    `INSERT INTO crm_values AS v (connection_id, object_type, record_id, field, value, why, onboarding_id, wanted_at)
     VALUES ($1, 'deal', $2, $3, $4, 'The plan was published', $5, now())
     ON CONFLICT (connection_id, object_type, record_id, field) DO UPDATE SET value = excluded.value, version = v.version + 1, state = 'pending'`,
    [world.connectionId, recordId, field, JSON.stringify(value), uuid()],
  );
const ledger = (): Promise<Record<string, unknown>[]> =>
  world.db.query('SELECT field, before, after, result, error FROM sync_ledger WHERE connection_id = $1 ORDER BY id', [
    world.connectionId,
  ]);
const heldInHubSpot = async (dealId: string): Promise<string | undefined> =>
  (await world.sandbox.hubspot().crm.readFields('deal', [dealId], ['gangway_progress'])).get(dealId)?.[
    'gangway_progress'
  ];

describe('a dry run', () => {
  it('says in the ledger what would be written and writes it once the connection is live, the newest value', async () => {
    const { id } = await world.sandbox.addDeal();
    await setMode(world.deps(), world.connectionId, 'dry_run');
    await want(id, 'gangway_progress', 40);
    await want('999999', 'gangway_progress', 5);
    expect(await drainCrmValues(world.deps(), world.connectionId)).toEqual({ hasMore: true, wakeInMs: null });
    expect(await ledger()).toEqual([
      { field: 'gangway_progress', before: null, after: 40, result: 'rehearsed', error: null },
      {
        field: 'gangway_progress',
        before: null,
        after: 5,
        result: 'rehearsed',
        error: 'There is no such record in the CRM',
      },
    ]);
    await want(id, 'gangway_progress', 60);
    await drainCrmValues(world.deps(), world.connectionId);
    expect(await drainCrmValues(world.deps(), world.connectionId)).toEqual({ hasMore: false, wakeInMs: null });
    expect(await ledger()).toHaveLength(3);
    expect(await heldInHubSpot(id)).toBeUndefined();

    await setMode(world.deps(), world.connectionId, 'live');
    await drainCrmValues(world.deps(), world.connectionId);
    expect(await heldInHubSpot(id)).toBe('60');
  });

  it('settles notes without making them, then or later', async () => {
    const { id: dealId } = await world.sandbox.addDeal();
    const [accountId, onboardingId, effectId] = [uuid(), uuid(), uuid()];
    await world.db.query(`INSERT INTO accounts (id, name) VALUES ($1, 'Acme')`, [accountId]);
    await world.db.query(
      `INSERT INTO onboardings (id, workflow_id, account_id, connection_id, deal_id, name, status, deal, timezone, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, 'Acme', 'live', '{}', 'Europe/Berlin', now(), now())`,
      [onboardingId, `onboarding:${onboardingId}`, accountId, world.connectionId, dealId],
    );
    const note = { kind: 'crm_note', dealId, body: 'Live', at: '2026-11-20T09:00:00.000Z' };
    await world.db.query(
      `INSERT INTO effects (id, onboarding_id, step, kind, payload, planned_at) VALUES ($1, $2, 'go_live_note', 'crm_note', $3, now())`,
      [effectId, onboardingId, JSON.stringify(note)],
    );
    await setMode(world.deps(), world.connectionId, 'dry_run');
    await carryOutEffect(world.deps(), effectId);
    await setMode(world.deps(), world.connectionId, 'live');
    await carryOutEffect(world.deps(), effectId);
    expect(await ledger()).toMatchObject([{ field: 'go_live_note', result: 'rehearsed' }]);
    const [deal] = await world.sandbox.hubspot().crm.readDeals([dealId], []);
    expect(deal?.result === 'found' && deal.deal.notes).toEqual([]);
  });
});
