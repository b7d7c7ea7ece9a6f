import {
  changeMilestone,
  changeOnboarding,
  type Command,
  happened,
  notNow,
  requireMilestone,
  requireStatus,
  requireText,
  unchanged,
} from './outcome.ts';

/** Takes a person's confirmation back. */
export const reopenMilestone: Command<{ milestoneId: string; reason: string }> = (state, input) => {
  const milestone = requireMilestone(state, input.milestoneId);
  if (milestone.status !== 'done') return unchanged(state);
  requireStatus(state, 'reopen-milestone');
  const reason = requireText(input.reason, 'A reason');
  if (milestone.isGoLive && state.onboarding.liveAt !== null) throw notNow('Go-live cannot be taken back');
  if (milestone.completion === 'tasks') throw notNow(`“${milestone.name}” follows its tasks: reopen one of them`);
  const reopened = changeMilestone(state, milestone.id, { status: 'in_progress', doneAt: null, doneById: null });
  const next = milestone.isFirstValue ? changeOnboarding(reopened, { firstValueAt: null }) : reopened;
  return happened(next, 'milestone_reopened', milestone.id, { name: milestone.name, reason });
};
