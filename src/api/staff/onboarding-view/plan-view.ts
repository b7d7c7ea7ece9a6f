/** Tasks, milestones, phases with their gates, as the console shows them. */
import type { z } from 'zod';
import type {
  gate as gateSchema,
  onboardingView,
  taskView as taskSchema,
} from '../../../contracts/api/onboarding-views.ts';
import { endOfWorkingDay } from '../../../domain/calendar.ts';
import { missingFor } from '../../../domain/gate.ts';
import type { Gate, GateCriterion, OnboardingState, Phase, Side, Task } from '../../../domain/model.ts';
import { riskMark } from '../../../domain/marks.ts';
import { isAtRisk, laterMilestones } from '../../../domain/milestone-risk.ts';
import { moveOnScreen } from '../../../domain/move-reason.ts';
import type { Playbook } from '../../../domain/playbook.ts';
import type { OnboardingExtras } from '../../../db/queries/onboarding-extras.ts';
import type { People } from './people-refs.ts';

export type OnboardingView = z.output<typeof onboardingView>;
export type TaskView = z.output<typeof taskSchema>;

const defaultWorkEnd = 1020;

/** Late from the end of the owner's working day; clocks stop while on hold. */
export function isLate(task: Task, { onboarding, people }: OnboardingState, now: Date): boolean {
  const isRunning = onboarding.status === 'active' || onboarding.status === 'live';
  if (!isRunning || task.dueOn === null || task.status === 'done' || task.status === 'skipped') return false;
  const owner = people.find(({ id }) => id === task.ownerId);
  return (
    Date.parse(
      endOfWorkingDay(task.dueOn, {
        timezone: owner?.timezone ?? onboarding.timezone,
        workEnd: owner?.workEnd ?? defaultWorkEnd,
      }),
    ) < now.getTime()
  );
}

interface Viewing {
  people: People;
  now: Date;
  /** the reader's */
  side: Side;
}

/** What the plan itself says of it. */
export function taskView(task: Task, state: OnboardingState, { people, now, side }: Viewing): Omit<TaskView, 'ticket'> {
  const critical = state.onboarding.forecast?.criticalTaskIds ?? [];
  return {
    id: task.id,
    key: task.key,
    name: task.name,
    phaseId: task.phaseId,
    milestoneId: task.milestoneId,
    workstream: task.workstream,
    type: task.type,
    side: task.side,
    role: task.role,
    owner: people.ref(task.ownerId),
    visibility: task.visibility,
    status: task.status,
    isReady: task.readyAt !== null,
    isOverdue: isLate(task, state, now),
    isCritical: critical.includes(task.id),
    startOn: task.startOn,
    dueOn: task.dueOn,
    isDueLocked: task.isDueLocked,
    baselineDueOn: task.baselineDueOn,
    dueMoved: task.dueMoved && { ...task.dueMoved, reason: moveOnScreen(task.dueMoved.reason, state.tasks, side) },
    dependsOn: task.dependsOn,
    howTo: task.howTo,
    plannedHours: task.plannedHours,
    doneAt: task.doneAt,
    doneBy: task.doneVia ?? people.name(task.doneById),
    skipReason: task.skipReason,
    snoozedUntil: task.snoozedUntil,
    fillsRole: task.fillsRole,
    nudgeCount: task.nudgeCount,
    lastNudgedAt: task.lastNudgedAt,
    holdUntil: task.chase.holdUntil ?? null,
  };
}

const labelOf = (criterion: GateCriterion, state: OnboardingState): string => {
  switch (criterion.kind) {
    case 'phase_done':
      return `Phase “${state.phases.find(({ key }) => key === criterion.phase)?.name ?? criterion.phase}” is done`;
    case 'milestone_done':
      return `Milestone “${state.milestones.find(({ key }) => key === criterion.milestone)?.name ?? criterion.milestone}” is reached`;
    case 'tasks_done':
      return 'Every task is done or skipped';
    case 'integrations_validated':
      return `Validated in production: ${criterion.integrations.map((key) => state.integrationItems.find((item) => item.key === key)?.name ?? key).join(', ')}`;
    case 'no_open_blockers':
      return 'No blocker is open';
    case 'approval':
      return criterion.label;
  }
};

