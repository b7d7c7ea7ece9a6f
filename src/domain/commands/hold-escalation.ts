import { localDate } from '../calendar.ts';
import { addDays } from '../local-date.ts';
import type { LocalDate } from '../model.ts';
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

const longestDays = 30;

/** *Hold*: nobody further hears of the task before that day; its owner is still asked. */
export const holdEscalation: Command<{ taskId: string; until: LocalDate }> = (state, { taskId, until }, actor, now) => {
  const task = requireTask(state, taskId);
  requireStatus(state, 'hold-escalation');
  if (isSettled(task)) throw notNow(`“${task.name}” is ${task.status}`);
  requireDate(until, 'Hold');
  const today = localDate(now, state.onboarding.timezone);
  if (until <= today) throw wrongInput('The day until which to hold must lie ahead');
  if (until > addDays(today, longestDays)) throw wrongInput(`At most ${longestDays} days ahead`);
  if (task.chase.holdUntil === until) return unchanged(state);
  const { holdById: _, ...chase } = task.chase;
  const next = changeTask(state, taskId, {
    chase: { ...chase, holdUntil: until, ...(actor.id === null ? {} : { holdById: actor.id }) },
  });
  return happened(next, 'escalation_held', taskId, { name: task.name, until });
};
