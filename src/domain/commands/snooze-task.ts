import { localDate } from '../calendar.ts';
import { addDays } from '../local-date.ts';
import type { LocalDate } from '../model.ts';
import { knownZone } from '../work-hours.ts';
import {
  changeTask,
  type Command,
  happened,
  isSettled,
  keepOf,
  notNow,
  requireDate,
  requireStatus,
  requireTask,
  unchanged,
  wrongInput,
} from './outcome.ts';

const longestDays = 60;

/** Reminded later: the due date stays, the ladder begins anew on the day it ends. */
export const snoozeTask: Command<{ taskId: string; until: LocalDate; reason?: string }> = (
  state,
  { taskId, until, reason },
  _actor,
  now,
) => {
  const task = requireTask(state, taskId);
  requireStatus(state, 'snooze');
  if (isSettled(task) || task.status === 'blocked')
    throw notNow(`“${task.name}” is ${task.status}: there is nothing to be reminded of`);
  requireDate(until, 'Snooze');
  const owner = state.people.find(({ id }) => id === task.ownerId);
  const today = localDate(now, knownZone(owner?.timezone, state.onboarding.timezone));
  if (until <= today) throw wrongInput('The day to be reminded on must lie ahead');
  if (until > addDays(today, longestDays)) throw wrongInput(`At most ${longestDays} days ahead`);
  if (task.snoozedUntil === until && task.snoozeReason === (reason ?? null)) return unchanged(state);
  const chase = keepOf(task.chase, [
    'since',
    'silence',
    'readyToldId',
    'readyToldAt',
    'holdUntil',
    'holdById',
    'asks',
    'askedOn',
  ]);
  return happened(
    changeTask(state, taskId, {
      snoozedUntil: until,
      snoozeReason: reason ?? null,
      chase: { ...chase, snoozedAt: now },
    }),
    'task_snoozed',
    taskId,
    { name: task.name, until, reason: reason ?? null },
  );
};