function gateView(which: 'entry' | 'exit', phase: Phase, state: OnboardingState): z.output<typeof gateSchema> {
  const gate: Gate = which === 'entry' ? phase.entryGate : phase.exitGate;
  const missing = new Set(missingFor(which, phase, state).map(({ index }) => index));
  return {
    responsibleRole: gate.responsibleRole,
    passedAt: gate.passedAt,
    criteria: gate.criteria.map((criterion, index) => ({
      kind: criterion.kind,
      label: labelOf(criterion, state),
      isMet: !missing.has(index),
      approval: criterion.kind === 'approval' ? { role: criterion.role, approvedAt: criterion.approvedAt } : null,
    })),
  };
}

/** At risk now, or told of and not yet over. */
function risksOf(
  state: OnboardingState,
  playbook: Playbook | null,
  now: Date,
): Map<string, OnboardingView['milestones'][number]['risk']> {
  const { status, chase } = state.onboarding;
  const later = status === 'active' ? laterMilestones(state, { now: now.toISOString(), playbook }) : [];
  return new Map(
    later
      .filter((risk) => isAtRisk(risk) || chase[riskMark(risk.milestoneId)] !== undefined)
      .map((risk) => [risk.milestoneId, { expectedOn: risk.expectedOn, reason: risk.reason }]),
  );
}

export function planView(
  state: OnboardingState,
  people: People,
  { tickets, playbook, now }: { tickets: OnboardingExtras['tickets']; playbook: Playbook | null; now: Date },
): Pick<OnboardingView, 'phases' | 'milestones' | 'tasks' | 'blockers' | 'integrationItems'> {
  const risks = risksOf(state, playbook, now);
  const taskNames = new Map(state.tasks.map((task) => [task.id, task.name]));
  return {
    phases: state.phases.map((phase) => ({
      id: phase.id,
      key: phase.key,
      name: phase.name,
      status: phase.status,
      ownerRole: phase.ownerRole,
      owner: people.inRole(phase.ownerRole),
      entryGate: gateView('entry', phase, state),
      exitGate: gateView('exit', phase, state),
    })),
    milestones: state.milestones.map((milestone) => ({
      id: milestone.id,
      phaseId: milestone.phaseId,
      key: milestone.key,
      name: milestone.name,
      status: milestone.status,
      definitionOfDone: milestone.definitionOfDone,
      completion: milestone.completion,
      isFirstValue: milestone.isFirstValue,
      isGoLive: milestone.isGoLive,
      targetOn: milestone.targetOn,
      baselineOn: milestone.baselineOn,
      doneAt: milestone.doneAt,
      risk: risks.get(milestone.id) ?? null,
    })),
    tasks: state.tasks.map((task) => ({
      ...taskView(task, state, { people, now, side: 'team' }),
      ticket: tickets[task.id] ?? null,
    })),
    blockers: state.blockers.map((blocker) => ({
      id: blocker.id,
      taskId: blocker.taskId,
      taskName: blocker.taskId ? (taskNames.get(blocker.taskId) ?? null) : null,
      what: blocker.what,
      side: blocker.side,
      person: people.ref(blocker.personId),
      expectedOn: blocker.expectedOn,
      openedAt: blocker.openedAt,
      openedBy: people.name(blocker.openedById),
      resolvedAt: blocker.resolvedAt,
      resolution: blocker.resolution,
    })),
    integrationItems: state.integrationItems.map((item) => ({
      id: item.id,
      key: item.key,
      name: item.name,
      environment: item.environment,
      ownerRole: item.ownerRole,
      status: item.status,
      note: item.note,
      checks: item.checks.map(({ key, name, doneAt }) => ({ key, name, doneAt })),
    })),
  };
}
