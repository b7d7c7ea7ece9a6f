/**
 * What an amended deal would change in a plan that stands: the playbook's parts that its new facts pull in or let fall.
 * Dates, owners and what a person changed stay; what falls away is skipped, never removed, and what is done stays done.
 */
import { buildPlan } from './build-plan.ts';
import { copyState } from './copy-state.ts';
import { openAgain } from './commands/reopen-task.ts';
import { resolveBlockersOf } from './commands/resolve-blocker.ts';
import { changeOnboarding, type Command, happened, requireStatus, unchanged } from './commands/outcome.ts';
import type { Actor, Instant, OnboardingState, Task } from './model.ts';
import type { Playbook } from './playbook.ts';

export interface PlanAmendment {
  added: Task[];
  dropped: Task[];
  /** names of integration items that come with it */
  integrations: string[];
}

export const amendmentReason = 'The deal was amended';

const isOpen = ({ status }: Task): boolean => status === 'pending' || status === 'in_progress' || status === 'blocked';
const missingIn = <T extends { id: string }>(rows: readonly T[], known: readonly { id: string }[]): T[] => {
  const ids = new Set(known.map(({ id }) => id));
  return rows.filter(({ id }) => !ids.has(id));
};

const rebuilt = ({ onboarding, members, people }: OnboardingState, playbook: Playbook, now: Instant): OnboardingState =>
  buildPlan({ onboarding, playbook, members, people, now });

/** Skipped by an amendment before, and needed again. */
const returning = (state: OnboardingState, built: OnboardingState): Task[] => {
  const needed = new Set(built.tasks.map(({ id }) => id));
  return state.tasks.filter(
    ({ id, status, skipReason }) => status === 'skipped' && skipReason === amendmentReason && needed.has(id),
  );
};

const compare = (state: OnboardingState, built: OnboardingState): PlanAmendment => ({
  added: [...missingIn(built.tasks, state.tasks).filter(({ type }) => type !== 'role'), ...returning(state, built)],
  // who fills a role is no part of the deal
  dropped: missingIn(state.tasks, built.tasks).filter((task) => task.type !== 'role' && isOpen(task)),
  // a system that comes with two environments is named once
  integrations: [...new Set(missingIn(built.integrationItems, state.integrationItems).map(({ name }) => name))],
});

/** Nothing while there is no plan. */
export const planAmendment = (state: OnboardingState, playbook: Playbook | null, now: Instant): PlanAmendment =>
  playbook === null || state.tasks.length === 0
    ? { added: [], dropped: [], integrations: [] }
    : compare(state, rebuilt(state, playbook, now));

const isAmended = ({ code }: OnboardingState['onboarding']['problems'][number]): boolean => code === 'amended';

/** Applies it and closes the problem that told of it; with nothing to change it only closes that. */
export const applyAmendment: Command<Record<string, never>> = (state, _input, actor, now, playbook) => {
  requireStatus(state, 'apply-amendment');
  const { problems } = state.onboarding;
  if (playbook === null || state.tasks.length === 0) return unchanged(state);
  const built = rebuilt(state, playbook, now);
  const { added, dropped, integrations } = compare(state, built);
  const closed = changeOnboarding(state, { problems: problems.filter((problem) => !isAmended(problem)) });
  if (added.length + dropped.length + integrations.length === 0)
    return problems.some(isAmended)
      ? happened(closed, 'problem_dismissed', null, { code: 'amended' })
      : unchanged(state);
  const back = new Set(returning(state, built).map(({ id }) => id));
  const next = copyState(skipAll(closed, dropped, actor, now));
  next.phases.push(...missingIn(built.phases, next.phases));
  next.milestones.push(...missingIn(built.milestones, next.milestones));
  next.integrationItems.push(...missingIn(built.integrationItems, next.integrationItems));
  next.members.push(...missingIn(built.members, next.members));
  const dependencies = new Map(built.tasks.map(({ id, dependsOn }) => [id, dependsOn]));
  for (const task of next.tasks) if (back.has(task.id)) Object.assign(task, openAgain(now));
  for (const task of next.tasks) if (isOpen(task)) task.dependsOn = dependencies.get(task.id) ?? task.dependsOn;
  const present = next.phases.find(({ status }) => status !== 'done')?.id;
  const isOver = (phaseId: string): boolean =>
    next.phases.some(({ id, status }) => id === phaseId && status === 'done');
  next.tasks.push(...added.filter(({ id }) => !back.has(id)).map((task) => ({ ...task, baselineDueOn: null })));
  // a phase that is over is not opened again for what comes late
  const late = new Set(added.map(({ id }) => id));
  for (const task of next.tasks) if (late.has(task.id) && isOver(task.phaseId)) task.phaseId = present ?? task.phaseId;
  return happened(next, 'plan_amended', null, {
    added: added.map(({ name }) => name),
    dropped: dropped.map(({ name }) => name),
    integrations,
  });
};

const skipAll = (state: OnboardingState, dropped: readonly Task[], actor: Actor, now: Instant): OnboardingState => {
  const ids = new Set(dropped.map(({ id }) => id));
  const freed = dropped.reduce((free, { id }) => resolveBlockersOf(free, id, amendmentReason, actor, now), state);
  return {
    ...freed,
    tasks: freed.tasks.map((task) =>
      ids.has(task.id) ? { ...task, status: 'skipped' as const, skipReason: amendmentReason } : task,
    ),
  };
};
