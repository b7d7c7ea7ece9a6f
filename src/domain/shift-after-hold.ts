/** Clocks stand still on hold: on resuming, what was open gets the business days back that passed meanwhile. */
import { addBusinessDays, businessDaysBetween, localDate, startOfLocalDay } from './calendar.ts';
import type { Instant, OnboardingState } from './model.ts';
import type { Calendar } from './working-days.ts';

/**
 * Moves what the schedule is worked out from, in place: the time since which open tasks are ready, offsets from a
 * kickoff that lies behind, a kickoff or go-live still ahead, and locked dates that the hold has overrun. Schedule
 * afterwards. Returns the business days held.
 */
export const shiftAfterHold = (
  state: OnboardingState,
  heldAt: Instant,
  resumedAt: Instant,
  calendar: Calendar,
): number => {
  const { onboarding } = state;
  const { timezone } = onboarding;
  const heldOn = localDate(heldAt, timezone);
  const resumedOn = localDate(resumedAt, timezone);
  const days = businessDaysBetween(heldOn, resumedOn, calendar);
  if (days <= 0) return 0;
  const isKickoffAhead = onboarding.kickoffOn !== null && onboarding.kickoffOn >= heldOn;
  if (onboarding.kickoffOn !== null && isKickoffAhead)
    onboarding.kickoffOn = addBusinessDays(onboarding.kickoffOn, days, calendar);
  if (onboarding.targetGoLiveOn !== null && onboarding.targetGoLiveOn >= heldOn) {
    onboarding.targetGoLiveOn = addBusinessDays(onboarding.targetGoLiveOn, days, calendar);
  }
  for (const task of state.tasks) {
    if (task.status === 'done' || task.status === 'skipped') continue;
    if (task.readyAt !== null)
      task.readyAt = startOfLocalDay(addBusinessDays(localDate(task.readyAt, timezone), days, calendar), timezone);
    if (task.schedule.from === 'kickoff' && !isKickoffAhead)
      task.schedule = { ...task.schedule, offsetDays: task.schedule.offsetDays + days };
    if (task.isDueLocked && task.dueOn !== null && task.dueOn >= heldOn && task.dueOn < resumedOn)
      task.dueOn = addBusinessDays(task.dueOn, days, calendar);
  }
  return days;
};
