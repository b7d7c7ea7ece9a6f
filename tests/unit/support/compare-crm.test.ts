/** The checker of the consistency runs can complain: of each kind of difference, and of none where there is none. */
import { expect, it } from 'vitest';
import { compareCrm, type Direction } from '../../support/consistency/compare-crm.ts';
import type { HeldCrm, HeldDeal } from '../../support/consistency/held-crm.ts';
import type { KnownOnboarding, Ours } from '../../support/consistency/known.ts';
import type { Provider } from '../../support/consistency/mapping.ts';
import { PeoplesChanges } from '../../support/consistency/peoples-changes.ts';

const fields = {
  success_criteria: 'Fast',
  gangway_stage: 'live',
  gangway_progress: '60.0',
  gangway_health: 55,
  gangway_health_status: 'at_risk',
  gangway_renewal_date: '2027-01-31',
  onboarding_percent: '60',
  csm_health: 'Amber',
  acv: '120.5',
  contract_years: '2',
  customer_tier: 'Gold',
  rollout_notes: 'By phone',
  reason_bought: 'Orders',
  success_goal: 'Half the calls',
  onboarding_step: 'Live',
};
const company = { renewal_notice_on: '2026-11-02', onboarding_phase: 'Launch', csm_email: 'ana@a.example' };
const deal: HeldDeal = {
  id: '1',
  isWon: true,
  isDeleted: false,
  mergedInto: null,
  stage: 'Live',
  amount: 120.5,
  ownerEmail: 'tom@a.example',
  companyId: 'c1',
  fields,
  company,
};
const onboarding: KnownOnboarding = {
  id: 'o1',
  dealId: '1',
  cycle: 1,
  status: 'live',
  heldBy: null,
  amountCents: 12_050,
  ownerEmail: 'tom@a.example',
  csmEmail: 'ana@a.example',
  progress: 0.6,
  health: 55,
  healthStatus: 'at_risk',
  kickoffOn: null,
  targetGoLiveOn: null,
  renewalOn: '2027-01-31',
  phase: 'Launch',
  phases: ['prepare', 'kickoff', 'set-up'],
  termMonths: 24,
  segment: 'mid_market',
  handoff: { success_criteria: 'Half the calls' },
  dealFields: {
    success_criteria: 'Fast',
    '$handoff.implementation_notes': 'By phone',
    '$handoff.purchased_for': 'Orders',
  },
};
const renewal = { key: 'o1:renewal_deal:1', amount: 126.53, closeOn: '2027-01-31', ownerId: '7', stage: 'Upcoming' };
const record = {
  onboardingId: 'o1',
  dealId: '1',
  companyId: 'c1',
  fields: { gangway_stage: 'live', gangway_progress: 60 },
};
const crm = {
  deals: [deal],
  onboardings: [record],
  renewals: [renewal],
  references: ['n1', 'n2', 'o1:renewal_deal:1'],
};
const ours: Ours = {
  onboardings: [onboarding],
  values: [
    {
      objectType: 'deal',
      recordId: '1',
      field: 'gangway_blocked_by',
      value: '',
      state: 'written',
      whoWins: null,
    },
  ],
  lastWords: [],
  created: 3,
  renewals: [
    {
      key: 'o1:renewal_deal:1',
      onboardingId: 'o1',
      dealId: '1',
      amountCents: 12_653,
      closeOn: '2027-01-31',
      ownerId: '7',
    },
  ],
};

interface Case {
  provider?: Provider;
  deal?: Partial<HeldDeal>;
  fields?: HeldDeal['fields'];
  company?: HeldDeal['company'];
  known?: Partial<KnownOnboarding>;
  crm?: Partial<HeldCrm>;
  ours?: Partial<Ours>;
  /** what people set in the CRM last */
  set?: [field: string, value: string][];
}

function compare(differing: Case) {
  const changes = new PeoplesChanges();
  changes.wasWorth('1', 120.5);
  changes.set('c1', 'csm_email', 'ana@a.example');
  for (const [field, value] of differing.set ?? []) changes.set(field in company ? 'c1' : '1', field, value);
  const held = {
    ...deal,
    fields: { ...fields, ...differing.fields },
    company: { ...company, ...differing.company },
    ...differing.deal,
  };
  return compareCrm(
    { ...crm, provider: differing.provider ?? 'salesforce', deals: [held], ...differing.crm },
    { ...ours, onboardings: [{ ...onboarding, ...differing.known }], ...differing.ours },
    changes,
  );
}

const told = (differing: Case): [string, string][] =>
  Object.entries(compare(differing)).flatMap(([direction, { differences }]) =>
    differences.map((words): [string, string] => [direction, words]),
  );

