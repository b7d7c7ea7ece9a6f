import { parse, v5 } from 'uuid';
import type { Blocker, LocalDate, Side } from '../model.ts';
import {
  changeTask,
  type Command,
  happened,
  isSettled,
  notNow,
  requireDate,
  requirePerson,
  requireStatus,
  requireTask,
  requireText,
  unchanged,
  wrongInput,
} from './outcome.ts';

export interface BlockInput {
  taskId: string;
  what: string;
  side: Side;
  personId?: string;
  expectedOn?: LocalDate;
}

/** Says what it waits for: from now on whoever owns that is chased instead. */
export const blockTask: Command<BlockInput> = (state, input, actor, now) => {
  const task = requireTask(state, input.taskId);
  const what = requireText(input.what, 'What it waits for');
  const personId = input.personId ?? null;
  const expectedOn = input.expectedOn === undefined ? null : requireDate(input.expectedOn, 'Expected date');
  const open = state.blockers.filter((blocker) => blocker.taskId === task.id && blocker.resolvedAt === null);
  if (
    open.some((blocker) => blocker.what === what && blocker.personId === personId && blocker.expectedOn === expectedOn)
  )
    return unchanged(state);
  requireStatus(state, 'block');
  if (isSettled(task)) throw notNow(`“${task.name}” is ${task.status} and cannot be blocked`);
  if (personId !== null && requirePerson(state, personId).side !== input.side)
    throw wrongInput('The person is not on the side that was named');
  const { onboarding, blockers } = state;
  const blocker: Blocker = {
    id: v5(`blocker:${task.id}:${now}:${blockers.length}`, parse(onboarding.id)),
    onboardingId: onboarding.id,
    taskId: task.id,
    milestoneId: null,
    what,
    side: input.side,
    personId,
    expectedOn,
    openedAt: now,
    openedById: actor.id,
    resolvedAt: null,
    resolvedById: null,
    resolution: null,
    chase: {},
  };
  const next = changeTask({ ...state, blockers: [...blockers, blocker] }, task.id, { status: 'blocked' });
  return happened(next, 'task_blocked', task.id, { name: task.name, what, side: input.side, expectedOn });
};
