/** The checker of the consistency runs can complain: of each kind of difference, and of none where there is none. */
import { expect, it } from 'vitest';
import {
  differences,
  type HeldCrm,
  type HeldDeal,
  type KnownOnboarding,
  type WantedValue,
} from '../../support/consistency/compare-crm.ts';

const deal: HeldDeal = {
  id: '1',
  isWon: true,
  isDeleted: false,
  amount: 120.5,
  ownerEmail: 'ana@a.example',
  successCriteria: 'Fast',
};
const fields = new Map([['deal:1', { gangway_progress: '60.0' }]]);
const crm = (held: HeldDeal, references: string[] = ['n1', 'n2']): HeldCrm => ({ deals: [held], fields, references });
const onboarding: KnownOnboarding = {
  id: 'o1',
  dealId: '1',
  cycle: 1,
  status: 'draft',
  heldBy: null,
  amountCents: 12_050,
  ownerEmail: 'ana@a.example',
  successCriteria: 'Fast',
};
const value: WantedValue = {
  objectType: 'deal',
  recordId: '1',
  field: 'gangway_progress',
  value: 60,
  state: 'written',
};

it('says nothing where both sides say the same', () => {
  expect(
    differences(crm(deal), [onboarding, { ...onboarding, id: 'o0', cycle: 0, status: 'cancelled' }], [value]),
  ).toEqual([]);
  expect(
    differences(crm({ ...deal, isWon: false }), [{ ...onboarding, status: 'on_hold', heldBy: 'crm' }], []),
  ).toEqual([]);
  expect(differences(crm({ ...deal, isDeleted: true }), [], [{ ...value, state: 'failed' }])).toEqual([]);
});

it.each<[string, HeldDeal, KnownOnboarding[], WantedValue[], RegExp]>([
  ['a won deal without an onboarding', deal, [], [], /does not go on/],
  [
    'one that is held although its deal is won',
    deal,
    [{ ...onboarding, status: 'on_hold', heldBy: 'crm' }],
    [],
    /does not go on/,
  ],
  ['one that goes on although its deal is lost', { ...deal, isWon: false }, [onboarding], [], /is not won/],
  ['two of one cycle', deal, [onboarding, { ...onboarding, id: 'o2', status: 'cancelled' }], [], /more than one/],
  ['two at once', deal, [onboarding, { ...onboarding, id: 'o2', cycle: 2 }], [], /run at once/],
  ['another amount', { ...deal, amount: 1 }, [onboarding], [], /amount/],
  ['another owner', { ...deal, ownerEmail: null }, [onboarding], [], /owner/],
  ['another custom field', { ...deal, successCriteria: 'Slow' }, [onboarding], [], /criteria/],
  ['another value', deal, [onboarding], [{ ...value, value: 61 }], /60.0, wanted is 61/],
  ['a value of a record that is not there', deal, [onboarding], [{ ...value, objectType: 'company' }], /wanted is 60/],
  ['a value that was not written', deal, [onboarding], [{ ...value, state: 'failed' }], /is failed/],
])('complains of %s', (_what, held, known, values, words) => {
  const found = differences(crm(held), known, values);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(words);
});

it('complains of a note or task that is there twice', () => {
  expect(differences(crm(deal, ['n1', 'n1']), [onboarding], [])).toEqual(['n1 is there 2 times']);
});
