/** Dates as people and tools write them into tables. */
import type { LocalDate } from './model.ts';

/** How `11/02/2026` is meant: 11 February, or 2 November. */
export const dateOrders = ['day_first', 'month_first'] as const;
export type DateOrder = (typeof dateOrders)[number];

const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?:[ ,T]|$)/;
const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]|$)/;
const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ ,]|$)/;
const dayInWords = /^(\d{1,2})[ /-]([A-Za-z]{3})[a-z]*\.?[ /-](\d{2}|\d{4})(?:[ ,]|$)/;
const monthInWords = /^([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})(?:[ ,]|$)/;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const checked = (year: number, month: number, day: number): LocalDate | null => {
  const fullYear = year < 100 ? 2000 + year : year;
  const date = new Date(Date.UTC(fullYear, month - 1, day));
  const isSame = date.getUTCFullYear() === fullYear && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isSame ? date.toISOString().slice(0, 10) : null;
};
const monthCalled = (word: string | undefined): number => months.indexOf(word?.toLowerCase() ?? '') + 1;

/**
 * `2026-11-21`, with or without a time; `21.11.2026`; `21 Nov 2026`; `Nov 21, 2026`. What could be read in two ways
 * (`11/02/2026`) is read in the order given, and without one not at all.
 */
export const readDate = (text: string | undefined, order: DateOrder | null = null): LocalDate | null => {
  const value = text?.trim() ?? '';
  const [, isoYear, isoMonth, isoDay] = iso.exec(value) ?? [];
  if (isoYear) return checked(Number(isoYear), Number(isoMonth), Number(isoDay));
  const [, dottedDay, dottedMonth, dottedYear] = dotted.exec(value) ?? [];
  if (dottedDay) return checked(Number(dottedYear), Number(dottedMonth), Number(dottedDay));
  const [, first, second, year] = slashed.exec(value) ?? [];
  if (first && order === 'day_first') return checked(Number(year), Number(second), Number(first));
  if (first && order === 'month_first') return checked(Number(year), Number(first), Number(second));
  const [, day, dayMonth, dayYear] = dayInWords.exec(value) ?? [];
  if (day) return checked(Number(dayYear), monthCalled(dayMonth), Number(day));
  const [, word, wordDay, wordYear] = monthInWords.exec(value) ?? [];
  return word ? checked(Number(wordYear), monthCalled(word), Number(wordDay)) : null;
};

export interface OpenDates {
  /** one that could be read in two ways */
  sample: string;
  /** as the other values of the column have it, one of which is over 12; null: none is, or they contradict each other */
  order: DateOrder | null;
}

/** @returns null where no value of the column depends on the order */
export const openDates = (values: readonly string[]): OpenDates | null => {
  let sample: string | null = null;
  const orders = new Set<DateOrder>();
  for (const value of values) {
    const [, first, second] = slashed.exec(value.trim()) ?? [];
    if (!first) continue;
    sample ??= value.trim();
    if (Number(first) > 12) orders.add('day_first');
    if (Number(second) > 12) orders.add('month_first');
  }
  const [order = null] = orders;
  return sample === null ? null : { sample, order: orders.size === 1 ? order : null };
};
