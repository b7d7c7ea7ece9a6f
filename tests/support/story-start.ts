import { isWorkingDay } from '../../src/domain/calendar.ts';
import { addDays } from '../../src/domain/local-date.ts';

const weekFrom = (day: string): string[] => [1, 2, 3, 4, 5, 8].map((days) => addDays(day, days));
const isQuiet = (day: string): boolean =>
  weekFrom(day).every((one) => ['DE', 'US'].every((country) => isWorkingDay(one, { country })));

/**
 * When a story begins: five by UTC of a Sunday to come, before a week in which nobody has a holiday. So it goes the same
 * way on whichever day and at whichever hour it is told.
 */
export function storyStart(now: Date): Date {
  const start = new Date(now);
  start.setUTCHours(5, 0, 0, 0);
  while (start <= now || start.getUTCDay() !== 0 || !isQuiet(start.toISOString().slice(0, 10)))
    start.setUTCDate(start.getUTCDate() + 1);
  return start;
}
