import { describe, expect, it } from 'vitest';
import { wantedByAnother, wantedCrmValues } from '../../../src/domain/crm-values.ts';
import type { Mapping, StageSync } from '../../../src/domain/mapping/model.ts';
import { stageWanted } from '../../../src/domain/mapping/stage.ts';
import type { CrmScalar, Onboarding, OnboardingState } from '../../../src/domain/model.ts';
import { book, monday, running } from '../chase/world.ts';
import { milestone, phase } from '../plan/fixtures.ts';
import { entry, mapping } from './entries.ts';

const rollout = (over: Partial<Onboarding> = {}): OnboardingState => {
  const given = running({
    account: { crmId: 'company-1' },
    phases: [phase('kickoff', 0, { name: 'Kickoff', status: 'done' }), phase('rollout', 1, { status: 'in_progress' })],
    milestones: [milestone('go-live', 'rollout', { targetOn: '2026-05-01' })],
  });
  return {
    ...given,
    onboarding: {
      ...given.onboarding,
      connectionId: 'c',
      dealId: 'd',
      wonAt: monday,
      healthStatus: 'at_risk',
      ...over,
    },
  };
};
const wishes = (given: Mapping, state = rollout()) =>
  wantedCrmValues({ state, playbook: { ...book(), mapping: given }, publicUrl: 'https://g.test' });
const fieldsOf = (given: Mapping, state = rollout()): Record<string, CrmScalar> =>
  Object.fromEntries(
    wishes(given, state).changed.map(({ objectType, field, value }) => [`${objectType}.${field}`, value]),
  );

describe('what a mapping wants of the CRM', () => {
  it('is transformed, goes where it says, and tells who wins', () => {
    const given = mapping({
      entries: [
        entry({ transform: { kind: 'values', values: { at_risk: 'Amber' }, otherwise: 'Green' }, whoWins: 'crm' }),
        entry({ ours: 'milestone.go-live', object: 'company', field: 'live_on' }),
        entry({ ours: 'csm', field: 'csm_owner' }),
        entry({ ours: 'blocked_by', field: 'blocker', default: 'nothing' }),
        entry({ ours: 'term_months', field: 'term', direction: 'from_crm' }),
      ],
    });
    expect(fieldsOf(given)).toMatchObject({
      'deal.csm_health': 'Amber',
      'company.live_on': '2026-05-01',
      'deal.csm_owner': 'crm-csm',
      'deal.blocker': 'nothing',
      'deal.gangway_health_status': 'at_risk',
    });
    expect(fieldsOf(given)).not.toHaveProperty('deal.term');
    const health = wishes(given).changed.find(({ field }) => field === 'csm_health');
    expect(health).toMatchObject({ whoWins: 'crm', why: expect.stringContaining('“Onboarding health status”') });
  });

  it('is nothing where the CRM alone tells, though it was kept before that was refused', () => {
    const given = mapping({
      entries: [
        entry({ ours: 'contract_value', field: 'amount', transform: { kind: 'major_units' } }),
        entry({ ours: 'csm', field: 'hubspot_owner_id' }),
      ],
      stages: { field: 'dealtype', pipeline: null, rules: [{ on: 'status.active', stage: 'new' }], whoWins: 'ours' },
    });
    const wanted = fieldsOf(given);
    expect(wanted).toMatchObject({ 'deal.hubspot_owner_id': 'crm-csm' });
    expect(wanted).not.toHaveProperty(['deal.amount']);
    expect(wanted).not.toHaveProperty(['deal.dealtype']);
  });

  it('takes the place of our own field where it writes there', () => {
    const given = mapping({ entries: [entry({ ours: 'progress', field: 'gangway_health', whoWins: 'nobody' })] });
    const health = wishes(given).changed.filter(({ field }) => field === 'gangway_health');
    expect(health).toMatchObject([{ value: 0, whoWins: 'nobody' }]);
  });

  it('empties what another onboarding of the deal left there, and says it again where it is the same', () => {
    const left = wantedByAnother(['deal.gangway_go_live_date', 'deal.gangway_progress']);
    const { changed, wanted } = wishes(mapping(), rollout({ crmWanted: left }));
    const of = (name: string) => changed.filter(({ field }) => field === name);
    expect(of('gangway_go_live_date')).toMatchObject([{ objectType: 'deal', value: null }]);
    expect(of('gangway_progress')).toMatchObject([{ value: 0 }]);
    expect(of('gangway_health_baseline')).toEqual([]);
    expect(wishes(mapping(), rollout({ crmWanted: wanted })).changed).toEqual([]);
  });

  it('forgets what no entry wants any more, so that it is wanted anew when one does again', () => {
    const given = mapping({ entries: [entry()] });
    const first = wishes(given).wanted;
    const without = wishes(mapping(), rollout({ crmWanted: first }));
    expect(without.changed).toEqual([]);
    expect(without.wanted).not.toHaveProperty('deal.csm_health');
    const again = wishes(given, rollout({ crmWanted: without.wanted }));
    expect(again.changed.map(({ field }) => field)).toEqual(['csm_health']);
    expect(wishes(given, rollout({ crmWanted: again.wanted })).wanted).toBe(again.wanted);
  });
});

