import { localDate, workingDayFrom } from '../calendar.ts';
import { laterOf } from '../local-date.ts';
import type { LocalDate } from '../model.ts';
import { copyState } from '../copy-state.ts';
import { applySchedule, planCalendar, scheduleOf } from '../plan-dates.ts';
import { changeOnboarding, type Command, happened, notNow, requireDate, requireStatus } from './outcome.ts';
import { moveKickoff } from './set-kickoff.ts';

/**
 * The draft becomes the plan: dated from the kickoff, kept as the baseline, and from now on the customer hears from
 * us. A kickoff that passed while the plan was a draft is today.
 */
export const publish: Command<{ kickoffOn?: LocalDate }> = (state, input, _actor, now, playbook) => {
  requireStatus(state, 'publish');
  if (state.tasks.length === 0) throw notNow('There is no plan to publish yet');
  const calendar = planCalendar(state.onboarding, playbook);
  const today = workingDayFrom(localDate(now, state.onboarding.timezone), calendar);
  const kickoffOn =
    input.kickoffOn === undefined
      ? laterOf(state.onboarding.kickoffOn ?? today, today)
      : requireDate(input.kickoffOn, 'Kickoff');
  const moved = moveKickoff(state, kickoffOn, playbook);
  const dated = copyState(changeOnboarding(moved, { status: 'active', publishedAt: now }));
  const planned = scheduleOf(dated, playbook, now);
  applySchedule(dated, planned);
  for (const task of dated.tasks) task.baselineDueOn = task.dueOn;
  for (const milestone of dated.milestones) milestone.baselineOn = milestone.targetOn;
  const milestones = Object.fromEntries(dated.milestones.map(({ key, targetOn }) => [key, targetOn]));
  dated.onboarding.planBaseline = { goLiveOn: planned.goLiveOn, milestones, at: now };
  return happened(dated, 'published', null, { kickoffOn, goLiveOn: planned.goLiveOn, tasks: dated.tasks.length });
};