const word = (field: string, result: string) => ({ objectType: 'deal', recordId: '1', field, result });
const held = { status: 'on_hold', heldBy: 'crm' } as const;

it.each<[string, Case]>([
  ['where both sides say the same', {}],
  ['in HubSpot, which has no records of onboardings', { provider: 'hubspot', crm: { onboardings: null } }],
  [
    'of a cycle that ended',
    {
      ours: {
        onboardings: [onboarding, { ...onboarding, id: 'o0', cycle: 0, status: 'cancelled' }],
      },
      crm: {
        onboardings: [
          record,
          { ...record, onboardingId: 'o0', fields: { ...record.fields, gangway_stage: 'cancelled' } },
        ],
      },
    },
  ],
  [
    'of a deal that was lost, with its onboarding held',
    {
      deal: { isWon: false },
      known: held,
      fields: { gangway_stage: 'on_hold', onboarding_step: 'Paused' },
      crm: { onboardings: [{ ...record, fields: { ...record.fields, gangway_stage: 'on_hold' } }] },
    },
  ],
  [
    'of the values of a deal that was deleted',
    {
      deal: { isDeleted: true },
      known: { ...held, amountCents: 1 },
      ours: { values: [{ ...word('acv', ''), value: 1, state: 'failed', whoWins: 'ours' }] },
    },
  ],
  [
    'where the CRM wins and the ledger says so',
    {
      fields: { csm_health: 'Green' },
      set: [['csm_health', 'Green']],
      ours: { lastWords: [word('csm_health', 'conflict_crm')] },
    },
  ],
  [
    'where nobody wins and it waits for a person',
    {
      company: { onboarding_phase: 'Theirs' },
      set: [['onboarding_phase', 'Theirs']],
      ours: {
        values: [
          {
            objectType: 'company',
            recordId: 'c1',
            field: 'onboarding_phase',
            value: 'Launch',
            state: 'failed',
            whoWins: 'nobody',
          },
        ],
      },
    },
  ],
])('says nothing %s', (_what, same) => {
  expect(told(same)).toEqual([]);
});

it('counts what it compared, and what stands by rule or waits', () => {
  const { to } = compare({
    fields: { csm_health: 'Green' },
    set: [['csm_health', 'Green']],
    ours: { lastWords: [word('csm_health', 'conflict_crm')] },
  });
  expect(to).toMatchObject({ compared: 5, theirs: 1, undecided: 0, differences: [] });
});

