/** What the ledger shows of a value, in the words of those who read it. */
import { expect, it } from 'vitest';
import { asWritten, inWords, isNotWritten } from '../../../src/web/console/ledger/value-words.ts';

it('tells a day as people write it, and names what is empty', () => {
  expect(inWords('2027-11-22')).toBe('22 Nov 2027');
  expect(inWords(null)).toBe('empty');
  expect(inWords(['sso', 'api'])).toBe('sso, api');
});

it('tells of what was made in the CRM what stands in it, and exactly on request', () => {
  const renewal = {
    kind: 'crm_renewal_deal',
    name: 'Acme – renewal 2027',
    pipeline: 'Renewals',
    stage: 'Upcoming',
    closeOn: '2027-11-22',
    amountCents: 2400000,
  };
  expect(inWords(renewal)).toBe('Acme – renewal 2027: Renewals, Upcoming, closes 22 Nov 2027');
  expect(asWritten(renewal)).toContain('"amountCents":2400000');
  expect(inWords({ kind: 'crm_note', body: 'Acme went live.' })).toBe('Acme went live.');
  const task = { kind: 'crm_task', subject: 'Check in', dueAt: '2026-12-22T09:00:00Z', dueOn: '2026-12-22' };
  expect(inWords(task)).toBe('Check in, due 22 Dec 2026');
});

it('draws no change where the CRM’s value stays: ours was not written', () => {
  const drawn = (direction: 'out' | 'in' | 'drift', result: string): boolean => !isNotWritten({ direction, result });
  expect(['conflict_crm', 'failed', 'rehearsed'].filter((result) => drawn('out', result))).toEqual([]);
  expect(['written', 'created', 'unchanged', 'conflict_ours'].filter((result) => !drawn('out', result))).toEqual([]);
  // drift tells what became of ours in the CRM, whoever won
  expect([drawn('drift', 'conflict_crm'), drawn('in', 'conflict_crm')]).toEqual([true, true]);
});
