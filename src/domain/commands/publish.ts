import { AppError } from '../../errors.ts';
import { wasUnderWay } from '../aboard.ts';
import { localDate, workingDayFrom } from '../calendar.ts';
import { laterOf } from '../local-date.ts';
import type { Instant, LocalDate, OnboardingState } from '../model.ts';
import { copyState } from '../copy-state.ts';
import { kickoffMark } from '../marks.ts';
import { applySchedule, kickoffFrom, planCalendar, scheduleOf } from '../plan-dates.ts';
import type { Playbook, Role } from '../playbook.ts';
import { actsFor, changeOnboarding, type Command, happened, notNow, requireDate, requireStatus } from './outcome.ts';
import { moveKickoff } from './set-kickoff.ts';

/** Whom a playbook names that names nobody. */
const usualRoles = ['team.csm', 'team.implementation_manager'] as const;

export const publishers = (playbook: Pick<Playbook, 'publish'> | null): readonly Role[] =>
  playbook?.publish.roles ?? usualRoles;

/**
 * The draft becomes the plan: dated from the kickoff, kept as the baseline, and from now on the customer hears from
 * us. A kickoff that passed while the plan was a draft is today, or when its meeting can be. Only whom the playbook names, or a manager; what acts
 * without a person does so because the playbook publishes by itself, or by a key that has a manager's rights.
 */
export const publish: Command<{ kickoffOn?: LocalDate }> = (state, input, actor, now, playbook) => {
  requireStatus(state, 'publish');
  if (actor.kind !== 'system' && !actsFor(state, actor, publishers(playbook))) {
    throw new AppError('forbidden', {
      message: 'The plan is published by whom the playbook names, or by a manager',
      details: { roles: publishers(playbook) },
    });
  }
  if (state.tasks.length === 0) throw notNow('There is no plan to publish yet');
  const calendar = planCalendar(state.onboarding, playbook);
  const today = workingDayFrom(localDate(now, state.onboarding.timezone), calendar);
  const kickoffOn = kickoffOf(state, input.kickoffOn, today, playbook, now);
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

/** A day that is only confirmed is no choice: the dialog names the draft's own. */
const kickoffOf = (
  state: OnboardingState,
  wanted: LocalDate | undefined,
  today: LocalDate,
  playbook: Playbook | null,
  now: Instant,
): LocalDate => {
  const { kickoffOn, chase } = state.onboarding;
  if (wanted !== undefined && wanted !== kickoffOn) return requireDate(wanted, 'Kickoff');
  if (kickoffOn !== null && wasUnderWay(state)) return kickoffOn;
  const earliestOn = laterOf(kickoffOn ?? today, today);
  return chase[kickoffMark] === undefined ? kickoffFrom(state, earliestOn, playbook, now) : earliestOn;
};
