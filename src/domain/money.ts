const known = new Map<string, number>();

/** Decimals of a currency: 2 for EUR, 0 for JPY; 2 where it is unknown. Building Intl objects takes a millisecond. */
export const minorDigits = (currency: string | null): number => {
  if (currency === null || !/^[A-Z]{3}$/i.test(currency)) return 2;
  const code = currency.toUpperCase();
  const digits =
    known.get(code) ??
    new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits ??
    2;
  if (known.size < 1_000) known.set(code, digits);
  return digits;
};

/** Amounts are counted in the currency's smallest unit: 480000 is 4,800 EUR, and 480,000 JPY. */
export const inMajorUnits = (minor: number, currency: string | null): number => minor / 10 ** minorDigits(currency);
export const inMinorUnits = (major: number, currency: string | null): number =>
  Math.round(major * 10 ** minorDigits(currency));
