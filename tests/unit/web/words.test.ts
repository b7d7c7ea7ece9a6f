import { describe, expect, test } from 'vitest';
import { conditionWords, rungWords } from '../../../src/web/console/playbooks/playbook-words.ts';
import { ledgerSearch, portfolioSearch } from '../../../src/web/search-params.ts';
import { money, percent, plural, roleWords } from '../../../src/web/ui/words.ts';

test('roles are said as people say them', () => {
  expect(roleWords('team.csm')).toBe('CSM');
  expect(roleWords('team.implementation_manager')).toBe('Implementation manager');
  expect(roleWords('customer.it_lead')).toBe('Customer IT lead');
  expect(roleWords('crm.owner')).toBe('CRM owner');
});

test('counts, shares and money', () => {
  expect(plural(1, 'task')).toBe('1 task');
  expect(plural(3, 'task')).toBe('3 tasks');
  expect(percent(0.426)).toBe('43 %');
  expect(money(9_600_000, 'EUR')).toBe('€96,000');
  expect(money(9_600_000, null)).toBe('96,000');
  expect(money(4_200_000, 'JPY')).toBe('JP¥4,200,000');
});

describe('playbook rules', () => {
  test('a condition reads as a sentence', () => {
    expect(conditionWords({ all: [] })).toBe('every other deal');
    expect(conditionWords({ field: 'dealType', is: ['renewal', 'existingbusiness'] })).toBe(
      'dealType is renewal or existingbusiness',
    );
    expect(
      conditionWords({
        not: {
          any: [
            { field: 'amount', atLeast: 5000 },
            { field: 'segment', present: false },
          ],
        },
      }),
    ).toBe('not (amount is at least 5000 or segment is empty)');
    expect(conditionWords({ field: 'product', matches: String.raw`\b(sso|single sign-on|saml)\b` })).toBe(
      'product mentions sso, single sign-on or saml',
    );
  });

  test('a rung says when, what and to whom', () => {
    expect(rungWords({ at: -2, kind: 'reminder', to: 'owner', orElse: null, repeatEvery: null })).toEqual({
      when: '2 business days before',
      what: 'Remind: the owner',
    });
    expect(rungWords({ at: 5, kind: 'escalation', to: 'team.manager', orElse: 'team.csm', repeatEvery: 5 })).toEqual({
      when: '5 business days after, then every 5 business days',
      what: 'Escalate: Manager, or CSM',
    });
  });
});

test('addresses keep what is known and drop the rest', () => {
  expect(portfolioSearch({ status: 'active', health: 'purple', sort: 'name', mine: 'true' })).toEqual({
    status: 'active',
    health: undefined,
    search: undefined,
    sort: 'name',
    mine: undefined,
  });
  expect(ledgerSearch({ direction: 'sideways', result: 'failed' })).toEqual({ direction: undefined, result: 'failed' });
});
