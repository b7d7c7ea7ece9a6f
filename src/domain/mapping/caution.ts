/** What a mapping may do and hardly means to: said, not refused. */
import { ourValue } from './catalogue.ts';
import { type MappingEntry, writes } from './model.ts';

/** what forecasts and commissions are worked out from, as both CRMs spell it */
const money = new Set(['hs_acv', 'hs_arr', 'hs_mrr', 'hs_tcv', 'expectedrevenue', 'annualrevenue']);

/** Fields that Gangway writes without being asked. */
export const isOwnField = (name: string): boolean => /^gangway_/i.test(name);

/** @returns a sentence for who edits the entry; null: nothing to say */
export const cautionOf = (entry: Pick<MappingEntry, 'ours' | 'field' | 'direction'>): string | null => {
  const ours = ourValue(entry.ours);
  if (!writes(entry) || ours === null) return null;
  const field = entry.field.toLowerCase();
  if (isOwnField(entry.field))
    return 'Gangway writes this field itself; the entry takes the place of what it would write.';
  if (money.has(field) && ours.type !== 'money')
    return `${ours.label} is no money: forecasts and commissions are worked out from this field.`;
  return null;
};
