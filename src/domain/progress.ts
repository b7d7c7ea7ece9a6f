/** What follows from the tasks' states: milestones, phases with their gates, readiness, progress. */
import { missingFor } from './gate.ts';
import type { Instant, Milestone, OnboardingState, OnboardingStatus, Phase, PlannedActivity, Task } from './model.ts';

const isSettled = (task: Task): boolean => task.status === 'done' || task.status === 'skipped';

/** done ÷ (all − skipped), 0–1; 0 for a plan without tasks. */
export const progressOf = (tasks: readonly Task[]): number => {
  const counted = tasks.filter((task) => task.status !== 'skipped');
  return counted.length === 0 ? 0 : counted.filter((task) => task.status === 'done').length / counted.length;
};

interface Settling {
  state: OnboardingState;
  now: Instant;
  /** clocks run: phases may be entered and tasks become ready */
  isRunning: boolean;
  activity: PlannedActivity[];
  tasksOf: Map<string, Task[]>;
  taskById: Map<string, Task>;
}

const record = (
  settling: Settling,
  kind: string,
  subjectId: string,
  name: string,
  more: Record<string, unknown> = {},
): void => {
  settling.activity.push({ kind, subjectId, data: { name, ...more } });
};

const milestoneStatus = (milestone: Milestone, tasks: readonly Task[], { state }: Settling): Milestone['status'] => {
  const isWaitedFor = state.blockers.some(
    (blocker) => blocker.milestoneId === milestone.id && blocker.resolvedAt === null,
  );
  if (isWaitedFor || tasks.some((task) => task.status === 'blocked')) return 'blocked';
  if (tasks.every(isSettled)) {
    const phase = state.phases.find(({ id }) => id === milestone.phaseId);
    const hasBegun = tasks.length > 0 || (phase !== undefined && phase.status !== 'not_started');
    // go-live is reached by approving it, whatever its tasks say
    if (milestone.completion === 'tasks' && !milestone.isGoLive && hasBegun) return 'done';
    return tasks.length > 0 ? 'in_progress' : 'not_started';
  }
  return tasks.some((task) => task.status === 'in_progress' || task.status === 'done') ? 'in_progress' : 'not_started';
};

const settleMilestone = (milestone: Milestone, settling: Settling): void => {
  const { onboarding } = settling.state;
  const tasks = settling.tasksOf.get(milestone.id) ?? [];
  const isKept = milestone.status === 'done' && (milestone.completion === 'person' || milestone.isGoLive);
  const status = isKept ? 'done' : milestoneStatus(milestone, tasks, settling);
  if (status !== milestone.status) {
    const before = milestone.status;
    milestone.status = status;
    if (status === 'done') {
      milestone.doneAt = settling.now;
      record(settling, 'milestone_done', milestone.id, milestone.name);
    } else if (before === 'done') {
      milestone.doneAt = null;
      milestone.doneById = null;
      record(settling, 'milestone_reopened', milestone.id, milestone.name);
    } else if (status === 'blocked') record(settling, 'milestone_blocked', milestone.id, milestone.name);
  }
  if (milestone.isFirstValue && milestone.status === 'done' && onboarding.firstValueAt === null) {
    onboarding.firstValueAt = milestone.doneAt ?? settling.now;
    record(settling, 'first_value', milestone.id, milestone.name);
  }
};

const settlePhase = (phase: Phase, settling: Settling): boolean => {
  const { state, now } = settling;
  const tasks = settling.tasksOf.get(phase.id) ?? [];
  if (phase.status === 'not_started' && settling.isRunning && missingFor('entry', phase, state).length === 0) {
    phase.status = 'in_progress';
    phase.startedAt = now;
    phase.entryGate.passedAt = now;
    record(settling, 'phase_started', phase.id, phase.name);
    return true;
  }
  const mayLeave = tasks.every(isSettled) && missingFor('exit', phase, state).length === 0;
  if (phase.status === 'in_progress' && settling.isRunning && mayLeave) {
    phase.status = 'done';
    phase.doneAt = now;
    phase.exitGate.passedAt = now;
    record(settling, 'phase_done', phase.id, phase.name);
    return true;
  }
  if (phase.status === 'done' && !tasks.every(isSettled)) {
    phase.status = 'in_progress';
    phase.doneAt = null;
    phase.exitGate.passedAt = null;
    record(settling, 'phase_reopened', phase.id, phase.name);
    return true;
  }
  return false;
};

const settleReadiness = (task: Task, settling: Settling, isEntered: boolean): void => {
  if (isSettled(task)) return;
  const isFree = task.dependsOn.every((id) => {
    const before = settling.taskById.get(id);
    return before === undefined || isSettled(before);
  });
  if (isFree && isEntered && task.readyAt === null && settling.isRunning) {
    task.readyAt = settling.now;
    record(settling, 'task_ready', task.id, task.name);
  }
  // work that has begun stays with its owner even when something before it was reopened
  if (!isFree && task.readyAt !== null && task.status === 'pending') {
    task.readyAt = null;
    record(settling, 'task_waits_again', task.id, task.name);
  }
};

const groupTasks = (tasks: readonly Task[]): Map<string, Task[]> => {
  const groups = new Map<string, Task[]>();
  const add = (id: string, task: Task): void => {
    const group = groups.get(id);
    if (group) group.push(task);
    else groups.set(id, [task]);
  };
  for (const task of tasks) {
    add(task.phaseId, task);
    if (task.milestoneId) add(task.milestoneId, task);
  }
  return groups;
};

const running: readonly OnboardingStatus[] = ['active', 'live', 'transitioned'];
const ended: readonly OnboardingStatus[] = ['handoff', 'cancelled'];

/**
 * Brings milestones, phases, task readiness, progress and current phase in line with the tasks, in place, and
 * returns what changed. Drafts and onboardings on hold enter no phase and make no task ready. Applying it again
 * changes nothing.
 */
export const settle = (state: OnboardingState, now: Instant): PlannedActivity[] => {
  const { onboarding } = state;
  if (ended.includes(onboarding.status)) return [];
  const settling: Settling = {
    state,
    now,
    activity: [],
    isRunning: running.includes(onboarding.status),
    tasksOf: groupTasks(state.tasks),
    taskById: new Map(state.tasks.map((task) => [task.id, task])),
  };
  const phases = state.phases.toSorted((a, b) => a.position - b.position);
  // a phase that ends may open the next one, whose empty milestones may open another
  for (let isMoving = true; isMoving;) {
    for (const milestone of state.milestones) settleMilestone(milestone, settling);
    isMoving = phases.map((phase) => settlePhase(phase, settling)).some(Boolean);
  }
  const entered = new Set(phases.filter(({ status }) => status !== 'not_started').map(({ id }) => id));
  for (const task of state.tasks) settleReadiness(task, settling, entered.has(task.phaseId));
  onboarding.progress = progressOf(state.tasks);
  const current =
    phases.find(({ status }) => status === 'in_progress') ?? phases.findLast(({ status }) => status === 'done');
  onboarding.currentPhase = current?.name ?? null;
  return settling.activity;
};
