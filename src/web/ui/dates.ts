/** Dates in words. Local dates are `YYYY-MM-DD` and have no zone; instants are shown in the reader's zone. */

const dayMs = 86_400_000;
const locale = 'en-GB';

const midnight = (on: string): number => Date.parse(`${on}T00:00:00Z`);

export const daysBetween = (from: string, to: string): number => Math.round((midnight(to) - midnight(from)) / dayMs);

export const addDays = (on: string, days: number): string =>
  new Date(midnight(on) + days * dayMs).toISOString().slice(0, 10);

export const isWeekend = (on: string): boolean => [0, 6].includes(new Date(midnight(on)).getUTCDay());

/** The next Monday to Friday at least `days` days ahead. */
export function workDayAfter(on: string, days: number): string {
  let candidate = addDays(on, days);
  while (isWeekend(candidate)) candidate = addDays(candidate, 1);
  return candidate;
}

const parts = (atMs: number, options: Intl.DateTimeFormatOptions): Record<string, string> =>
  Object.fromEntries(
    new Intl.DateTimeFormat(locale, options).formatToParts(atMs).map(({ type, value }) => [type, value]),
  );

/** `Tue 24 Nov`, with the year where it is not this year. */
export function absoluteDate(on: string, today: string): string {
  const { weekday, day, month, year } = parts(midnight(on), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return `${weekday} ${day} ${month}${on.slice(0, 4) === today.slice(0, 4) ? '' : ` ${year}`}`;
}

/** A value that is a local date as `13 Jan 2027`, anything else as it is. */
export function valueInWords(value: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || !Number.isFinite(midnight(value))) return value;
  const { day, month, year } = parts(midnight(value), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return `${day} ${month} ${year}`;
}

/** `24 Nov`, for narrow columns and axes. */
export function shortDate(on: string, today: string): string {
  const { day, month, year } = parts(midnight(on), {
    day: 'numeric',
    month: 'short',
    year: '2-digit',
    timeZone: 'UTC',
  });
  return `${day} ${month}${on.slice(0, 4) === today.slice(0, 4) ? '' : ` ’${year}`}`;
}

/** `in 2 days`, or null beyond two weeks, where the date itself says more. */
export function relativeDate(on: string, today: string): string | null {
  const days = daysBetween(today, on);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  if (Math.abs(days) > 14) return null;
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
}

export const readerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function localDateIn(zone: string, atMs: number): string {
  const { year, month, day } = parts(atMs, { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone });
  return `${year}-${month}-${day}`;
}

export function timeIn(zone: string, atMs: number): string {
  const { hour, minute } = parts(atMs, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone });
  return `${hour}:${minute}`;
}

export const zoneName = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');

/** `Tue 24 Nov 2026, 14:05 (Europe/Berlin)`, for hovering and where zones differ. */
export function absoluteInstant(at: string, zone: string): string {
  const atMs = Date.parse(at);
  const { weekday, day, month, year } = parts(atMs, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: zone,
  });
  return `${weekday} ${day} ${month} ${year}, ${timeIn(zone, atMs)} (${zone})`;
}

/** `5 min ago`, `yesterday 14:05`, `Tue 24 Nov 14:05`. */
export function relativeInstant(at: string, nowMs: number, zone: string): string {
  const atMs = Date.parse(at);
  const minutes = Math.round((nowMs - atMs) / 60_000);
  if (Math.abs(minutes) < 1) return 'just now';
  if (Math.abs(minutes) < 60) return minutes > 0 ? `${minutes} min ago` : `in ${-minutes} min`;
  const isToday = localDateIn(zone, nowMs) === localDateIn(zone, atMs);
  if (isToday && minutes > 0 && minutes < 360) return `${Math.round(minutes / 60)} h ago`;
  return dayAndTime(atMs, nowMs, zone);
}

/** Of what is still to come; once it is due, it may come at any moment. */
export function awaitedInstant(at: string, nowMs: number, zone: string): string {
  return Date.parse(at) - nowMs <= 30_000 ? 'in a moment' : relativeInstant(at, nowMs, zone);
}

/** Behind “since”, where “5 min ago” does not stand: `09:20`, `yesterday 23:00`. */
export function sinceInstant(at: string, nowMs: number, zone: string): string {
  const atMs = Date.parse(at);
  const isToday = localDateIn(zone, nowMs) === localDateIn(zone, atMs);
  return isToday ? timeIn(zone, atMs) : dayAndTime(atMs, nowMs, zone);
}

function dayAndTime(atMs: number, nowMs: number, zone: string): string {
  const today = localDateIn(zone, nowMs);
  const on = localDateIn(zone, atMs);
  const day = Math.abs(daysBetween(today, on)) <= 1 ? relativeDate(on, today) : absoluteDate(on, today);
  return `${day} ${timeIn(zone, atMs)}`;
}