describe('the stage in the CRM', () => {
  const sync = (over: Partial<StageSync> = {}): StageSync => ({
    field: 'dealstage',
    pipeline: null,
    whoWins: 'ours',
    rules: [
      { on: 'status.active', stage: 'Started' },
      { on: 'phase.kickoff', stage: 'Kickoff' },
      { on: 'phase.rollout', stage: 'Rollout' },
      { on: 'milestone.go-live', stage: 'Reached' },
      { on: 'status.live', stage: 'Live' },
    ],
    ...over,
  });
  const stageOf = (over: Partial<Onboarding>, given = sync()) => stageWanted(rollout(over), given)?.stage ?? null;

  it('is the last moment that has come', () => {
    expect(stageOf({})).toBe('Rollout');
    expect(stageOf({}, sync({ rules: [{ on: 'status.active', stage: 'Started' }] }))).toBe('Started');
    expect(stageOf({ status: 'live' })).toBe('Live');
    expect(stageOf({ status: 'transitioned' })).toBe('Live');
    expect(stageOf({ status: 'draft' })).toBeNull();
  });
  it('stays where it is while nothing is said of a pause, or the CRM took the deal back', () => {
    expect(stageOf({ status: 'on_hold', heldBy: 'csm' })).toBeNull();
    expect(stageOf({ heldBy: 'crm' })).toBeNull();
    expect(stageOf({ wonAt: null })).toBeNull();
    const field = sync({ field: 'journey', rules: [{ on: 'status.cancelled', stage: 'Ended' }] });
    expect(stageOf({ status: 'cancelled' }, field)).toBe('Ended');
  });
  it('is wanted again with its pipeline, whichever of the two is news, and neither without', () => {
    const stages = sync({ pipeline: 'Service' });
    const first = wishes(mapping({ stages }));
    const known = (crmWanted: Record<string, CrmScalar>) => rollout({ crmWanted: { ...first.wanted, ...crmWanted } });
    const ofStage = (state: OnboardingState): string[] =>
      Object.keys(fieldsOf(mapping({ stages }), state)).filter((key) => /dealstage|pipeline/.test(key));
    expect(ofStage(known({}))).toEqual([]);
    expect(ofStage(known({ 'deal.dealstage': 'stage:Earlier' }))).toEqual(['deal.pipeline', 'deal.dealstage']);
    expect(ofStage(known({ 'deal.pipeline': 'pipeline:Other' }))).toEqual(['deal.pipeline', 'deal.dealstage']);
  });

  it('is wanted with its pipeline, or in a list of its own', () => {
    expect(fieldsOf(mapping({ stages: sync({ pipeline: 'Service' }) }))).toMatchObject({
      'deal.pipeline': 'pipeline:Service',
      'deal.dealstage': 'stage:Rollout',
    });
    const list = fieldsOf(mapping({ stages: sync({ field: 'journey' }) }));
    expect(list).toMatchObject({ 'deal.journey': 'Rollout' });
    expect(list).not.toHaveProperty('deal.dealstage');
  });
});
