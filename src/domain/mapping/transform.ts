/** How a value changes on its way. Pure; text, numbers and dates go in as they are held, a wrong one comes out as null. */
import { addDays, isLocalDate } from '../local-date.ts';
import type { CrmScalar } from '../model.ts';
import { inMajorUnits, inMinorUnits, minorDigits } from '../money.ts';
import type { Transform } from './model.ts';

const isEmpty = (value: CrmScalar): boolean => value === null || value === '';

const numberOf = (value: CrmScalar): number | null => {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() ? Number(value) : NaN;
  return Number.isFinite(number) ? number : null;
};
const rounded = (number: number, decimals: number): number => Number(number.toFixed(decimals));

const shifted = (value: CrmScalar, days: number): CrmScalar =>
  typeof value === 'string' && isLocalDate(value) ? addDays(value, days) : null;

/** The value as it goes out. An empty one stays empty. */
export const carry = (transform: Transform, value: CrmScalar, currency: string | null): CrmScalar => {
  if (isEmpty(value)) return null;
  switch (transform.kind) {
    case 'none':
      return value;
    case 'shift_days':
      return shifted(value, transform.days);
    case 'values':
      return Object.hasOwn(transform.values, String(value))
        ? (transform.values[String(value)] ?? null)
        : transform.otherwise;
    case 'template':
      return `${transform.before}${String(value)}${transform.after}`;
    case 'scale': {
      const number = numberOf(value);
      return number === null ? null : rounded(number * transform.by, transform.decimals);
    }
    case 'major_units': {
      const minor = numberOf(value);
      return minor === null ? null : rounded(inMajorUnits(minor, currency), minorDigits(currency));
    }
  }
};

/** What went out as it was before: `carryBack(t, carry(t, v))` is `v` wherever `isInvertible`. */
export const carryBack = (transform: Transform, value: CrmScalar, currency: string | null): CrmScalar => {
  if (isEmpty(value)) return null;
  switch (transform.kind) {
    case 'none':
      return value;
    case 'shift_days':
      return shifted(value, -transform.days);
    case 'values':
      return Object.entries(transform.values).find(([, theirs]) => theirs === String(value))?.[0] ?? null;
    case 'template': {
      const { before, after } = transform;
      const text = String(value);
      const isWhole = text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
      return isWhole ? text.slice(before.length, text.length - after.length) : null;
    }
    case 'scale': {
      const number = numberOf(value);
      return number === null ? null : number / transform.by;
    }
    case 'major_units': {
      const major = numberOf(value);
      return major === null ? null : inMinorUnits(major, currency);
    }
  }
};

/** Whether nothing is lost on the way out, so that a field may go both ways. */
export const isInvertible = (transform: Transform): boolean => {
  switch (transform.kind) {
    case 'none':
    case 'shift_days':
    case 'template':
    case 'major_units':
      return true;
    case 'values': {
      const theirs = Object.values(transform.values);
      return transform.otherwise === null && new Set(theirs).size === theirs.length;
    }
    case 'scale':
      // rounding loses what it rounds away
      return false;
  }
};
