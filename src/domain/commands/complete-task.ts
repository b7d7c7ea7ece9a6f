import type { Actor, Instant, OnboardingState, Task } from '../model.ts';
import { fillRole } from './assign-role.ts';
import {
  changeTask,
  type Command,
  doneBy,
  happened,
  notNow,
  type Outcome,
  requireStatus,
  requireTask,
  unchanged,
  wrongInput,
} from './outcome.ts';
import { leftUnanswered } from './form-first.ts';
import { resolveBlockersOf } from './resolve-blocker.ts';

export interface CompleteInput {
  taskId: string;
  note?: string;
  /** who fills the role, for a task that asks for it; known to the state */
  personId?: string;
}

/**
 * Completing it again changes nothing; what it waited for is resolved with it. Whoever is not of our team answers its form
 * first; our people may judge otherwise, and the story says so.
 */
export const completeTask: Command<CompleteInput> = (state, { taskId, note, personId }, actor, now, playbook) => {
  const task = requireTask(state, taskId);
  if (task.status === 'done') return unchanged(state);
  requireStatus(state, 'complete');
  if (task.status === 'skipped') throw notNow(`“${task.name}” was skipped; reopen it first`);
  const form = leftUnanswered(state, task, actor, playbook);
  if (task.fillsRole !== null) return nameRole(state, task, personId, actor, now);
  const freed = resolveBlockersOf(state, taskId, 'The task is done', actor, now);
  const next = changeTask(freed, taskId, {
    ...doneBy(actor, now),
    startedAt: task.startedAt ?? now,
    snoozedUntil: null,
    snoozeReason: null,
  });
  return happened(next, 'task_completed', taskId, {
    name: task.name,
    note: note ?? null,
    ...(form && { unanswered: form.title }),
  });
};

const nameRole = (
  state: OnboardingState,
  task: Task,
  personId: string | undefined,
  actor: Actor,
  now: Instant,
): Outcome => {
  const role = task.fillsRole ?? '';
  const known = state.members.find((member) => member.role === role)?.personId;
  const named = personId ?? known;
  if (!named) throw wrongInput(`“${task.name}” is done by naming somebody: give a name and an email address`);
  return fillRole(state, { role, personId: named, taskId: task.id }, actor, now);
};
