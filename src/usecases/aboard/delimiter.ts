/** In order of how seldom they stand within a name. */
const delimiters = { '\t': 'tab', ';': 'semicolon', ',': 'comma' } as const;
export type Delimiter = keyof typeof delimiters;

/** A file has one, and quotes no other: the one that its first line has most often outside quotation marks. */
export function delimiterOf(text: string): Delimiter {
  const counts: Record<Delimiter, number> = { '\t': 0, ';': 0, ',': 0 };
  let isQuoted = false;
  for (const sign of text.trimStart()) {
    if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (sign === '\n' || sign === '\r')) break;
    else if (!isQuoted && isDelimiter(sign)) counts[sign] += 1;
  }
  return signs.reduce((most, sign) => (counts[sign] > counts[most] ? sign : most));
}

const isDelimiter = (sign: string): sign is Delimiter => Object.hasOwn(delimiters, sign);
const signs = Object.keys(delimiters).filter(isDelimiter);

export const delimiterName = (delimiter: Delimiter): string => delimiters[delimiter];
