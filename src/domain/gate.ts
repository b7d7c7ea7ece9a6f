/** Gates: what must be true before a phase is entered or left, and what still is not. */
import type { Gate, GateCriterion, IntegrationItem, OnboardingState, Phase } from './model.ts';

export interface MissingCriterion {
  /** index in the gate's criteria */
  index: number;
  criterion: GateCriterion;
  /** the fact, in words */
  why: string;
}

const isSettled = (status: string): boolean => status === 'done' || status === 'skipped';

/** Staging is on the way: what has a production environment is validated there, anything else where it is. */
export const isWhereItCounts = (item: IntegrationItem, { integrationItems }: OnboardingState): boolean =>
  item.environment === 'production' ||
  !integrationItems.some(({ key, environment }) => key === item.key && environment === 'production');

const tasksInQuestion = (state: OnboardingState, phase: Phase, isEntry: boolean): OnboardingState['tasks'] => {
  if (!isEntry) return state.tasks.filter((task) => task.phaseId === phase.id);
  const earlier = new Set(state.phases.filter((other) => other.position < phase.position).map(({ id }) => id));
  return state.tasks.filter((task) => earlier.has(task.phaseId));
};

const whyNot = (criterion: GateCriterion, state: OnboardingState, phase: Phase, isEntry: boolean): string | null => {
  switch (criterion.kind) {
    case 'phase_done': {
      const other = state.phases.find(({ key }) => key === criterion.phase);
      return !other || other.status === 'done' ? null : `phase ${other.name} is not done`;
    }
    case 'milestone_done': {
      const milestone = state.milestones.find(({ key }) => key === criterion.milestone);
      return !milestone || milestone.status === 'done' ? null : `milestone ${milestone.name} is not reached`;
    }
    case 'tasks_done': {
      const open = tasksInQuestion(state, phase, isEntry).filter(({ status }) => !isSettled(status));
      return open.length === 0 ? null : `${open.length} ${open.length === 1 ? 'task is' : 'tasks are'} open`;
    }
    case 'integrations_validated': {
      const open = state.integrationItems.filter(
        (item) =>
          criterion.integrations.includes(item.key) &&
          isWhereItCounts(item, state) &&
          item.status !== 'validated_in_production',
      );
      return open.length === 0
        ? null
        : `not validated in production: ${[...new Set(open.map(({ name }) => name))].join(', ')}`;
    }
    case 'no_open_blockers': {
      const own = new Set(tasksInQuestion(state, phase, isEntry).map(({ id }) => id));
      const open = state.blockers.filter(
        (blocker) => blocker.resolvedAt === null && (blocker.taskId === null || own.has(blocker.taskId)),
      );
      return open.length === 0
        ? null
        : `${open.length} open ${open.length === 1 ? 'blocker' : 'blockers'}: ${open.map(({ what }) => what).join('; ')}`;
    }
    case 'approval':
      return criterion.approvedAt === null ? `"${criterion.label}" is not approved` : null;
  }
};

/** What a gate still waits for; empty when it may be passed. Entry gates look at earlier phases, exit gates at their own. */
export const missingFor = (which: 'entry' | 'exit', phase: Phase, state: OnboardingState): MissingCriterion[] => {
  const gate: Gate = which === 'entry' ? phase.entryGate : phase.exitGate;
  return gate.criteria.flatMap((criterion, index) => {
    const why = whyNot(criterion, state, phase, which === 'entry');
    return why === null ? [] : [{ index, criterion, why }];
  });
};
