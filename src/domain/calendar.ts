/**
 * Business calendars and local time. Business days are counted per calendar (country, region, worked weekdays),
 * local time per IANA zone. A wall-clock time that a daylight-saving change skips moves forward by the gap.
 */
import { DateTime } from 'luxon';
import { AppError } from '../errors.ts';
import { fromDay, toDay } from './local-date.ts';
import type { Instant, LocalDate } from './model.ts';
import { isTimeZone } from './time-zone.ts';
import { type Calendar, workingDaysOf } from './working-days.ts';

export { isKnownCountry } from './public-holidays.ts';
export type { Calendar } from './working-days.ts';

export const isWorkingDay = (date: LocalDate, calendar: Calendar): boolean =>
  workingDaysOf(calendar).isWorking(toDay(date));

/** The date itself when it is worked, else the next working day. */
export const workingDayFrom = (date: LocalDate, calendar: Calendar): LocalDate => {
  const days = workingDaysOf(calendar);
  return fromDay(days.day(days.ordinalFrom(toDay(date))));
};

/**
 * The working day `count` business days after `date` (before it when negative). From a day that is not worked,
 * +1 is the next working day and −1 the one before; 0 is the date itself when worked, else the next working day.
 */
export const addBusinessDays = (date: LocalDate, count: number, calendar: Calendar): LocalDate => {
  const days = workingDaysOf(calendar);
  const day = toDay(date);
  const ordinal = count > 0 ? days.ordinal(day) : days.ordinalFrom(day);
  return fromDay(days.day(ordinal + count));
};

/** Working days after `from` up to and including `to`; negative when `to` is earlier. */
export const businessDaysBetween = (from: LocalDate, to: LocalDate, calendar: Calendar): number => {
  const days = workingDaysOf(calendar);
  return days.ordinal(toDay(to)) - days.ordinal(toDay(from));
};

const zoneIsKnown = new Map<string, boolean>();

export const isKnownZone = (zone: string): boolean => {
  const known = zoneIsKnown.get(zone);
  if (known !== undefined) return known;
  const isValid = isTimeZone(zone);
  zoneIsKnown.set(zone, isValid);
  return isValid;
};

const requireZone = (zone: string): void => {
  if (!isKnownZone(zone))
    throw new AppError('invalid_input', { message: `"${zone}" is not a known time zone`, details: { zone } });
};

const toInstant = (moment: DateTime): Instant => {
  const instant = moment.toUTC().toISO();
  if (instant === null)
    throw new AppError('invalid_input', { message: `Not a time: ${moment.invalidExplanation ?? 'unknown reason'}` });
  return instant;
};

// Zone arithmetic is slow and the same few dates are asked for again and again.
const instants = new Map<string, Instant>();
const maxKept = 20_000;

/**
 * The instant of a wall-clock time, `minutes` after local midnight (1440: the next day's start).
 * In a daylight-saving gap it moves forward; a time that occurs twice is its first occurrence.
 */
export const atLocalTime = (date: LocalDate, minutes: number, zone: string): Instant => {
  const key = `${zone}/${date}/${minutes}`;
  const known = instants.get(key);
  if (known !== undefined) return known;
  requireZone(zone);
  const day = toDay(date) + Math.floor(minutes / 1440);
  const minuteOfDay = ((minutes % 1440) + 1440) % 1440;
  const [year, month, dayOfMonth] = fromDay(day).split('-').map(Number);
  const local = DateTime.fromObject(
    { year, month, day: dayOfMonth, hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60 },
    { zone },
  );
  const first = local.getPossibleOffsets()[0] ?? local;
  const instant = toInstant(first);
  if (instants.size >= maxKept) instants.clear();
  instants.set(key, instant);
  return instant;
};

export const startOfLocalDay = (date: LocalDate, zone: string): Instant => atLocalTime(date, 0, zone);

/** When a task due that day is late: the end of its owner's working day. */
export const endOfWorkingDay = (date: LocalDate, who: { timezone: string; workEnd: number }): Instant =>
  atLocalTime(date, who.workEnd, who.timezone);

/** A stretch of 24 hours in UTC lies in one local date, or in two with midnight between. */
interface Stretch {
  date: LocalDate;
  midnightMs: number;
  nextDate: LocalDate;
}
const stretchMs = 86_400_000;
const stretches = new Map<string, Stretch>();

const stretchFrom = (startMs: number, zone: string): Stretch => {
  const dateAt = (ms: number): LocalDate => DateTime.fromMillis(ms, { zone }).toFormat('yyyy-MM-dd');
  const date = dateAt(startMs);
  const nextDate = dateAt(startMs + stretchMs - 1);
  const midnightMs = nextDate === date ? Number.POSITIVE_INFINITY : Date.parse(startOfLocalDay(nextDate, zone));
  return { date, midnightMs, nextDate };
};

/** The calendar date in a zone at an instant. */
export const localDate = (now: Instant, zone: string): LocalDate => {
  requireZone(zone);
  const ms = Date.parse(now);
  if (Number.isNaN(ms)) throw new AppError('invalid_input', { message: `"${now}" is not an instant (ISO 8601)` });
  const index = Math.floor(ms / stretchMs);
  const key = `${zone}/${index}`;
  let stretch = stretches.get(key);
  if (!stretch) {
    if (stretches.size >= maxKept) stretches.clear();
    stretch = stretchFrom(index * stretchMs, zone);
    stretches.set(key, stretch);
  }
  return ms < stretch.midnightMs ? stretch.date : stretch.nextDate;
};

const localTime = (now: Instant, zone: string): DateTime => {
  requireZone(zone);
  const moment = DateTime.fromISO(now, { zone });
  if (!moment.isValid) throw new AppError('invalid_input', { message: `"${now}" is not an instant (ISO 8601)` });
  return moment;
};

/** Minutes after local midnight on the wall clock, 0–1439. */
export const localMinutes = (now: Instant, zone: string): number => {
  const moment = localTime(now, zone);
  return moment.hour * 60 + moment.minute;
};
