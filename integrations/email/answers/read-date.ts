/** A date as people write it in an answer: 2026-12-01, 1.12., 1/12/2026, Friday, tomorrow, in two days. */
import { addDays, isLocalDate, toDay, weekdayOf } from '../../../src/domain/local-date.ts';
import type { LocalDate } from '../../../src/domain/model.ts';
import { answerWords, wordsOf } from './words.ts';

const iso = /\b(\d{4})-(\d{2})-(\d{2})\b/;
const dotted = /\b(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}|\d{2})\b)?/;
const slashed = /\b(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?\b/;
const inSome = /\b(?:in|en|dans)\s+(\d{1,2})\s+(\p{L}+)/u;

const two = (part: string): string => part.padStart(2, '0');

/** Null: no date, or one that could be two. */
export function readDate(text: string, today: LocalDate): LocalDate | null {
  const words = text.toLowerCase().slice(0, 500);
  const [, year, month, day] = iso.exec(words) ?? [];
  if (year && month && day) return known(`${year}-${month}-${day}`);
  const dots = dotted.exec(words);
  if (dots) return dayAndMonth(dots[1], dots[2], dots[3], today);
  const slashes = slashed.exec(words);
  // 3/4 is in March to one half of the world and in April to the other
  if (slashes) return Number(slashes[1]) > 12 ? dayAndMonth(slashes[1], slashes[2], slashes[3], today) : null;
  const some = inSome.exec(words);
  if (some?.[1] && some[2]) {
    if (wordsOf('day').includes(some[2])) return addDays(today, Number(some[1]));
    if (wordsOf('week').includes(some[2])) return addDays(today, Number(some[1]) * 7);
  }
  const has = (name: 'tomorrow' | 'nextWeek'): boolean => wordsOf(name).some((word) => words.includes(word));
  if (has('nextWeek')) return addDays(today, 8 - weekdayOf(toDay(today)));
  for (const { weekdays } of Object.values(answerWords)) {
    const wanted = weekdays.findIndex((name) => words.split(/[^\p{L}]+/u).includes(name)) + 1;
    if (wanted > 0) return addDays(today, ((wanted - weekdayOf(toDay(today)) + 6) % 7) + 1);
  }
  return has('tomorrow') ? addDays(today, 1) : null;
}

function dayAndMonth(
  day: string | undefined,
  month: string | undefined,
  year: string | undefined,
  today: LocalDate,
): LocalDate | null {
  if (!day || !month) return null;
  const thisYear = Number(today.slice(0, 4));
  const rest = `${two(month)}-${two(day)}`;
  if (year) return known(`${year.length === 2 ? `20${year}` : year}-${rest}`);
  const date = known(`${thisYear}-${rest}`);
  return date !== null && date < today ? known(`${thisYear + 1}-${rest}`) : date;
}

const known = (date: string): LocalDate | null => (isLocalDate(date) ? date : null);
