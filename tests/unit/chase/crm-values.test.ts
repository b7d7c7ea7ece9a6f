import { describe, expect, it } from 'vitest';
import { advance } from '../../../src/domain/advance.ts';
import { crmFieldDefinitions, wantedCrmValues } from '../../../src/domain/crm-values.ts';
import type { OnboardingState } from '../../../src/domain/model.ts';
import { milestone } from '../plan/fixtures.ts';
import { at, book, monday, running } from './world.ts';

const connected = (over: Partial<OnboardingState['onboarding']> = {}): OnboardingState => {
  const given = running({
    account: { crmId: 'company-1' },
    milestones: [milestone('m', 'p', { name: 'First team live', targetOn: '2026-03-20' })],
  });
  return {
    ...given,
    onboarding: {
      ...given.onboarding,
      connectionId: 'c',
      dealId: 'd',
      wonAt: monday,
      progress: 0.254,
      health: 70,
      healthStatus: 'at_risk',
      ...over,
    },
  };
};
const mapped = {
  ...book(),
  crm: {
    stages: { active: 'Onboarding', live: 'Live' },
    renewal: null,
    fields: { progress: { object: 'company' as const, field: 'onboarding_percent' } },
  },
};
const wanted = (state: OnboardingState) => wantedCrmValues({ state, playbook: mapped, publicUrl: 'https://g.test' });

it('says what the deal and company should hold, each with a reason', () => {
  const { changed } = wanted(connected());
  const byField = Object.fromEntries(changed.map(({ objectType, field, value }) => [`${objectType}.${field}`, value]));
  expect(byField).toMatchObject({
    'deal.gangway_stage': 'in_progress',
    'deal.gangway_progress': 25,
    'deal.gangway_health': 70,
    'deal.gangway_health_status': 'at_risk',
    'deal.gangway_kickoff_date': '2026-03-02',
    'deal.gangway_next_milestone': 'First team live (2026-03-20)',
    'deal.dealstage': 'stage:Onboarding',
    'deal.gangway_onboarding_url': expect.stringMatching(/^https:\/\/g\.test\/console\/onboardings\//),
    'company.gangway_customer_status': 'onboarding',
    'company.onboarding_percent': 25,
  });
  expect(changed.every(({ why }) => why.length > 5)).toBe(true);
  expect(
    changed.filter(({ objectType }) => objectType === 'company').every(({ recordId }) => recordId === 'company-1'),
  ).toBe(true);
  expect(byField).not.toHaveProperty('deal.gangway_go_live_date');
});

it('wants only what differs from what was wanted last, empty values included', () => {
  const first = wanted(connected());
  const blocked = connected({ crmWanted: first.wanted });
  expect(wanted(blocked).changed).toEqual([]);
  const blockers = [
    {
      id: 'b',
      onboardingId: 'o',
      taskId: 't',
      milestoneId: null,
      what: 'the key',
      side: 'customer' as const,
      personId: 'sponsor',
      expectedOn: '2026-03-20',
      openedAt: monday,
      openedById: null,
      resolvedAt: null,
      resolvedById: null,
      resolution: null,
      chase: {},
    },
  ];
  const second = wanted({ ...blocked, blockers });
  expect(second.changed).toEqual([
    expect.objectContaining({ field: 'gangway_blocked_by', value: 'the key (sponsor, expected 2026-03-20)' }),
  ]);
  expect(wanted(connected({ crmWanted: second.wanted })).changed).toEqual([
    expect.objectContaining({ field: 'gangway_blocked_by', value: '' }),
  ]);
});

describe('nothing is wanted', () => {
  it.each([
    ['without a deal', connected({ dealId: null })],
    ['without a connection', connected({ connectionId: null })],
    ['for a deal that is gone', connected({ problems: [{ code: 'deal_deleted', message: 'gone', fixBy: '' }] })],
  ])('%s', (_, state) => expect(wanted(state).changed).toEqual([]));

  it('of a company that the CRM does not have', () => {
    expect(
      wanted({ ...connected(), account: { crmId: null } }).changed.some(({ objectType }) => objectType === 'company'),
    ).toBe(false);
  });

  it('of the stage of a deal that the CRM took back', () => {
    expect(wanted(connected({ status: 'on_hold', heldBy: 'crm' })).changed.map(({ field }) => field)).not.toContain(
      'dealstage',
    );
  });
});

it('defines every field that it writes, once', () => {
  const live = connected({
    status: 'live',
    liveAt: at('2026-03-20'),
    firstValueAt: at('2026-03-18'),
    renewalOn: '2027-03-01',
    targetGoLiveOn: '2026-03-20',
    forecast: { p50: '2026-03-20', p80: '2026-03-23', criticalTaskIds: [], basis: 'a guess' },
    healthBaseline: { score: 80, status: 'on_track', reasons: [], at: at('2026-03-20') },
  });
  const names = crmFieldDefinitions.map(({ object, name }) => `${object}.${name}`);
  expect(new Set(names).size).toBe(names.length);
  const written = wanted(live).changed.filter(({ field }) => field.startsWith('gangway_'));
  expect(written.length).toBeGreaterThan(15);
  for (const { objectType, field, value } of written) {
    const definition = crmFieldDefinitions.find(({ object, name }) => object === objectType && name === field);
    expect(definition, `${objectType}.${field}`).toBeDefined();
    if (definition?.type === 'enumeration') expect(definition.options.map((option) => option.value)).toContain(value);
    if (definition?.type === 'date') expect(value).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    if (definition?.type === 'number') expect(value).toBeTypeOf('number');
  }
});

it('is kept in the onboarding, so that the next pass writes nothing', () => {
  const first = advance(connected(), { now: monday, playbook: mapped, publicUrl: 'https://g.test' });
  expect(first.crmValues.length).toBeGreaterThan(5);
  expect(advance(first.state, { now: monday, playbook: mapped, publicUrl: 'https://g.test' }).crmValues).toEqual([]);
});
