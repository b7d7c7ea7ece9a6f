import { expect, test } from 'vitest';
import { cautionOf } from '../../../src/domain/mapping/caution.ts';

const entry = (ours: string, field: string, direction: 'to_crm' | 'from_crm' | 'both' = 'to_crm') => ({
  ours,
  field,
  direction,
});

test.each([
  ['health into a field of money', entry('health', 'hs_acv'), /no money/],
  ['health into Salesforce’s expected revenue', entry('health', 'ExpectedRevenue'), /no money/],
  ['anything into a field of our own', entry('health', 'gangway_progress'), /takes the place/],
  ['money into a field of money', entry('contract_value', 'hs_acv'), null],
  ['health into a field of theirs', entry('health', 'csm_health'), null],
  ['what is only read', entry('contract_start', 'closedate', 'from_crm'), null],
])('%s', (_what, given, says) => {
  const said = cautionOf(given);
  if (says === null) expect(said).toBeNull();
  else expect(said).toMatch(says);
});
