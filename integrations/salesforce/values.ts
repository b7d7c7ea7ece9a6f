/** Between Salesforce's JSON and our values. */
import { z } from 'zod';
import type { CrmScalar } from '../../src/domain/model.ts';
import type { DescribedField } from './schemas.ts';
import type { Row } from './soql.ts';

const rowSchema = z.record(z.string(), z.unknown());
const scalarSchema = z.union([z.string(), z.number(), z.boolean()]);

/** `Account.Name` of a row; null where anything of it is missing or no plain value. */
export function valueAt(row: Row, column: string): string | number | boolean | null {
  const value = column.split('.').reduce<unknown>((held, part) => rowSchema.safeParse(held).data?.[part], row);
  return scalarSchema.safeParse(value).data ?? null;
}

/** As text, empty as null; moments as our instants. */
export function textAt(row: Row, column: string): string | null {
  const value = valueAt(row, column);
  if (value === null || value === '') return null;
  return typeof value === 'string' ? (instantIn(value) ?? value) : String(value);
}

export const numberAt = (row: Row, column: string): number | null => {
  const value = valueAt(row, column);
  return typeof value === 'number' ? value : null;
};
export const isTrueAt = (row: Row, column: string): boolean => valueAt(row, column) === true;

/** `2026-03-01T09:30:00.000+0000`, which JavaScript reads only with a colon in the zone. */
function instantIn(text: string): string | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|([+-]\d\d):?(\d\d))$/.exec(text);
  if (!match) return null;
  const [, moment = '', hours = '+00', minutes = '00'] = match;
  return new Date(`${moment}${hours}:${minutes}`).toISOString();
}

export const idAt = (row: Row, column = 'Id'): string => textAt(row, column) ?? '';

/** JSON of the field's own type: a date as text, a number as a number, with the decimals that are kept; what is empty clears. */
export function toSalesforce(value: CrmScalar, { type, scale }: Pick<DescribedField, 'type' | 'scale'>): CrmScalar {
  if (value === null || value === '') return type === 'boolean' ? false : null;
  switch (type) {
    case 'double':
    case 'int':
    case 'long':
    case 'currency':
    case 'percent':
      return typeof value === 'boolean' || Number.isNaN(Number(value)) ? value : toScale(Number(value), scale);
    case 'boolean':
      return typeof value === 'string' ? value === 'true' : value;
    case 'date':
      return typeof value === 'string' ? value.slice(0, 10) : value;
    default:
      return typeof value === 'boolean' ? value : String(value);
  }
}

const toScale = (number: number, scale: number | undefined): number =>
  scale === undefined ? number : Number(number.toFixed(scale));

/** Numbers by their value, moments however their zone is written. `wanted` as `toSalesforce` makes it. */
export function isSameValue(held: string | null, wanted: CrmScalar): boolean {
  if (wanted === null) return held === null;
  if (typeof wanted === 'number') return held !== null && Number(held) === wanted;
  return held === String(wanted) || (held !== null && instantIn(String(wanted)) === held);
}
