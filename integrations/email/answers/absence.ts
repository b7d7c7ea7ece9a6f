/** The last day of an absence as its note names it: "until 4 December", "back on 7 December", "from 23 to 30 November". */
import { addDays } from '../../../src/domain/local-date.ts';
import type { LocalDate } from '../../../src/domain/model.ts';
import type { AnswerWords } from './languages/read-languages.ts';
import { readDate } from './read-date.ts';
import { holds, languages, plain, restBehind } from './words.ts';

const longestNote = 3000;
const reach = 50;

/** What the two below look at. */
export const noteOf = (text: string): string => plain(text.slice(0, longestNote)).replaceAll(/\s+/g, ' ');

export const isAbsence = (note: string): boolean => holds(note, 'absence');

/** Null where it names none. A note in several languages is read in the one whose words say when. */
export function absentUntil(text: string, today: LocalDate): LocalDate | null {
  const spoken = Object.entries(languages).filter(([, words]) => restBehind(text, words.absence).length > 0);
  const read = spoken.length > 0 ? spoken : Object.entries(languages);
  return firstOf(read, ([locale, words]) => inLanguage(text, today, locale, words));
}

function inLanguage(text: string, today: LocalDate, locale: string, words: AnswerWords): LocalDate | null {
  const dateBehind = (phrases: string[]): LocalDate | null =>
    firstOf(
      restBehind(text, phrases).toSorted((a, b) => a.at - b.at),
      ({ rest }) => readDate(rest.slice(0, reach), today, locale),
    );
  const last = dateBehind(words.until) ?? secondOfTwo(text, today, locale, words);
  if (last !== null) return last;
  const back = dateBehind(words.back);
  return back === null ? null : addDays(back, -1);
}

/** The year and the month often stand only once: "vom 23. bis 27.11." */
function secondOfTwo(text: string, today: LocalDate, locale: string, words: AnswerWords): LocalDate | null {
  return firstOf(restBehind(text, words.from), ({ rest }) =>
    firstOf(restBehind(rest.slice(0, reach * 2), words.through), ({ rest: second }) =>
      readDate(second.slice(0, reach), today, locale),
    ),
  );
}

function firstOf<T>(items: readonly T[], read: (item: T) => LocalDate | null): LocalDate | null {
  for (const item of items) {
    const date = read(item);
    if (date !== null) return date;
  }
  return null;
}
