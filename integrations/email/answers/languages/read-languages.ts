/** The languages that answers are read in: every data file of this folder. */
import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const phrases = z.string().transform((list) => list.split(/\s*,\s+/).map((phrase) => phrase.trim()));
/** each with its other forms */
const names = phrases.transform((list) => list.map((name) => name.split(/\s*\|\s*/)));
const twelve = names.refine(({ length }) => length === 12, 'twelve months');
const seven = names.refine(({ length }) => length === 7, 'seven days');

const answerWords = z.strictObject({
  complete: phrases,
  block: phrases,
  unblock: phrases,
  snooze: phrases,
  expected: phrases,
  notYet: phrases,
  reassign: phrases,
  assent: phrases,
  regret: phrases,
  after: phrases,
  limits: phrases,
  noLonger: phrases,
  to: phrases,
  polite: phrases,
  greeting: phrases,
  tomorrow: phrases,
  dayAfterTomorrow: phrases,
  nextWeek: phrases,
  weekdays: seven,
  months: twelve,
  within: phrases,
  numbers: names,
  day: phrases,
  week: phrases,
  month: phrases,
  autoSubject: phrases,
  absence: phrases,
  today: phrases,
  asOf: phrases,
  until: phrases,
  back: phrases,
  again: phrases,
  from: phrases,
  through: phrases,
  attribution: z.strictObject({ starts: phrases, verbs: phrases }),
  heads: phrases,
  dividers: phrases,
  signatures: phrases,
});
export type AnswerWords = z.output<typeof answerWords>;

/** By the language's code, in the order of the files' names. */
export function readLanguages(folder = new URL('./', import.meta.url)): Record<string, AnswerWords> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted();
  return Object.fromEntries(
    files.map((name) => [
      name.slice(0, -'.yaml'.length),
      answerWords.parse(parse(readFileSync(new URL(name, folder), 'utf8'))),
    ]),
  );
}
