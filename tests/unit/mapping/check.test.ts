import { describe, expect, it } from 'vitest';
import { checkMapping } from '../../../src/domain/mapping/check.ts';
import type { Mapping, MappingEntry, StageSync } from '../../../src/domain/mapping/model.ts';
import { entry, mapping, world } from './entries.ts';

const issues = (given: Partial<Mapping>) => checkMapping(mapping(given), world);
const problemOf = (over: Partial<MappingEntry>): string | undefined => issues({ entries: [entry(over)] })[0]?.problem;
const stages = (over: Partial<StageSync>): Partial<Mapping> => ({
  stages: { field: 'dealstage', pipeline: null, rules: [], whoWins: 'ours', ...over },
});

describe('an entry of a mapping', () => {
  it.each<Partial<MappingEntry>>([
    {},
    { ours: 'renewal_date', field: 'renewal_on', object: 'company' },
    { ours: 'term_months', field: 'term', direction: 'from_crm', default: '12' },
    { ours: 'contract_start', field: 'start', direction: 'from_crm', transform: { kind: 'shift_days', days: 5 } },
    { ours: 'contract_value', field: 'percent', transform: { kind: 'major_units' } },
    { ours: 'progress', field: 'note', transform: { kind: 'template', before: '', after: ' %' } },
    { ours: 'handoff.purchased_for', field: 'goals', direction: 'both', whoWins: 'crm' },
    { ours: 'milestone.go-live', field: 'renews' },
    { ours: 'segment', field: 'journey', direction: 'from_crm' },
    { ours: 'csm', field: 'seller', direction: 'both', whoWins: 'crm' },
    { ours: 'csm', field: 'journey', direction: 'from_crm' },
    { ours: 'segment', field: 'amount', direction: 'from_crm' },
    {
      field: 'traffic_light',
      transform: { kind: 'values', values: { on_track: 'Green', at_risk: 'Amber' }, otherwise: 'Red' },
    },
  ])('can be switched on where its field suits it: %j', (over) => {
    expect(issues({ entries: [entry(over)] })).toEqual([]);
  });

  it.each<[string, Partial<MappingEntry>]>([
    ['no value “mood”', { ours: 'mood' }],
    ['has no such deal field', { field: 'gone' }],
    ['calculated or read-only', { field: 'won', ours: 'next_milestone' }],
    ['must be unique', { field: 'external_id', ours: 'next_milestone' }],
    ['a date does not fit into percent', { ours: 'renewal_date', field: 'percent' }],
    ['a date does not fit into renewed_at', { ours: 'renewal_date', field: 'renewed_at' }],
    ['a long text does not fit into note', { ours: 'blocked_by', field: 'note' }],
    ['needs a date, and note is a text field', { ours: 'contract_start', field: 'note', direction: 'from_crm' }],
    ['cannot be read from the CRM', { direction: 'from_crm' }],
    ['cannot be written there', { ours: 'term_months', field: 'term' }],
    ['a person does not fit into traffic_light', { ours: 'csm', field: 'traffic_light' }],
    ['a person does not fit into account', { ours: 'csm', field: 'account' }],
    ['has no value “on_track”, “at_risk”, “blocked”', { field: 'traffic_light' }],
    ['does nothing for a enumeration', { transform: { kind: 'shift_days', days: 1 } }],
    ['default “soon” is no number', { ours: 'term_months', field: 'term', direction: 'from_crm', default: 'soon' }],
    ['no playbook asks sales for “mood”', { ours: 'handoff.mood', field: 'goals' }],
    ['set by the stages', { field: 'dealstage', ours: 'stage' }],
    ['set by the stages', { field: 'StageName', ours: 'stage' }],
    ['a change made by sales', { ours: 'contract_value', field: 'amount', transform: { kind: 'major_units' } }],
    ['a change made by sales', { ours: 'handoff.purchased_for', field: 'amount', direction: 'both' }],
    [
      'cannot be undone',
      {
        ours: 'handoff.purchased_for',
        field: 'goals',
        direction: 'both',
        transform: { kind: 'values', values: { a: 'x', b: 'x' }, otherwise: null },
      },
    ],
  ])('is refused with its name and a remedy: %s', (problem, over) => {
    expect(problemOf(over)).toContain(problem);
    const [issue] = issues({ entries: [entry(over)] });
    expect(issue).toMatchObject({ at: 'entries.0', field: `deal.${over.field ?? 'csm_health'}` });
    expect(issue?.remedy.length).toBeGreaterThan(10);
  });

  it('says which of our values a translation forgets', () => {
    expect(
      problemOf({
        field: 'traffic_light',
        transform: { kind: 'values', values: { on_track: 'Green', at_risk: 'Amber' }, otherwise: null },
      }),
    ).toContain('“blocked” is translated to nothing');
  });
});

