import { describe, expect, it } from 'vitest';
import { amendmentsOf } from '../../../src/domain/deal-amendment.ts';
import { choosePlaybook } from '../../../src/domain/choose-playbook.ts';
import { type ConditionFacts, describeCondition, holds } from '../../../src/domain/condition.ts';
import type { Playbook } from '../../../src/domain/playbook.ts';
import { deal, playbook } from './fixtures.ts';

const noRenewal = {
  when: { field: 'dealType', is: ['renewal', 'existingbusiness'] },
  why: 'A renewal is no new customer',
  start: false,
  priority: 100,
};
const standard = playbook([], {
  key: 'standard',
  name: 'Standard',
  selection: [noRenewal, { when: { all: [] }, why: 'everything else', start: true, priority: 0 }],
});
const enterprise: Playbook = playbook([], {
  key: 'enterprise',
  name: 'Enterprise',
  selection: [
    noRenewal,
    {
      when: {
        any: [
          { field: 'segment', is: 'enterprise' },
          { field: 'amount', atLeast: 100_000 },
        ],
      },
      why: 'large customers',
      start: true,
      priority: 10,
    },
  ],
});

describe('choosePlaybook', () => {
  it('takes the highest priority that fits', () => {
    expect(choosePlaybook(deal(), [enterprise, standard])).toMatchObject({
      start: true,
      playbook: { key: 'standard' },
    });
    expect(choosePlaybook(deal({ segment: ' ENTERPRISE ' }), [standard, enterprise])).toMatchObject({
      start: true,
      playbook: { key: 'enterprise' },
    });
    expect(choosePlaybook(deal({ amountCents: 10_000_000 }), [standard, enterprise])).toMatchObject({
      start: true,
      playbook: { key: 'enterprise' },
    });
  });
  it('starts none for a renewal, with the reason, whatever the segment', () => {
    expect(choosePlaybook(deal({ dealType: 'renewal', segment: 'enterprise' }), [standard, enterprise])).toEqual({
      start: false,
      because: 'rule',
      why: 'A renewal is no new customer',
    });
  });
  it('says what it knows of a deal that nothing fits', () => {
    expect(choosePlaybook(deal({ amountCents: 100 }), [{ ...enterprise }])).toMatchObject({
      start: false,
      because: 'no_match',
      why: expect.stringContaining('segment mid-market'),
    });
    expect(choosePlaybook(deal(), [])).toMatchObject({ start: false, because: 'no_match' });
  });
  it('among equals goes with the one that starts none', () => {
    const never = { ...standard, key: 'z', selection: [{ when: { all: [] }, why: 'no', start: false, priority: 0 }] };
    expect(choosePlaybook(deal(), [standard, never])).toMatchObject({ start: false, why: 'no' });
  });
});

describe('conditions', () => {
  const facts: ConditionFacts = {
    deal: deal({ products: ['Core', 'SSO'], fields: { industry: 'Banking' } }),
    country: 'DE',
    handoff: { goal: 'Close books in 3 days' },
  };
  it.each([
    [{ field: 'product', is: 'sso' }, true],
    [{ field: 'product', matches: '^ss' }, true],
    [{ field: 'fields.industry', is: ['banking', 'insurance'] }, true],
    [{ field: 'fields.unknown', present: false }, true],
    [{ field: 'fields.unknown', is: '' }, false],
    [{ field: 'handoff.goal', matches: 'books' }, true],
    [{ field: 'country', is: 'DE' }, true],
    [{ field: 'amount', atLeast: 48_000, atMost: 48_000 }, true],
    [{ field: 'term', atMost: 6 }, false],
    [{ not: { field: 'currency', is: 'EUR' } }, false],
    [{ any: [] }, false],
    [{ all: [] }, true],
  ])('%j is %s', (condition, expected) => expect(holds(condition, facts)).toBe(expected));

  it('knows that a yen has no smaller unit', () => {
    const inYen = { ...facts, deal: deal({ amountCents: 1_000_000, currency: 'JPY' }) };
    expect(holds({ field: 'amount', atLeast: 1_000_000, atMost: 1_000_000 }, inYen)).toBe(true);
    expect(
      amendmentsOf(
        deal({ amountCents: 1_000_000, currency: 'JPY' }),
        deal({ amountCents: 1_250_000, currency: 'JPY' }),
      ),
    ).toEqual(['amount 1,000,000 JPY → 1,250,000 JPY']);
  });

  it('reads as a sentence', () => {
    expect(
      describeCondition({
        all: [{ field: 'segment', is: ['a', 'b'] }, { not: { field: 'handoff.goal', present: true } }],
      }),
    ).toBe('segment is a or b and not handoff goal is filled');
    expect(describeCondition(null)).toBe('always');
  });
});
