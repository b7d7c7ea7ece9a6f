/** Amounts as vendors write them, and in the minor units that we count in. */
import { remembered } from './remembered.ts';

const digitsOf = remembered(
  (currency) =>
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2,
);

/** Decimals of a currency: 2 for EUR, 0 for JPY. */
const minorDigits = (currency: string | null): number =>
  currency && /^[A-Z]{3}$/i.test(currency) ? digitsOf(currency.toUpperCase()) : 2;

export function toMinorUnits(amount: string | null | undefined, currency: string | null): number | null {
  if (amount === null || amount === undefined || amount.trim() === '' || !Number.isFinite(Number(amount))) return null;
  return Math.round(Number(amount) * 10 ** minorDigits(currency));
}

export const toMajorUnits = (minor: number, currency: string | null): string => {
  const digits = minorDigits(currency);
  return (minor / 10 ** digits).toFixed(digits);
};
