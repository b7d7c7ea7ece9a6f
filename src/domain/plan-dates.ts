/** The schedule of a whole onboarding, worked out and written into its tasks and milestones. */
import { localDate } from './calendar.ts';
import { laterOf } from './local-date.ts';
import type { Instant, LocalDate, Onboarding, OnboardingState } from './model.ts';
import type { Playbook } from './playbook.ts';
import { type Schedule, type ScheduleOptions, schedule } from './schedule.ts';
import type { Calendar } from './working-days.ts';

/** Monday to Friday in the customer's country, else in the playbook's. */
export const planCalendar = (
  onboarding: Pick<Onboarding, 'calendarCountry'>,
  playbook: Pick<Playbook, 'calendar'> | null,
): Calendar => {
  const country = onboarding.calendarCountry ?? playbook?.calendar.country ?? null;
  const isPlaybooksOwn = country === playbook?.calendar.country;
  return { country, region: isPlaybooksOwn ? (playbook?.calendar.region ?? null) : null };
};

/** What the schedule goes by, at `now`. Open blockers with an expected date hold their task's end back. */
export const scheduleOptions = (
  state: OnboardingState,
  playbook: Pick<Playbook, 'calendar' | 'dates'> | null,
  now: Instant,
) => {
  const { onboarding } = state;
  const notBefore = new Map<string, LocalDate>();
  for (const { taskId, expectedOn, resolvedAt } of state.blockers) {
    if (taskId === null || expectedOn === null || resolvedAt !== null) continue;
    const known = notBefore.get(taskId);
    if (known === undefined || known < expectedOn) notBefore.set(taskId, expectedOn);
  }
  return {
    kickoffOn: onboarding.kickoffOn,
    goLiveOn: onboarding.targetGoLiveOn,
    calendar: planCalendar(onboarding, playbook),
    today: localDate(now, onboarding.timezone),
    timezone: onboarding.timezone,
    phases: state.phases,
    milestones: state.milestones,
    datesFrom: playbook?.dates.from ?? 'kickoff',
    notBefore,
  } satisfies ScheduleOptions;
};

/** Schedules the state as it is at `now`. */
export const scheduleOf = (
  state: OnboardingState,
  playbook: Pick<Playbook, 'calendar' | 'dates'> | null,
  now: Instant,
): Schedule => schedule(state.tasks, scheduleOptions(state, playbook, now));

/**
 * The kickoff at `earliestOn`, or on the day on which what is due at the kickoff, its meeting, can take place after all
 * that it waits for. So the date that people read is the date of the meeting.
 */
export const kickoffFrom = (
  state: OnboardingState,
  earliestOn: LocalDate,
  playbook: Pick<Playbook, 'calendar' | 'dates'> | null,
  now: Instant,
): LocalDate => {
  const planned = { ...state, onboarding: { ...state.onboarding, kickoffOn: earliestOn } };
  const { tasks } = scheduleOf(planned, playbook, now);
  return state.tasks
    .filter(({ schedule: rule }) => rule.from === 'kickoff' && rule.offsetDays === 0)
    .filter(({ status }) => status !== 'done' && status !== 'skipped')
    .flatMap(({ id }) => tasks.get(id)?.dueOn ?? [])
    .reduce(laterOf, earliestOn);
};

export interface DateMove {
  taskId: string;
  from: LocalDate | null;
  to: LocalDate;
}

/** Writes start, due and milestone dates into the state; returns the due dates that changed. Settled tasks keep theirs. */
export const applySchedule = (state: OnboardingState, { tasks, milestoneOn }: Schedule): DateMove[] => {
  const moved: DateMove[] = [];
  for (const task of state.tasks) {
    const dates = tasks.get(task.id);
    if (!dates || task.status === 'done' || task.status === 'skipped') continue;
    if (task.dueOn !== dates.dueOn) moved.push({ taskId: task.id, from: task.dueOn, to: dates.dueOn });
    task.startOn = dates.startOn;
    task.dueOn = dates.dueOn;
  }
  for (const milestone of state.milestones) {
    if (milestone.status !== 'done') milestone.targetOn = milestoneOn.get(milestone.id) ?? milestone.targetOn;
  }
  return moved;
};
