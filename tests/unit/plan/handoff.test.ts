import { expect, it } from 'vitest';
import { handoffGaps, handoffValue } from '../../../src/domain/handoff.ts';
import type { HandoffField } from '../../../src/domain/playbook.ts';
import { wantedDealFields } from '../../../src/usecases/crm/deal-facts.ts';
import { deal, playbook } from './fixtures.ts';

const field = (key: string, crm: HandoffField['crm']): HandoffField => ({
  key,
  label: key,
  help: null,
  required: true,
  crm,
});
const industry = field('industry', { object: 'company', field: 'industry' });
const ofDeal = field('goal', { object: 'deal', field: 'industry' });
const book = playbook([], { handoff: { fields: [industry, ofDeal], ladder: 'handoff' } });

it('asks the CRM for what stands at the company, apart from a deal’s field of that name', () => {
  expect(wantedDealFields([book])).toEqual(expect.arrayContaining(['company.industry', 'industry']));
});

it('takes it as given once the company has it', () => {
  const onboarding = { handoff: {}, deal: deal({ fields: { 'company.industry': 'RETAIL' } }) };
  expect(handoffValue(industry, onboarding)).toBe('RETAIL');
  expect(handoffGaps(onboarding, book)).toEqual([ofDeal]);
  expect(handoffValue(industry, { ...onboarding, handoff: { industry: 'Retail' } })).toBe('Retail');
});
