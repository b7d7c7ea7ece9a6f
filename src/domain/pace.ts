/** How long the work of each side takes, measured against the plan. */
import { businessDaysBetween, type Calendar, localDate } from './calendar.ts';
import type { LocalDate, OnboardingState, Side, Task } from './model.ts';

export interface Pace {
  /** actual ÷ planned business days: 2 takes twice as long as planned */
  ratio: number;
  /** tasks that it was seen in */
  count: number;
}

/** business days at the planned pace that stand for what is not known yet */
const priorDays = 5;
/** one task says nothing about the next */
const fewestTasks = 2;
const shortestDays = 0.25;

interface Taken {
  side: Side;
  planned: number;
  actual: number;
}

/** What is done, and what is open already for longer than it should take. */
const takenBy = (task: Task, timezone: string, today: LocalDate, calendar: Calendar): Taken[] => {
  if (task.readyAt === null || task.status === 'skipped' || task.status === 'blocked') return [];
  const until = task.doneAt === null ? today : localDate(task.doneAt, timezone);
  const actual = Math.max(shortestDays, businessDaysBetween(localDate(task.readyAt, timezone), until, calendar));
  const planned = Math.max(shortestDays, task.schedule.durationDays);
  return task.status === 'done' || actual > planned ? [{ side: task.side, planned, actual }] : [];
};

/**
 * pace(side) = (Σ actual + 5) ÷ (Σ planned + 5) in business days, over the side's tasks that are done, counted from when
 * each could begin, and over those that are open for longer than planned. A side with fewer than two has none. What was
 * blocked says nothing about who waited.
 */
export const pacesOf = (
  { onboarding, tasks }: OnboardingState,
  today: LocalDate,
  calendar: Calendar,
): ReadonlyMap<Side, Pace> => {
  const taken = tasks.flatMap((task) => takenBy(task, onboarding.timezone, today, calendar));
  const paces = new Map<Side, Pace>();
  for (const side of ['customer', 'team', 'partner'] as const) {
    const own = taken.filter((one) => one.side === side);
    if (own.length < fewestTasks) continue;
    const sum = (of: (one: Taken) => number): number => own.reduce((total, one) => total + of(one), priorDays);
    paces.set(side, { ratio: sum(({ actual }) => actual) / sum(({ planned }) => planned), count: own.length });
  }
  return paces;
};
