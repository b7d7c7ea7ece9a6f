/** The first and the last day of an absence as its note names them: "until 4 December", "back on 7 December", "from 23 to 30 November", "today". */
import { addDays, isLocalDate } from '../../../src/domain/local-date.ts';
import type { LocalDate } from '../../../src/domain/model.ts';
import { isForToday } from './absence-today.ts';
import type { AnswerWords } from './languages/read-languages.ts';
import { readPlainDate } from './read-date.ts';
import { holdsOne, languages, partEnd, plain, restBehind } from './words.ts';

const longestNote = 3000;
const reach = 50;
/** a date with its weekday */
const near = 20;
const all = Object.entries(languages);

/** What is looked at. */
export const noteOf = (text: string): string => plain(text.slice(0, longestNote)).replaceAll(/\s+/g, ' ');

export interface Absence {
  /** it says that somebody is away */
  isSaid: boolean;
  /** null: not named, or not before the last day */
  from: LocalDate | null;
  until: LocalDate | null;
}

/** A note in several languages is read in the one whose words say when. */
export function readAbsence(note: string, today: LocalDate): Absence {
  const spoken = all.filter(([, words]) => holdsOne(note, words.absence));
  const isSaid = spoken.length > 0;
  for (const [locale, words] of isSaid ? spoken : all) {
    // without a word of absence "we will get back to you" is no return
    const until =
      lastDay(note, today, locale, words) ?? (isSaid ? dayBefore(dateBeside(note, today, locale, words)) : null);
    if (until !== null) return { isSaid, from: firstDay(note, today, locale, words, until), until };
  }
  const isOfToday = spoken.some(([locale, words]) => isForToday(note, today, locale, words));
  return { isSaid, from: null, until: isOfToday ? today : null };
}

function lastDay(text: string, today: LocalDate, locale: string, words: AnswerWords): LocalDate | null {
  const dateBehind = (phrases: string[]): LocalDate | null =>
    firstOf(
      restBehind(text, phrases).toSorted((a, b) => a.at - b.at),
      ({ rest }) => readPlainDate(rest.slice(0, reach), today, locale),
    );
  const last = dateBehind(words.until) ?? secondOfTwo(text, today, locale, words);
  if (last !== null) return last;
  return dayBefore(dateBehind(words.back));
}

const dayBefore = (back: LocalDate | null): LocalDate | null => (back === null ? null : addDays(back, -1));

/** "back tomorrow", "morgen wieder da": in the same part of its sentence, or it is about something else */
function dateBeside(text: string, today: LocalDate, locale: string, words: AnswerWords): LocalDate | null {
  return firstOf(restBehind(text, words.again), ({ at, rest }) => {
    const [behind = ''] = rest.slice(0, near).split(partEnd);
    const before = text.slice(0, at).slice(-reach).split(partEnd).at(-1) ?? '';
    // the nearest counts: "away on Friday, on Monday there again"
    return firstOf([behind, before.slice(-near), before], (part) => readPlainDate(part, today, locale));
  });
}

/** The year and the month often stand only once: "vom 23. bis 27.11." */
function secondOfTwo(text: string, today: LocalDate, locale: string, words: AnswerWords): LocalDate | null {
  return firstOf(restBehind(text, words.from), ({ rest }) =>
    firstOf(restBehind(rest.slice(0, reach * 2), words.through), ({ rest: second }) =>
      readPlainDate(beforeAny(second.slice(0, reach), [...words.back, ...words.again]), today, locale),
    ),
  );
}

const beforeAny = (text: string, phrases: string[]): string =>
  text.slice(0, Math.min(text.length, ...restBehind(text, phrases).map(({ at }) => at)));

/** Between `from` and what leads to the last day; a hyphen within a date does not. */
function firstDay(
  text: string,
  today: LocalDate,
  locale: string,
  words: AnswerWords,
  last: LocalDate,
): LocalDate | null {
  return firstOf(
    restBehind(text, words.from).toSorted((a, b) => a.at - b.at),
    ({ rest }) => {
      const first = beforeAny(rest.slice(0, reach * 2), [...words.until, ...words.back]);
      const ends = restBehind(first, words.through).map(({ at }) => at);
      const date = firstOf([...ends.toSorted((a, b) => a - b), first.length], (at) => {
        const part = first.slice(0, at);
        return /^\s*\d+\s*$/.test(part)
          ? bareDay(part, last)
          : (readPlainDate(part, today, locale) ?? bareDay(part, last));
      });
      return date !== null && date < last ? date : null;
    },
  );
}

/** "23", "the 23rd": in the month that is named with the last day */
function bareDay(part: string, last: LocalDate): LocalDate | null {
  const [, day] = /(?:^|\s)(\d{1,2})(?:\.|st|nd|rd|th|er|º|ª)?,?\s*$/.exec(part) ?? [];
  const date = `${last.slice(0, 8)}${(day ?? '').padStart(2, '0')}`;
  return isLocalDate(date) ? date : null;
}

function firstOf<T>(items: readonly T[], read: (item: T) => LocalDate | null): LocalDate | null {
  for (const item of items) {
    const date = read(item);
    if (date !== null) return date;
  }
  return null;
}
