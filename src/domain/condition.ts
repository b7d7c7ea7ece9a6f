/** Conditions over a deal, as playbooks use them to choose, include and leave out. */
import type { DealFacts } from './model.ts';
import { inMajorUnits } from './money.ts';
import type { Condition } from './playbook.ts';

export interface ConditionFacts {
  deal: DealFacts;
  /** ISO country of the customer */
  country: string | null;
  /** sales handoff values by key */
  handoff: Record<string, string>;
}

type FieldCondition = Extract<Condition, { field: string }>;

/** Field names besides `fields.<crm name>` and `handoff.<key>`. Amounts are in whole currency units, terms in months. */
export const conditionFields = [
  'name',
  'dealType',
  'segment',
  'region',
  'country',
  'product',
  'amount',
  'currency',
  'term',
] as const;

const present = (values: (string | number | null | undefined)[]): (string | number)[] =>
  values.filter((value): value is string | number => value !== null && value !== undefined && value !== '');

const valuesOf = (field: string, { deal, country, handoff }: ConditionFacts): (string | number)[] => {
  if (field.startsWith('fields.')) return present([deal.fields[field.slice('fields.'.length)]]);
  if (field.startsWith('handoff.')) return present([handoff[field.slice('handoff.'.length)]]);
  switch (field) {
    case 'name':
      return present([deal.name]);
    case 'dealType':
      return present([deal.dealType]);
    case 'segment':
      return present([deal.segment]);
    case 'region':
      return present([deal.region]);
    case 'country':
      return present([country]);
    case 'product':
      return present(deal.products);
    case 'amount':
      return present([deal.amountCents === null ? null : inMajorUnits(deal.amountCents, deal.currency)]);
    case 'currency':
      return present([deal.currency]);
    case 'term':
      return present([deal.termMonths]);
    default:
      return [];
  }
};

const plain = (value: string | number): string => String(value).trim().toLowerCase();
const maxMatchedLength = 1000;

const holdsField = (condition: FieldCondition, facts: ConditionFacts): boolean => {
  const values = valuesOf(condition.field, facts);
  if (condition.present !== undefined && values.length > 0 !== condition.present) return false;
  const { is, atLeast, atMost, matches } = condition;
  if (is !== undefined) {
    const wanted = (Array.isArray(is) ? is : [is]).map(plain);
    if (!values.some((value) => wanted.includes(plain(value)))) return false;
  }
  if (atLeast !== undefined && !values.some((value) => Number(value) >= atLeast)) return false;
  if (atMost !== undefined && !values.some((value) => Number(value) <= atMost)) return false;
  if (matches !== undefined) {
    const pattern = new RegExp(matches, 'iu');
    if (!values.some((value) => pattern.test(String(value).slice(0, maxMatchedLength)))) return false;
  }
  return true;
};

/**
 * Does the condition hold? Texts compare without case and outer spaces; a field without value fulfils nothing
 * but `present: false`; of several values (products) one suffices.
 */
export const holds = (condition: Condition | null, facts: ConditionFacts): boolean => {
  if (condition === null) return true;
  if ('all' in condition) return condition.all.every((part) => holds(part, facts));
  if ('any' in condition) return condition.any.some((part) => holds(part, facts));
  if ('not' in condition) return !holds(condition.not, facts);
  return holdsField(condition, facts);
};

const inWords = (condition: FieldCondition): string => {
  const { field, is, atLeast, atMost, matches, present: isPresent } = condition;
  const name = field.replace(/^fields\./, 'CRM field ').replace(/^handoff\./, 'handoff ');
  const parts: string[] = [];
  if (isPresent !== undefined) parts.push(isPresent ? 'is filled' : 'is empty');
  if (is !== undefined) parts.push(`is ${(Array.isArray(is) ? is : [is]).join(' or ')}`);
  if (atLeast !== undefined) parts.push(`is at least ${atLeast}`);
  if (atMost !== undefined) parts.push(`is at most ${atMost}`);
  if (matches !== undefined) parts.push(`matches "${matches}"`);
  return `${name} ${parts.join(' and ')}`;
};

/** The condition as a sentence part: "segment is enterprise and amount is at least 50000". */
export const describeCondition = (condition: Condition | null): string => {
  if (condition === null) return 'always';
  if ('all' in condition)
    return condition.all.length === 0 ? 'always' : condition.all.map(describeCondition).join(' and ');
  if ('any' in condition) return `(${condition.any.map(describeCondition).join(' or ')})`;
  if ('not' in condition) return `not ${describeCondition(condition.not)}`;
  return inWords(condition);
};
