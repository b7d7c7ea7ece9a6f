/** A date as people write it: 2026-12-01, 1.12., 25/12/2026, 3 December, Dec 3rd, Friday, tomorrow, in two weeks. */
import { addDays, addMonths, daysBetween, isLocalDate, toDay, weekdayOf } from '../../../src/domain/local-date.ts';
import type { LocalDate } from '../../../src/domain/model.ts';
import { holds, languages, plain, wordsOf } from './words.ts';

const longestText = 500;
/** a day without its year that lies no further back is past, not next year's */
const pastDays = 120;

const iso = /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/;
const dotted = /\b(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}|\d{2})\b)?/;
const slashed = /\b(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?\b/;
const dashed = /\b(\d{1,2})-(\d{1,2})-(\d{4})\b/;

const two = (part: string): string => part.padStart(2, '0');

/**
 * Null: no date, or one that could be two.
 * @param locale the writer's language; in every one but English the day stands before the month
 */
export const readDate = (text: string, today: LocalDate, locale = 'en'): LocalDate | null =>
  readPlainDate(plain(text.slice(0, longestText)), today, locale);

/** As `readDate`, of a short text that is plain already. */
export function readPlainDate(words: string, today: LocalDate, locale: string): LocalDate | null {
  const [, year, month, day] = iso.exec(words) ?? [];
  if (year && month && day) return known(`${year}-${two(month)}-${two(day)}`);
  const dots = dotted.exec(words) ?? dashed.exec(words);
  if (dots) return dayAndMonth(dots[1], dots[2], dots[3], today);
  const slashes = slashed.exec(words);
  if (slashes) return slashedDate(slashes, today, locale);
  const tokens = words.split(/[^\p{L}\p{N}]+/u).filter((token) => token !== '');
  return namedMonth(tokens, today) ?? distance(tokens, today) ?? namedDay(words, tokens, today, locale);
}

/** 3/4 is in March to one half of the world and in April to the other. */
function slashedDate(found: RegExpExecArray, today: LocalDate, locale: string): LocalDate | null {
  const [, first, second, year] = found;
  if (!locale.startsWith('en') || Number(first) > 12 || first === second)
    return dayAndMonth(first, second, year, today);
  return Number(second) > 12 ? dayAndMonth(second, first, year, today) : null;
}

/** "3 December 2026", "December 3rd", "3 de diciembre de 2026", "1er décembre" */
function namedMonth(tokens: string[], today: LocalDate): LocalDate | null {
  for (const [at, token] of tokens.entries()) {
    const month = indexOfName('months', token);
    if (month === -1) continue;
    const before =
      dayIn(tokens[at - 1]) ?? (tokens[at - 1] === 'de' || tokens[at - 1] === 'of' ? dayIn(tokens[at - 2]) : null);
    const isBefore = before !== null;
    const day = before ?? dayIn(tokens[at + 1]);
    if (day === null) continue;
    const next = tokens.slice(at + (isBefore ? 1 : 2), at + 4);
    const year = next.slice(0, 2).find((part) => /^20\d\d$/.test(part));
    return dayAndMonth(day, String(month + 1), year, today);
  }
  return null;
}

const dayIn = (token: string | undefined): string | null =>
  /^(\d{1,2})(?:st|nd|rd|th|er|º|ª)?$/.exec(token ?? '')?.[1] ?? null;

/** "in 3 days", "for two weeks", "dans un mois" */
function distance(tokens: string[], today: LocalDate): LocalDate | null {
  const text = ` ${tokens.join(' ')} `;
  for (const [at, token] of tokens.entries()) {
    const number = /^\d{1,2}$/.test(token) ? Number(token) : indexOfName('numbers', token) + 1;
    const unit = tokens[at + 1] ?? '';
    if (number === 0 || !wordsOf('within').some((word) => text.includes(` ${word} ${token} ${unit} `))) continue;
    if (wordsOf('day').includes(unit)) return addDays(today, number);
    if (wordsOf('week').includes(unit)) return addDays(today, number * 7);
    if (wordsOf('month').includes(unit)) return addMonths(today, number);
  }
  return null;
}

function namedDay(words: string, tokens: string[], today: LocalDate, locale: string): LocalDate | null {
  const monday = addDays(today, 8 - weekdayOf(toDay(today)));
  const isNextWeek = holds(words, 'nextWeek');
  const wanted = tokens.map((token) => weekdayNamed(token, locale)).find((index) => index !== -1);
  if (wanted !== undefined)
    return isNextWeek ? addDays(monday, wanted) : addDays(today, ((wanted + 1 - weekdayOf(toDay(today)) + 6) % 7) + 1);
  if (isNextWeek) return monday;
  if (holds(words, 'dayAfterTomorrow')) return addDays(today, 2);
  return holds(words, 'tomorrow') ? addDays(today, 1) : null;
}

type Names = 'months' | 'weekdays' | 'numbers';

/** Each name's place in its list, of all languages: the first to have it counts. */
const placesOf = (list: Names, isWanted: (form: number) => boolean): Map<string, number> =>
  new Map(
    Object.values(languages)
      .toReversed()
      .flatMap((language) =>
        language[list].flatMap((names, index) =>
          names.flatMap((name, form): [string, number][] => (isWanted(form) ? [[name, index]] : [])),
        ),
      ),
  );
const places = {
  months: placesOf('months', () => true),
  numbers: placesOf('numbers', () => true),
  weekdays: placesOf('weekdays', (form) => form === 0),
};

const indexOfName = (list: Names, token: string): number => places[list].get(token) ?? -1;

/** A short form counts in the writer's language alone: "mon" and "do" are words in others. */
function weekdayNamed(token: string, locale: string): number {
  const index = indexOfName('weekdays', token);
  return index === -1
    ? (languages[locale.slice(0, 2)]?.weekdays.findIndex((names) => names.includes(token)) ?? -1)
    : index;
}

function dayAndMonth(
  day: string | undefined,
  month: string | undefined,
  year: string | undefined,
  today: LocalDate,
): LocalDate | null {
  if (!day || !month) return null;
  const rest = `${two(month)}-${two(day)}`;
  if (year) return known(`${year.length === 2 ? `20${year}` : year}-${rest}`);
  const thisYear = Number(today.slice(0, 4));
  for (const each of [thisYear - 1, thisYear, thisYear + 1]) {
    const date = known(`${each}-${rest}`);
    if (date !== null && daysBetween(date, today) <= pastDays) return date;
  }
  return null;
}

const known = (date: string): LocalDate | null => (isLocalDate(date) ? date : null);
