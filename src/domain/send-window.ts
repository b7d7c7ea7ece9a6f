/** When a person may be written to: inside their working hours, on their working days. */
import { addBusinessDays, atLocalTime, isWorkingDay, localDate, localMinutes } from './calendar.ts';
import type { Instant } from './model.ts';
import { type WorkHours, todayOf } from './work-hours.ts';

/** Working hours by the wall clock, holidays and days off left out; the end is excluded. */
export const isInWindow = (now: Instant, hours: WorkHours): boolean => {
  const minutes = localMinutes(now, hours.timezone);
  return minutes >= hours.workStart && minutes < hours.workEnd && isWorkingDay(todayOf(hours, now), hours.calendar);
};

/** The next beginning of working hours strictly after `now`, on this or a later day. */
export const nextWindow = (now: Instant, hours: WorkHours): Instant => {
  const today = todayOf(hours, now);
  const todays = atLocalTime(today, hours.workStart, hours.timezone);
  if (todays > now && isWorkingDay(today, hours.calendar)) return todays;
  return nextDaysWindow(now, hours);
};

/** The beginning of working hours on the next working day. */
export const nextDaysWindow = (now: Instant, hours: WorkHours): Instant =>
  atLocalTime(addBusinessDays(localDate(now, hours.timezone), 1, hours.calendar), hours.workStart, hours.timezone);

/** The first moment at or after `at` inside the window. */
export const windowFrom = (at: Instant, hours: WorkHours): Instant =>
  isInWindow(at, hours) ? at : nextWindow(at, hours);

/** From then on nothing is begun any more that day: an attempt takes up to a minute, and ends within working hours. */
export const endOfWindow = (now: Instant, hours: WorkHours): Instant => {
  const lastMinute = Math.max(hours.workEnd - 1, hours.workStart + 1);
  return atLocalTime(todayOf(hours, now), lastMinute, hours.timezone);
};
