/**
 * Salesforce's ids have 15 characters that differ by case, or these and three that tell the cases, so that 18 can be
 * compared without regard to it. https://help.salesforce.com/s/articleView?id=000385585
 */
const form = /^[a-z0-9]{15}(?:[A-Z0-5]{3})?$/i;
const suffixLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const groupLength = 5;

/** @returns the 18 characters under which REST and SOQL know the record; null when it is no id or its suffix is another's. */
export function toLongId(id: string): string | null {
  if (!form.test(id)) return null;
  const short = id.slice(0, 15);
  const long = short + suffixOf(short);
  return id.length === 15 || id === long ? long : null;
}

/** One letter for each five: its bits, from the first on, say which of them are capitals. */
function suffixOf(short: string): string {
  let suffix = '';
  for (let start = 0; start < short.length; start += groupLength) {
    let bits = 0;
    for (let index = 0; index < groupLength; index++) if (isCapital(short, start + index)) bits |= 1 << index;
    suffix += suffixLetters.charAt(bits);
  }
  return suffix;
}

const isCapital = (text: string, index: number): boolean => {
  const character = text.charAt(index);
  return character >= 'A' && character <= 'Z';
};
