/** "I am out of office today", and nothing more: away for that one day. */
import type { LocalDate } from '../../../src/domain/model.ts';
import type { AnswerWords } from './languages/read-languages.ts';
import { readPlainDate } from './read-date.ts';
import { holdsOne, partEnd, restBehind } from './words.ts';

/** signs between the day and the word of absence: further away it is about something else, as "away and cannot answer today" */
const reach = { dayFirst: 40, absenceFirst: 15 } as const;

/** Beside a word of absence in the same part of its sentence, which names no other day. @param note plain */
export const isForToday = (note: string, today: LocalDate, locale: string, words: AnswerWords): boolean =>
  // most notes hold no such word, and cost no more than this
  holdsOne(note, words.today) &&
  note.split(partEnd).some((part) => {
    if (![today, null].includes(readPlainDate(part, today, locale))) return false;
    const absences = spansOf(part, words.absence);
    return spansOf(part, words.today).some(
      (day) =>
        !endsWithOne(part.slice(0, day.from), words.asOf) &&
        (!holdsOne(part, words.until) || endsWithOne(part.slice(0, day.from), words.until)) &&
        absences.some(({ from, to }) =>
          day.from < from ? from - day.to <= reach.dayFirst : day.from - to <= reach.absenceFirst,
        ),
    );
  });

const spansOf = (text: string, phrases: readonly string[]): { from: number; to: number }[] =>
  restBehind(text, phrases).map(({ at, rest }) => ({ from: at, to: text.length - rest.length }));

const endsWithOne = (text: string, phrases: readonly string[]): boolean => {
  const before = ` ${text.trimEnd()}`;
  return phrases.some((phrase) => before.endsWith(` ${phrase}`));
};
