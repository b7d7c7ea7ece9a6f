import type { DealFacts } from './model.ts';

/** A deal of which nothing but the name is known. */
export const emptyDeal = (name: string): DealFacts => ({
  name,
  amountCents: null,
  currency: null,
  dealType: null,
  segment: null,
  region: null,
  products: [],
  closeOn: null,
  contractStartOn: null,
  termMonths: null,
  wishedGoLiveOn: null,
  fields: {},
});
