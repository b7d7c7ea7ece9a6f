import { leftUnanswered } from './form-first.ts';
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

/** Not needed here, and why; counts neither as done nor as open. What it asks is answered first, as before it is done. */
export const skipTask: Command<{ taskId: string; reason: string }> = (state, input, actor, now, playbook) => {
  const task = requireTask(state, input.taskId);
  if (task.status === 'skipped') return unchanged(state);
  requireStatus(state, 'skip');
  if (task.status === 'done') throw notNow(`“${task.name}” is done; reopen it first`);
  const reason = requireText(input.reason, 'A reason');
  const form = leftUnanswered(state, task, actor, playbook);
  const freed = resolveBlockersOf(state, task.id, 'The task was skipped', actor, now);
  return happened(changeTask(freed, task.id, { status: 'skipped', skipReason: reason }), 'task_skipped', task.id, {
    name: task.name,
    reason,
    ...(form && { unanswered: form.title }),
  });
};
