/** Saying what is wrong so that whoever wrote it can mend it. */
import type { z } from 'zod';

const editDistance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};

/** ` – did you mean "x"?` when something known is near, else nothing. */
export const closest = (word: string, known: readonly string[]): string => {
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance > 0 && best.distance <= Math.max(2, Math.floor(word.length / 3))
    ? ` – did you mean "${best.candidate}"?`
    : '';
};

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list (lines that begin with "- ")',
  object: 'a map (lines of "key: value")',
  record: 'a map (lines of "key: value")',
  null: 'nothing',
};
const kindOf = (value: unknown): string => {
  if (value === undefined) return 'missing';
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return `${typeof value === 'string' ? 'the text' : 'the value'} ${JSON.stringify(value)}`;
};

/** One zod issue as sentences; `known` lists the keys allowed where a key is unknown. */
export const describeIssue = (issue: z.core.$ZodIssue, value: unknown, known: readonly string[]): string[] => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(
        (key) =>
          `"${key}" means nothing here${closest(key, known) || (known.length > 0 ? `; known here: ${known.join(', ')}` : '')}`,
      );
    case 'invalid_type':
      return [
        value === undefined
          ? 'is missing'
          : `should be ${kinds[issue.expected] ?? issue.expected}, but is ${kindOf(value)}`,
      ];
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      return [
        `should be ${allowed.length > 1 ? `one of ${allowed.join(', ')}` : allowed.join('')}, but is ${kindOf(value)}${closest(String(value), allowed)}`,
      ];
    }
    case 'invalid_key':
      return [issue.issues.map(({ message }) => message).join('; ')];
    case 'too_small':
      return [issue.origin === 'string' ? 'must not be empty' : `must be at least ${issue.minimum}`];
    case 'too_big':
      return [
        issue.origin === 'string' ? `is longer than ${issue.maximum} characters` : `must be at most ${issue.maximum}`,
      ];
    default:
      return [issue.message];
  }
};