describe('entries beside each other', () => {
  it('write a field once', () => {
    expect(issues({ entries: [entry(), entry({ ours: 'stage' })] }).map(({ problem }) => problem)).toContainEqual(
      'deal.csm_health is written by two entries',
    );
  });
  it('make no circle', () => {
    const found = issues({
      entries: [
        entry({ ours: 'renewal_date', field: 'start' }),
        entry({ ours: 'contract_start', field: 'start', direction: 'from_crm' }),
      ],
    });
    expect(found).toMatchObject([{ at: 'entries.1', problem: expect.stringContaining('circle') }]);
  });
  it('make none with a field that is read as long as nothing else is', () => {
    const written = entry({ ours: 'renewal_date', field: 'contract_start_date' });
    expect(issues({ entries: [written] })).toMatchObject([
      { at: 'entries.0', field: 'deal.contract_start_date', problem: expect.stringContaining('contract_start') },
    ]);
    const instead = entry({ ours: 'contract_start', field: 'start', direction: 'from_crm' });
    expect(issues({ entries: [written, instead] })).toEqual([]);
  });
  it('read a value of ours from one field', () => {
    const found = issues({
      entries: [
        entry({ ours: 'term_months', field: 'term', direction: 'from_crm' }),
        entry({ ours: 'term_months', field: 'percent', direction: 'from_crm' }),
      ],
    });
    expect(found).toMatchObject([{ at: 'entries.1', problem: 'term_months is read from two fields' }]);
  });
  it('leave the field of the stages to the stages', () => {
    const found = issues({
      entries: [
        entry({ ours: 'phase', field: 'journey', transform: { kind: 'values', values: {}, otherwise: 'live' } }),
      ],
      ...stages({ field: 'journey', rules: [{ on: 'status.live', stage: 'live' }] }),
    });
    expect(found.map(({ problem }) => problem)).toEqual(['deal.journey is written by the stages as well']);
  });
});

describe('stages', () => {
  it('are taken where the deal stays won', () => {
    expect(issues(stages({ pipeline: 'Sales', rules: [{ on: 'status.live', stage: 'closed WON' }] }))).toEqual([]);
    expect(issues(stages({ rules: [{ on: 'milestone.go-live', stage: 's2' }] }))).toEqual([]);
  });
  it('leave a list alone that the CRM itself tells with', () => {
    const rules = [{ on: 'status.live', stage: 'Closed Won' }];
    expect(issues(stages({ field: 'StageName', rules }))).toMatchObject([{ at: 'stages', field: 'deal.StageName' }]);
  });
  it('may use a list of their own, before and after the onboarding as well', () => {
    const rules = [
      { on: 'status.handoff', stage: 'kickoff' },
      { on: 'phase.rollout', stage: 'rollout' },
    ];
    expect(issues(stages({ field: 'journey', rules }))).toEqual([]);
  });
  it.each<[string, Partial<StageSync>]>([
    ['would not be won any more', { rules: [{ on: 'status.active', stage: 'Negotiation' }] }],
    ['there is no stage “Done”', { rules: [{ on: 'status.live', stage: 'Done' }] }],
    ['there is no pipeline “Service”', { pipeline: 'Service', rules: [{ on: 'status.live', stage: 'Closed won' }] }],
    ['left alone before the handoff', { rules: [{ on: 'status.handoff', stage: 'Closed won' }] }],
    ['is no phase of a playbook', { rules: [{ on: 'phase.party', stage: 'Closed won' }] }],
    ['no moment has a stage', { rules: [] }],
    ['is no list', { field: 'note', rules: [{ on: 'status.live', stage: 'x' }] }],
    ['has no value “party”', { field: 'journey', rules: [{ on: 'status.live', stage: 'party' }] }],
  ])('are refused: %s', (problem, over) => {
    expect(issues(stages(over)).map((issue) => issue.problem)).toContainEqual(expect.stringContaining(problem));
  });
});

describe('renewals', () => {
  const renewal = {
    pipeline: 'Renewals',
    stage: 'Upcoming',
    termMonths: 12,
    basis: 'go_live',
    createDeal: true,
  } as const;
  it('begin in an open stage of a pipeline that is there', () => {
    expect(issues({ renewal })).toEqual([]);
    expect(issues({ renewal: { ...renewal, stage: 'Renewed' } })[0]?.problem).toContain('won from the start');
    expect(issues({ renewal: { ...renewal, pipeline: 'Nowhere' } })[0]?.problem).toContain('no pipeline “Nowhere”');
    expect(issues({ renewal: { ...renewal, stage: 'Soon' } })[0]?.remedy).toContain('“Upcoming”');
  });
  it('need no pipeline while no deal is made', () => {
    expect(issues({ renewal: { ...renewal, pipeline: '', stage: '', createDeal: false } })).toEqual([]);
  });
});
