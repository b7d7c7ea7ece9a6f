/** Amounts as vendors write them, and in the minor units that we count in. */
import { inMajorUnits, inMinorUnits, minorDigits } from '../src/domain/money.ts';

export function toMinorUnits(amount: string | null | undefined, currency: string | null): number | null {
  if (amount === null || amount === undefined || amount.trim() === '' || !Number.isFinite(Number(amount))) return null;
  return inMinorUnits(Number(amount), currency);
}

export const toMajorUnits = (minor: number, currency: string | null): string =>
  inMajorUnits(minor, currency).toFixed(minorDigits(currency));
