/** What differs between two reads of a deal, where a plan was already built on the first. */
import type { DealFacts } from './model.ts';
import { inMajorUnits } from './money.ts';

const money = (minor: number | null, currency: string | null): string =>
  minor === null
    ? 'none'
    : `${inMajorUnits(minor, currency).toLocaleString('en-GB', { maximumFractionDigits: 2 })}${currency === null ? '' : ` ${currency}`}`;

const list = (items: readonly string[]): string => items.map((item) => `“${item}”`).join(', ');

/** Amount, products, term and wished go-live, as sentence parts; empty when none of them changed. */
export const amendmentsOf = (before: DealFacts, after: DealFacts): string[] => {
  const parts: string[] = [];
  if (before.amountCents !== after.amountCents)
    parts.push(`amount ${money(before.amountCents, before.currency)} → ${money(after.amountCents, after.currency)}`);
  const added = after.products.filter((product) => !before.products.includes(product));
  const removed = before.products.filter((product) => !after.products.includes(product));
  if (added.length > 0) parts.push(`added ${list(added)}`);
  if (removed.length > 0) parts.push(`removed ${list(removed)}`);
  if (before.termMonths !== after.termMonths)
    parts.push(`term ${before.termMonths ?? 'unknown'} → ${after.termMonths ?? 'unknown'} months`);
  if (before.wishedGoLiveOn !== after.wishedGoLiveOn)
    parts.push(`wished go-live ${before.wishedGoLiveOn ?? 'none'} → ${after.wishedGoLiveOn ?? 'none'}`);
  return parts;
};
