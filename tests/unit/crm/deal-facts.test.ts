import { expect, it } from 'vitest';
import type { DealSnapshot } from '../../../integrations/ports.ts';
import { dealFacts } from '../../../src/usecases/crm/deal-facts.ts';

const deal: DealSnapshot = {
  dealId: '1',
  name: 'Harbor',
  pipelineId: 'p',
  stageId: 'won',
  stageLabel: 'Won',
  isWon: true,
  isClosed: true,
  canonicalDealId: '1',
  mergedDealIds: [],
  amountCents: null,
  currency: null,
  dealType: null,
  closeOn: null,
  createdAt: null,
  wonAt: null,
  modifiedAt: '2026-03-01T00:00:00.000Z',
  owner: null,
  changedBy: null,
  company: null,
  contacts: [],
  lineItems: [],
  notes: [],
  fields: {},
  url: 'https://crm.example/1',
};

it.each([
  ['2026-03-01T23:30:00.000Z', 'Europe/Berlin', '2026-03-02'],
  ['2026-03-02T03:30:00.000Z', 'America/New_York', '2026-03-01'],
  ['2026-03-02T00:00:00.000Z', 'America/New_York', '2026-03-02'],
  ['2026-03-02', 'America/New_York', '2026-03-02'],
  [null, 'Europe/Berlin', null],
])('a deal that closes at %s closes, for a company in %s, on %s', (closeOn, timezone, day) => {
  expect(dealFacts({ ...deal, closeOn }, undefined, timezone).closeOn).toBe(day);
});
