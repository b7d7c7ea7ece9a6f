import {
  changeTask,
  type Command,
  happened,
  notNow,
  requireStatus,
  requireTask,
  requireText,
  unchanged,
} from './outcome.ts';
import { resolveBlockersOf } from './resolve-blocker.ts';

/** Not needed here, and why; counts neither as done nor as open. */
export const skipTask: Command<{ taskId: string; reason: string }> = (state, input, actor, now) => {
  const task = requireTask(state, input.taskId);
  if (task.status === 'skipped') return unchanged(state);
  requireStatus(state, 'skip');
  if (task.status === 'done') throw notNow(`“${task.name}” is done; reopen it first`);
  const reason = requireText(input.reason, 'A reason');
  const freed = resolveBlockersOf(state, task.id, 'The task was skipped', actor, now);
  return happened(changeTask(freed, task.id, { status: 'skipped', skipReason: reason }), 'task_skipped', task.id, {
    name: task.name,
    reason,
  });
};
