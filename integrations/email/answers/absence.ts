/** The last day of an absence as its note names it: "until 4 December", "back on 7 December", "from 23 to 30 November". */
import { addDays } from '../../../src/domain/local-date.ts';
import type { LocalDate } from '../../../src/domain/model.ts';
import type { AnswerWords } from './languages/read-languages.ts';
import { readPlainDate } from './read-date.ts';
import { holdsOne, languages, plain, restBehind } from './words.ts';

const longestNote = 3000;
const reach = 50;
const all = Object.entries(languages);

/** What is looked at. */
export const noteOf = (text: string): string => plain(text.slice(0, longestNote)).replaceAll(/\s+/g, ' ');

export interface Absence {
  /** it says that somebody is away */
  isSaid: boolean;
  until: LocalDate | null;
}

/** A note in several languages is read in the one whose words say when. */
export function readAbsence(note: string, today: LocalDate): Absence {
  const spoken = all.filter(([, words]) => holdsOne(note, words.absence));
  const until = firstOf(spoken.length > 0 ? spoken : all, ([locale, words]) => inLanguage(note, today, locale, words));
  return { isSaid: spoken.length > 0, until };
}

function inLanguage(text: string, today: LocalDate, locale: string, words: AnswerWords): LocalDate | null {
  const dateBehind = (phrases: string[]): LocalDate | null =>
    firstOf(
      restBehind(text, phrases).toSorted((a, b) => a.at - b.at),
      ({ rest }) => readPlainDate(rest.slice(0, reach), today, locale),
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
      readPlainDate(second.slice(0, reach), today, locale),
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
