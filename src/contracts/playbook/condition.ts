/**
 * Conditions as RevOps writes them: `{ segment: enterprise, amount: { atLeast: 50000 } }`, lists for "one of",
 * `any`, `all` and `not` to combine, `always` for everything. Read into the domain's conditions.
 */
import { z } from 'zod';
import { conditionFields } from '../../domain/condition.ts';
import type { Condition } from '../../domain/playbook.ts';
import { closest } from './words.ts';

type Wrong = (path: (string | number)[], message: string) => void;

const tests = ['is', 'atLeast', 'atMost', 'matches', 'present'] as const;
const longestPattern = 200;
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

const isField = (name: string): boolean =>
  conditionFields.some((field) => field === name) || /^(fields|handoff)\.[A-Za-z][A-Za-z0-9_-]*$/.test(name);

/** Why a pattern cannot be used, or null. Nested repetition can take for ever on an unlucky value. */
export const wrongPattern = (pattern: string): string | null => {
  if (pattern.length > longestPattern) return `the pattern is longer than ${longestPattern} characters`;
  if (/\([^()]*[+*}][^()]*\)\s*[+*{]/.test(pattern))
    return `the pattern "${pattern}" repeats a repetition, which can take for ever`;
  try {
    new RegExp(pattern, 'iu');
    return null;
  } catch (error) {
    return `"${pattern}" is no regular expression: ${error instanceof Error ? error.message.replace(/^Invalid regular expression: \/.*\/iu: /, '') : 'unreadable'}`;
  }
};

const readTests = (
  field: string,
  value: Record<string, unknown>,
  path: (string | number)[],
  wrong: Wrong,
): Condition => {
  const condition: Extract<Condition, { field: string }> = { field };
  const unknown = Object.keys(value).find((key) => !tests.some((test) => test === key));
  if (unknown !== undefined)
    wrong([...path, unknown], `"${unknown}" tests nothing; use ${tests.join(', ')}${closest(unknown, tests)}`);
  const { is, atLeast, atMost, matches, present } = value;
  if (isScalar(is)) condition.is = String(is);
  else if (Array.isArray(is) && is.every(isScalar)) condition.is = is.map(String);
  else if (is !== undefined) wrong([...path, 'is'], 'needs a value or a list of values');
  if (atLeast !== undefined) condition.atLeast = Number(atLeast);
  if (atMost !== undefined) condition.atMost = Number(atMost);
  if ([condition.atLeast, condition.atMost].some((limit) => limit !== undefined && !Number.isFinite(limit)))
    wrong(path, 'atLeast and atMost need a number');
  if (matches !== undefined) {
    const pattern = typeof matches === 'string' ? matches : null;
    const problem = pattern === null ? 'matches needs a text' : wrongPattern(pattern);
    if (problem) wrong([...path, 'matches'], problem);
    if (pattern !== null) condition.matches = pattern;
  }
  if (present !== undefined) {
    if (typeof present !== 'boolean') wrong([...path, 'present'], 'present is true or false');
    condition.present = present === true;
  }
  if (Object.keys(value).length === 0) wrong(path, `says nothing about ${field}`);
  return condition;
};

const readField = (field: string, value: unknown, path: (string | number)[], wrong: Wrong): Condition => {
  if (!isField(field))
    wrong(
      path,
      `"${field}" is no field of a deal; use ${conditionFields.join(', ')}, fields.<CRM field> or handoff.<key>${closest(field, conditionFields)}`,
    );
  if (isScalar(value)) return { field, is: String(value) };
  if (Array.isArray(value) && value.every(isScalar)) return { field, is: value.map(String) };
  if (isMap(value)) return readTests(field, value, path, wrong);
  wrong(path, 'needs a value, a list of values or a test such as { atLeast: 50000 }');
  return { field };
};

const readList = (value: unknown, path: (string | number)[], wrong: Wrong): Condition[] => {
  if (Array.isArray(value)) return value.map((part, index) => readCondition(part, [...path, index], wrong));
  wrong(path, 'needs a list of conditions');
  return [];
};

const readCondition = (value: unknown, path: (string | number)[], wrong: Wrong): Condition => {
  if (value === 'always') return { all: [] };
  if (!isMap(value) || Object.keys(value).length === 0) {
    wrong(path, 'needs a condition such as { segment: enterprise }, or always');
    return { all: [] };
  }
  const parts = Object.entries(value).map(([key, part]): Condition => {
    const inside = [...path, key];
    if (key === 'all') return { all: readList(part, inside, wrong) };
    if (key === 'any') return { any: readList(part, inside, wrong) };
    if (key === 'not') return { not: readCondition(part, inside, wrong) };
    return readField(key, part, inside, wrong);
  });
  const [only] = parts;
  return parts.length === 1 && only ? only : { all: parts };
};

export const condition = z
  .unknown()
  .transform((value, context): Condition =>
    readCondition(value, [], (path, message) => context.addIssue({ code: 'custom', path, message })),
  );

/** The handoff keys a condition asks about. */
export const handoffKeysIn = (value: Condition): string[] => {
  if ('all' in value) return value.all.flatMap(handoffKeysIn);
  if ('any' in value) return value.any.flatMap(handoffKeysIn);
  if ('not' in value) return handoffKeysIn(value.not);
  return value.field.startsWith('handoff.') ? [value.field.slice('handoff.'.length)] : [];
};
