/** Ids as Salesforce makes them: the object's prefix, the instance, a number, and three letters that tell the cases. */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const suffixDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const instance = '5g0';
const numberLength = 9;

export function recordId(prefix: string, number: number): string {
  let text = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / digits.length)) text = digits[rest % digits.length] + text;
  return withSuffix(`${prefix}${instance}${text.padStart(numberLength, '0')}`);
}

const isCapital = (letter: string): boolean => letter >= 'A' && letter <= 'Z';

function withSuffix(short: string): string {
  const groups = [0, 5, 10].map((start) =>
    [0, 1, 2, 3, 4].reduce((bits, index) => bits | (isCapital(short.charAt(start + index)) ? 1 << index : 0), 0),
  );
  return short + groups.map((bits) => suffixDigits[bits]).join('');
}

/** Both lengths are taken anywhere, 18 are given; null: what Salesforce calls a malformed id. */
export function readId(text: string): string | null {
  if (!/^[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?$/.test(text)) return null;
  const long = withSuffix(text.slice(0, 15));
  return text.length === 15 || text === long ? long : null;
}
