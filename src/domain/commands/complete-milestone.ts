import {
  changeMilestone,
  type Command,
  happened,
  isSettled,
  notNow,
  requireMilestone,
  requireStatus,
  unchanged,
} from './outcome.ts';

/** A person confirms the definition of done, once the tasks that count towards it are settled. */
export const completeMilestone: Command<{ milestoneId: string }> = (state, { milestoneId }, actor, now) => {
  const milestone = requireMilestone(state, milestoneId);
  if (milestone.status === 'done') return unchanged(state);
  requireStatus(state, 'complete-milestone');
  if (milestone.isGoLive) throw notNow(`“${milestone.name}” is reached by approving go-live`);
  if (milestone.completion === 'tasks') throw notNow(`“${milestone.name}” is reached when its tasks are done`);
  const open = state.tasks.filter((task) => task.milestoneId === milestoneId && !isSettled(task));
  if (open.length > 0) throw notNow(`Still open: ${open.map(({ name }) => name).join(', ')}`);
  return happened(
    changeMilestone(state, milestoneId, { status: 'done', doneAt: now, doneById: actor.id }),
    'milestone_done',
    milestoneId,
    { name: milestone.name },
  );
};
