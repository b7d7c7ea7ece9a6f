/** How far work is ahead of the published plan. */
import { orderOf } from './dependency-graph.ts';
import type { OnboardingState, Task } from './model.ts';
import { type PlanDays, unbounded } from './plan-days.ts';
import { graphOf } from './schedule-graph.ts';

/** When something ends: by the published plan, and as things stand. */
interface End {
  meant: number;
  expected: number;
}

const nothing: End = { meant: unbounded, expected: unbounded };

const lastOf = (ends: readonly End[]): End =>
  ends.reduce(
    (last, { meant, expected }) => ({
      meant: Math.max(last.meant, meant),
      expected: Math.max(last.expected, expected),
    }),
    nothing,
  );

const leadOf = ({ meant, expected }: End): number =>
  Number.isFinite(meant) && Number.isFinite(expected) ? Math.max(0, meant - expected) : 0;

/** Open work keeps the lead that it was given; what was skipped takes no time. */
const endOf = (task: Task, before: End, days: PlanDays): End => {
  const meantOn = task.baselineDueOn ?? task.dueOn;
  if (task.status === 'skipped' || meantOn === null) return before;
  const meant = days.ordinal(meantOn);
  const doneAt = task.status === 'done' ? task.doneAt : null;
  const expected = doneAt === null ? Math.max(days.today, meant - leadOf(before)) : days.ordinalOf(doneAt);
  return { meant, expected };
};

/**
 * Business days by which all that a task waits for is there earlier than the published plan meant, in the order of the
 * tasks. What a phase waited for counts although it has been entered.
 */
export const leadsOf = ({ tasks, phases, milestones }: OnboardingState, days: PlanDays): number[] => {
  const asPlanned = phases.map((phase) => ({ ...phase, status: 'not_started' as const }));
  const { waitsFor } = graphOf(tasks, asPlanned, milestones);
  const ends: End[] = [];
  const leads = tasks.map(() => 0);
  for (const node of orderOf(waitsFor).order) {
    const before = lastOf((waitsFor[node] ?? []).map((other) => ends[other] ?? nothing));
    const task = tasks[node];
    ends[node] = task ? endOf(task, before, days) : before;
    if (task) leads[node] = leadOf(before);
  }
  return leads;
};
