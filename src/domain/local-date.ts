/**
 * Local dates as day numbers (days since 1970-01-01), for arithmetic without time zones.
 * Algorithms: Howard Hinnant, "chrono-compatible low-level date algorithms".
 */
import { AppError } from '../errors.ts';
import type { LocalDate } from './model.ts';

const floorDiv = (a: number, b: number): number => Math.floor(a / b);

const daysFromCivil = (year: number, month: number, day: number): number => {
  const y = month <= 2 ? year - 1 : year;
  const era = floorDiv(y, 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = floorDiv(153 * (month + (month > 2 ? -3 : 9)) + 2, 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + floorDiv(yearOfEra, 4) - floorDiv(yearOfEra, 100) + dayOfYear - 719468;
};

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

const civilFromDays = (dayNumber: number): { year: number; month: number; day: number } => {
  const z = dayNumber + 719468;
  const era = floorDiv(z, 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = floorDiv(
    dayOfEra - floorDiv(dayOfEra, 1460) + floorDiv(dayOfEra, 36524) - floorDiv(dayOfEra, 146096),
    365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + floorDiv(yearOfEra, 4) - floorDiv(yearOfEra, 100));
  const monthIndex = floorDiv(5 * dayOfYear + 2, 153);
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
  const day = dayOfYear - floorDiv(153 * monthIndex + 2, 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
};

/** Day number → `YYYY-MM-DD`. */
export const fromDay = (day: number): LocalDate => {
  const civil = civilFromDays(day);
  return `${pad(civil.year, 4)}-${pad(civil.month, 2)}-${pad(civil.day, 2)}`;
};

export const yearOfDay = (day: number): number => civilFromDays(day).year;

/** First day number of a year. */
export const firstDayOfYear = (year: number): number => daysFromCivil(year, 1, 1);

const shape = /^(\d{4})-(\d{2})-(\d{2})$/;

const parse = (date: LocalDate): number | null => {
  const parts = shape.exec(date);
  if (!parts) return null;
  const day = daysFromCivil(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  return fromDay(day) === date ? day : null;
};

/** Is this a date that exists, e.g. not 2026-02-30? */
export const isLocalDate = (value: string): boolean => parse(value) !== null;

/**
 * May somebody give this as a day to plan with? Working days are known from 1990 to 2100, and what is counted on from
 * it has to lie there too: “gone until 9999-12-31” would stop every rule that comes across it.
 */
export const isPlannable = (value: string): boolean =>
  isLocalDate(value) && value >= '1990-01-01' && value <= '2099-12-31';

/** `YYYY-MM-DD` → day number. Throws invalid_input for anything else. */
export const toDay = (date: LocalDate): number => {
  const day = parse(date);
  if (day === null) throw new AppError('invalid_input', { message: `"${date}" is not a date (YYYY-MM-DD)` });
  return day;
};

/** ISO weekday of a day number: 1 Monday … 7 Sunday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** Calendar days, not business days. */
export const addDays = (date: LocalDate, days: number): LocalDate => fromDay(toDay(date) + days);

/** Calendar days from `from` to `to`, negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => toDay(to) - toDay(from);

/** The same day of the month `months` later, or the month's last day where it is shorter. */
export const addMonths = (date: LocalDate, months: number): LocalDate => {
  const { year, month, day } = civilFromDays(toDay(date));
  const index = year * 12 + month - 1 + months;
  const first = daysFromCivil(floorDiv(index, 12), (index % 12) + 1, 1);
  const next = daysFromCivil(floorDiv(index + 1, 12), ((index + 1) % 12) + 1, 1);
  return fromDay(Math.min(first + day - 1, next - 1));
};

export const laterOf = (a: LocalDate, b: LocalDate): LocalDate => (a >= b ? a : b);
