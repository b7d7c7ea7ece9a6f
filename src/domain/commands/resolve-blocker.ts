import type { Actor, Blocker, Instant, OnboardingState } from '../model.ts';
import {
  changeTask,
  type Command,
  happened,
  type Outcome,
  requireBlocker,
  requireStatus,
  requireTask,
  unchanged,
} from './outcome.ts';

const resolve = (
  state: OnboardingState,
  isMeant: (blocker: Blocker) => boolean,
  resolution: string | null,
  actor: Actor,
  now: Instant,
): OnboardingState => ({
  ...state,
  blockers: state.blockers.map((blocker) =>
    blocker.resolvedAt === null && isMeant(blocker)
      ? { ...blocker, resolvedAt: now, resolvedById: actor.id, resolution, chase: {} }
      : blocker,
  ),
});

/** Resolves everything a task waits for; the task itself stays as it is. */
export const resolveBlockersOf = (
  state: OnboardingState,
  taskId: string,
  resolution: string | null,
  actor: Actor,
  now: Instant,
): OnboardingState => resolve(state, (blocker) => blocker.taskId === taskId, resolution, actor, now);

/** A task that waits for nothing more goes on where it stood, and its owner hears of it. */
const free = (state: OnboardingState, taskId: string | null, now: Instant): OnboardingState => {
  const task = state.tasks.find(({ id }) => id === taskId);
  if (
    task?.status !== 'blocked' ||
    state.blockers.some((blocker) => blocker.taskId === task.id && blocker.resolvedAt === null)
  )
    return state;
  const { readyToldId: _, readyToldAt: __, ...chase } = task.chase;
  return changeTask(state, task.id, {
    status: task.startedAt === null ? 'pending' : 'in_progress',
    chase: { ...chase, since: now },
  });
};

export const resolveBlocker: Command<{ blockerId: string; resolution?: string }> = (
  state,
  { blockerId, resolution },
  actor,
  now,
) => {
  const blocker = requireBlocker(state, blockerId);
  if (blocker.resolvedAt !== null) return unchanged(state);
  requireStatus(state, 'resolve');
  const next = free(
    resolve(state, ({ id }) => id === blockerId, resolution ?? null, actor, now),
    blocker.taskId,
    now,
  );
  return happened(next, 'blocker_resolved', blocker.taskId ?? blocker.milestoneId, {
    what: blocker.what,
    resolution: resolution ?? null,
  });
};

/** *Unblock*: whatever the task waited for is there. */
export const unblockTask: Command<{ taskId: string; resolution?: string }> = (
  state,
  { taskId, resolution },
  actor,
  now,
): Outcome => {
  const task = requireTask(state, taskId);
  if (task.status !== 'blocked') return unchanged(state);
  requireStatus(state, 'unblock');
  const next = free(resolveBlockersOf(state, taskId, resolution ?? null, actor, now), taskId, now);
  return happened(next, 'task_unblocked', taskId, { name: task.name, resolution: resolution ?? null });
};
