/** Whether go-live may be approved, and what still stands in its way. */
import type { Milestone, OnboardingState } from './model.ts';

const shown = 3;

const inWords = (names: readonly string[]): string =>
  names
    .slice(0, shown)
    .map((name) => `“${name}”`)
    .join(', ') + (names.length > shown ? ` and ${names.length - shown} more` : '');

const gapsOf = (milestone: Milestone, { tasks, phases, blockers }: OnboardingState): string[] => {
  const gaps: string[] = [];
  const phase = phases.find(({ id }) => id === milestone.phaseId);
  if (phase?.status === 'not_started') gaps.push(`phase “${phase.name}” has not begun`);
  const own = tasks.filter(({ milestoneId }) => milestoneId === milestone.id);
  const counted = own.length > 0 ? own : tasks.filter(({ phaseId }) => phaseId === milestone.phaseId);
  const open = counted.filter(({ status }) => status !== 'done' && status !== 'skipped');
  if (open.length > 0)
    gaps.push(`${open.length === 1 ? 'a task is' : 'tasks are'} open: ${inWords(open.map(({ name }) => name))}`);
  const blocking = blockers.filter((blocker) => blocker.resolvedAt === null && blocker.milestoneId === milestone.id);
  if (blocking.length > 0) gaps.push(`blocked by ${inWords(blocking.map(({ what }) => what))}`);
  return gaps;
};

/** What is missing before go-live, as sentence parts; empty when it may be approved. */
export const goLiveGaps = (state: OnboardingState): string[] => [
  ...new Set(
    state.milestones
      .filter(({ isGoLive, status }) => isGoLive && status !== 'done')
      .flatMap((milestone) => gapsOf(milestone, state)),
  ),
];