it.each<[string, Direction, Case, RegExp]>([
  ['a won deal without an onboarding', 'deal', { known: { dealId: '2' } }, /does not go on/],
  ['one that is held although its deal is won', 'deal', { known: held }, /does not go on/],
  ['one that goes on although its deal is lost', 'deal', { deal: { isWon: false } }, /is not won/],
  ['one that goes on although its deal is deleted', 'deal', { deal: { isDeleted: true } }, /is not won/],
  ['one that stayed with a merged deal', 'deal', { deal: { isDeleted: true, mergedInto: '9' } }, /was merged/],
  [
    'two of one cycle',
    'deal',
    { ours: { onboardings: [onboarding, { ...onboarding, id: 'o2', status: 'cancelled' }] } },
    /more than one/,
  ],
  [
    'two at once',
    'deal',
    { ours: { onboardings: [onboarding, { ...onboarding, id: 'o2', cycle: 2 }] } },
    /run at once/,
  ],
  ['another amount', 'deal', { deal: { amount: 1 } }, /amount/],
  ['another owner', 'deal', { deal: { ownerEmail: null } }, /owner/],
  ['another custom field', 'deal', { fields: { success_criteria: 'Slow' } }, /criteria/],
  ['another value of our own field', 'own', { fields: { gangway_progress: '61' } }, /61, wanted is 60/],
  ['what stands there of a cycle before', 'own', { fields: { gangway_kickoff_date: '2026-01-01' } }, /kickoff/],
  ['one that was written otherwise than we say', 'own', { fields: { gangway_blocked_by: 'IT' } }, /is IT/],
  [
    'a value that was not written',
    'own',
    { ours: { values: [{ ...word('x', ''), value: 1, state: 'failed', whoWins: null }] } },
    /is failed/,
  ],
  ['a mapped number', 'to', { fields: { onboarding_percent: '1' } }, /ours is 60/],
  ['a mapped option', 'to', { fields: { csm_health: 'Red' } }, /ours is Amber/],
  ['mapped money', 'to', { fields: { acv: '12050' } }, /ours is 120.5/],
  ['a mapped date', 'to', { company: { renewal_notice_on: '2027-01-31' } }, /ours is 2026-11-02/],
  [
    'what a person set although ours wins',
    'to',
    { fields: { acv: '7' }, set: [['acv', '7']], ours: { lastWords: [word('acv', 'conflict_crm')] } },
    /ours is 120.5/,
  ],
  [
    'what the CRM wins without a word in the ledger',
    'to',
    { fields: { csm_health: 'Red' }, set: [['csm_health', 'Red']] },
    /ours is Amber/,
  ],
  [
    'what the ledger says the CRM won, and nobody set',
    'to',
    { fields: { csm_health: 'Red' }, ours: { lastWords: [word('csm_health', 'conflict_crm')] } },
    /ours is Amber/,
  ],
  [
    'a conflict that nobody was told of',
    'to',
    { company: { onboarding_phase: 'X' }, set: [['onboarding_phase', 'X']] },
    /ours is Launch/,
  ],
  ['a number that feeds the plan', 'from', { fields: { contract_years: '3' } }, /so 36 here, and we have 24/],
  ['its default', 'from', { fields: { contract_years: '' } }, /so 12 here/],
  ['an option that feeds the plan', 'from', { fields: { customer_tier: 'Silver' } }, /so smb here/],
  ['a text of the handoff', 'from', { fields: { rollout_notes: '' } }, /By phone/],
  ['the CSM', 'from', { known: { csmEmail: 'tom@a.example' } }, /csm_email/],
  ['a field both ways that the CRM wins', 'both', { fields: { reason_bought: 'Else' } }, /Else there and Orders here/],
  ['a field both ways that we win', 'both', { fields: { success_goal: 'Fast' } }, /Fast there and Half/],
  ['the stage in a list', 'stages', { fields: { onboarding_step: 'Rollout' } }, /Rollout, wanted is Live/],
  [
    'the deal’s own stage',
    'stages',
    { provider: 'hubspot', crm: { onboardings: null }, deal: { stage: 'Rollout' } },
    /wanted is Live/,
  ],
  ['no record of an onboarding', 'records', { crm: { onboardings: [] } }, /has 0 records/],
  ['two records of one', 'records', { crm: { onboardings: [record, record] } }, /has 2 records/],
  ['a record of another deal', 'records', { crm: { onboardings: [{ ...record, dealId: '2' }] } }, /its deal/],
  [
    'a record with an older stage',
    'records',
    { crm: { onboardings: [{ ...record, fields: { ...record.fields, gangway_stage: 'handoff' } }] } },
    /its stage/,
  ],
  [
    'a record of nothing',
    'records',
    { crm: { onboardings: [record, { ...record, onboardingId: 'o9' }] } },
    /do not know/,
  ],
  ['a renewal’s amount', 'renewals', { crm: { renewals: [{ ...renewal, amount: 120.5 }] } }, /its amount/],
  ['a renewal’s close date', 'renewals', { crm: { renewals: [{ ...renewal, closeOn: '2027-02-01' }] } }, /close date/],
  ['a renewal’s owner', 'renewals', { crm: { renewals: [{ ...renewal, ownerId: '8' }] } }, /its owner/],
  ['a renewal that is not there', 'renewals', { crm: { renewals: [] } }, /there 0 times/],
  ['a live customer without one', 'renewals', { ours: { renewals: [] } }, /with 0 renewals/],
  [
    'a note or task that is there twice',
    'once',
    { crm: { references: ['n1', 'n1', 'n2', 'n3'] } },
    /n1 is there 2 times/,
  ],
  ['one that is missing', 'once', { crm: { references: ['n1', 'n2'] } }, /2 notes.*3/],
])('complains of %s', (_what, direction, differing, words) => {
  expect(told(differing).some(([where, said]) => where === direction && words.test(said))).toBe(true);
});

it('follows what people set through a merge: the other deal fills what is empty in the primary one', () => {
  const changes = new PeoplesChanges();
  for (const [deal, field, value] of [
    ['1', 'csm_health', 'Red'],
    ['2', 'csm_health', 'Green'],
    ['2', 'acv', '7'],
    ['2', 'success_goal', 'Theirs'],
  ] as const)
    changes.set(deal, field, value);
  // we wrote a goal into the primary one meanwhile
  changes.merged({ primary: '1', other: '2', into: '3' }, { csm_health: 'Red', acv: '', success_goal: 'Ours' });
  expect(['csm_health', 'acv', 'success_goal'].map((field) => changes.wasSetTo('3', field))).toEqual([
    'Red',
    '7',
    undefined,
  ]);
});
