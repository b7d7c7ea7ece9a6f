/** What a connection's mapping says of stages and renewals, from switching it on to what stands in the CRM, on both. */
import { describe, expect, it } from 'vitest';
import type { StageSync } from '../../../src/domain/mapping/model.ts';
import { carryOutEffect } from '../../../src/usecases/crm/carry-out-effect.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { byManager } from './by-a-manager.ts';
import { mappedOnboarding } from './mapped-onboarding.ts';

const journey = 'journey__c';

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start, 'tests/fixtures/playbooks');
  const { written, publish, reachFirstUse, goLive } = byManager(on, 1);
  const stages = (over: Partial<StageSync> & Pick<StageSync, 'rules'>): StageSync => ({
    field: 'dealstage',
    pipeline: null,
    whoWins: 'ours',
    ...over,
  });

  it('the deal’s own stage follows milestones and status, and stays won', async () => {
    await on.switchOn({
      stages: stages({
        rules: [
          { on: 'milestone.first-use', stage: 'Live' },
          { on: 'status.live', stage: 'Closed won' },
        ],
      }),
    });
    const before = await on.world.stageOf(on.dealId);
    await publish();
    expect(await on.world.stageOf(on.dealId)).toBe(before);
    await reachFirstUse();
    expect(await on.world.stageOf(on.dealId)).toBe('Live');
    expect((await on.ledgerOf('dealstage')).at(-1)).toMatchObject({
      result: 'written',
      why: expect.stringContaining('First use'),
    });
    await goLive();
    expect((await on.world.stageOf(on.dealId)).toLowerCase()).toBe('closed won');
    await on.follow();
    const [row] = await on.db.query('SELECT status, held_by FROM onboardings WHERE id = $1', [on.onboardingId]);
    expect(row).toEqual({ status: 'live', held_by: null });
  });

  it('a list field tells of the phase, from the draft on', async () => {
    await on.world.addDealField(journey, 'list', ['Planned', 'Started', 'Rollout', 'Live']);
    await on.switchOn({
      stages: stages({
        field: journey,
        rules: [
          { on: 'status.draft', stage: 'Planned' },
          { on: 'phase.start', stage: 'Started' },
          { on: 'phase.rollout', stage: 'Rollout' },
          { on: 'status.live', stage: 'Live' },
        ],
      }),
    });
    const told: (string | null)[] = [];
    for (const step of [written, publish, reachFirstUse, goLive]) {
      await step();
      told.push(await on.held(journey));
    }
    expect(told).toEqual(['Planned', 'Started', 'Rollout', 'Live']);
  });

  it('a renewal comes about once at go-live, with owner, amount, uplift and the day the term ends', async () => {
    const { pipeline, stage } = on.world.renewalStage;
    await on.world.setField(on.dealId, on.world.ownerField, await sellerId());
    await on.follow();
    await on.switchOn({
      renewal: {
        pipeline,
        stage,
        termMonths: 24,
        basis: 'contract_start',
        createDeal: true,
        owner: 'deal_owner',
        upliftPercent: 5,
      },
    });
    await publish();
    await reachFirstUse();
    await goLive();
    const effects = await on.db.query<{ id: string; kind: string }>(
      'SELECT id, kind FROM effects WHERE onboarding_id = $1 ORDER BY kind',
      [on.onboardingId],
    );
    expect(effects.map(({ kind }) => kind)).toEqual(['crm_note', 'crm_renewal_deal', 'crm_task']);
    for (const { id } of [...effects, ...effects]) await carryOutEffect(on.deps(), id);
    const [renewal = '', ...more] = await on.world.dealsNamed('Harbor Freight Lines – renewal 2091');
    expect(more).toEqual([]);
    const held = (field: string) => on.world.held(renewal, field);
    expect({
      amount: Number(await held('amount')),
      closeOn: String(await held('closedate')).slice(0, 10),
      owner: await held(on.world.ownerField),
      stage: (await on.world.stageOf(renewal)).toLowerCase(),
    }).toEqual({ amount: 25_200, closeOn: '2091-01-01', owner: await sellerId(), stage });
    expect(await on.world.countOurs(on.dealId)).toEqual({ notes: 1, tasks: 1 });
    const told = await on.db.query<{ actor: string }>(
      `SELECT actor FROM sync_ledger WHERE onboarding_id = $1 AND result = 'created'`,
      [on.onboardingId],
    );
    expect(told.map(({ actor }) => actor)).toEqual(Array(3).fill('Gangway, for Mira'));
  });

  /** somebody who may own deals there */
  const sellerId = async (): Promise<string> => {
    const [id = ''] = await on.world.changeUsers([
      { email: 'priya.nair@northwind-crm.example', firstName: 'Priya', lastName: 'Nair' },
    ]);
    return id;
  };
});
