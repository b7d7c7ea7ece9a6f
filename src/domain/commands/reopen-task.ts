import type { Instant, Task } from '../model.ts';
import { changeTask, type Command, happened, isSettled, requireStatus, requireTask, unchanged } from './outcome.ts';

/** As if nobody had begun it. */
export const openAgain = (now: Instant) =>
  ({
    status: 'pending',
    readyAt: null,
    startedAt: null,
    doneAt: null,
    doneById: null,
    doneVia: null,
    skipReason: null,
    snoozedUntil: null,
    snoozeReason: null,
    chase: { since: now },
    nudgeCount: 0,
    lastNudgedAt: null,
  }) satisfies Partial<Task>;

/** Open again, and its owner hears of it as of a new one. */
export const reopenTask: Command<{ taskId: string; reason?: string }> = (state, { taskId, reason }, _actor, now) => {
  const task = requireTask(state, taskId);
  requireStatus(state, 'reopen');
  if (!isSettled(task)) return unchanged(state);
  const next = changeTask(state, taskId, openAgain(now));
  return happened(next, 'task_reopened', taskId, { name: task.name, reason: reason ?? null });
};
