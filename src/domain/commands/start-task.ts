import { changeTask, type Command, happened, notNow, requireStatus, requireTask, unchanged } from './outcome.ts';

export const startTask: Command<{ taskId: string }> = (state, { taskId }, _actor, now) => {
  const task = requireTask(state, taskId);
  if (task.status === 'in_progress') return unchanged(state);
  requireStatus(state, 'start');
  if (task.status !== 'pending') throw notNow(`“${task.name}” is ${task.status} and cannot be started`);
  return happened(
    changeTask(state, taskId, { status: 'in_progress', startedAt: task.startedAt ?? now }),
    'task_started',
    taskId,
    { name: task.name },
  );
};
