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
