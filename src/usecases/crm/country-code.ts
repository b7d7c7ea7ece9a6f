/** CRMs hold country names or codes; only a code is taken, a name is looked up among the names in English. */
export function countryCode(country: string | null): string | null {
  if (!country) return null;
  if (/^[A-Za-z]{2}$/.test(country)) return country.toUpperCase();
  return countryNames().get(country.trim().toLowerCase()) ?? null;
}

let names: Map<string, string> | null = null;
function countryNames(): Map<string, string> {
  if (names) return names;
  const display = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCodePoint(65 + index));
  names = new Map(
    letters.flatMap((a) =>
      letters.flatMap((b) => {
        const name = display.of(a + b);
        return name ? [[name.toLowerCase(), a + b] as const] : [];
      }),
    ),
  );
  return names;
}
