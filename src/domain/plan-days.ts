import { localDate } from './calendar.ts';
import { fromDay, toDay } from './local-date.ts';
import type { Instant, LocalDate, Task } from './model.ts';
import { type Calendar, type WorkingDays, workingDaysOf } from './working-days.ts';

export interface PlanDaysOptions {
  kickoffOn: LocalDate | null;
  goLiveOn: LocalDate | null;
  calendar: Calendar;
  today: LocalDate;
  timezone: string;
}

export const unbounded = Number.NEGATIVE_INFINITY;

/** A plan's dates as ordinals of its working days. */
export class PlanDays {
  readonly #days: WorkingDays;
  readonly #timezone: string;
  readonly today: number;
  readonly kickoff: number;
  readonly goLive: number | null;
  readonly #dates = new Map<number, LocalDate>();

  constructor(options: PlanDaysOptions) {
    this.#days = workingDaysOf(options.calendar);
    this.#timezone = options.timezone;
    this.today = this.ordinal(options.today);
    this.kickoff = options.kickoffOn === null ? this.today : this.ordinal(options.kickoffOn);
    this.goLive = options.goLiveOn === null ? null : this.ordinal(options.goLiveOn);
  }

  ordinal(date: LocalDate): number {
    return this.#days.ordinalFrom(toDay(date));
  }
  ordinalOf(instant: Instant): number {
    return this.ordinal(localDate(instant, this.#timezone));
  }

  date(ordinal: number): LocalDate {
    const date = this.#dates.get(ordinal) ?? fromDay(this.#days.day(ordinal));
    this.#dates.set(ordinal, date);
    return date;
  }

  /** When work can begin: the dependencies' end; a task without any waits for the kickoff unless it is dated from it. */
  begin({ schedule, dependsOn }: Pick<Task, 'schedule' | 'dependsOn'>, freed: number): number {
    const isHeldByKickoff = schedule.from !== 'kickoff' && (dependsOn.length === 0 || freed === unbounded);
    return isHeldByKickoff ? Math.max(freed, this.kickoff) : freed;
  }

  /** Not due before: kickoff or go-live plus offset. */
  anchor({ schedule }: Pick<Task, 'schedule'>): number {
    if (schedule.from === 'kickoff') return this.kickoff + schedule.offsetDays;
    if (schedule.from === 'go_live' && this.goLive !== null) return this.goLive + schedule.offsetDays;
    return unbounded;
  }
}
