import { localDate } from '../calendar.ts';
import type { LocalDate } from '../model.ts';
import { knownZone } from '../work-hours.ts';
import {
  changeTask,
  type Command,
  happened,
  isSettled,
  notNow,
  requireDate,
  requireStatus,
  requireTask,
  unchanged,
  wrongInput,
} from './outcome.ts';

/** A date that a person set stays where it is while it is locked; unlocked, the plan finds it again. */
export const setTaskDue: Command<{ taskId: string; dueOn: LocalDate; isDueLocked: boolean; reason?: string }> = (
  state,
  input,
  actor,
  now,
) => {
  const task = requireTask(state, input.taskId);
  requireStatus(state, 'set-due');
  if (isSettled(task)) throw notNow(`“${task.name}” is ${task.status}`);
  const dueOn = requireDate(input.dueOn, 'Due date');
  const today = localDate(now, knownZone(null, state.onboarding.timezone));
  if (dueOn !== task.dueOn && dueOn < today) throw wrongInput('The due date lies in the past');
  if (task.dueOn === dueOn && task.isDueLocked === input.isDueLocked) return unchanged(state);
  const said = input.reason?.trim();
  const reason = said ? { said } : { by: actor.label };
  const dueMoved = task.dueOn === dueOn ? task.dueMoved : { from: task.dueOn, reason, at: now };
  const next = changeTask(state, task.id, { dueOn, isDueLocked: input.isDueLocked, dueMoved });
  return happened(next, 'due_set', task.id, {
    name: task.name,
    from: task.dueOn,
    to: dueOn,
    isDueLocked: input.isDueLocked,
    reason: input.reason ?? null,
  });
};
