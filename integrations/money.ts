/** Amounts as vendors write them, and in the minor units that we count in. */
import { minorDigits } from '../src/domain/money.ts';

export function toMinorUnits(amount: string | null | undefined, currency: string | null): number | null {
  if (amount === null || amount === undefined || amount.trim() === '' || !Number.isFinite(Number(amount))) return null;
  return Math.round(Number(amount) * 10 ** minorDigits(currency));
}

export const toMajorUnits = (minor: number, currency: string | null): string => {
  const digits = minorDigits(currency);
  return (minor / 10 ** digits).toFixed(digits);
};
