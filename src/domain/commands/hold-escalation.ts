import { localDate } from '../calendar.ts';
import { addDays } from '../local-date.ts';
import type { Blocker, ChaseState, LocalDate } from '../model.ts';
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

const longestDays = 30;

/**
 * *Hold*: nobody further hears of the task, or of what it waits for, before that day; whoever is asked still is. A
 * blocker climbs a ladder of its own, and what was announced may be either.
 */
export const holdEscalation: Command<{ taskId: string; until: LocalDate }> = (state, { taskId, until }, actor, now) => {
  const task = requireTask(state, taskId);
  requireStatus(state, 'hold-escalation');
  if (isSettled(task)) throw notNow(`“${task.name}” is ${task.status}`);
  requireDate(until, 'Hold');
  const holder = state.people.find(({ id }) => id === actor.id);
  const today = localDate(now, knownZone(holder?.timezone, state.onboarding.timezone));
  if (until <= today) throw wrongInput('The day until which to hold must lie ahead');
  if (until > addDays(today, longestDays)) throw wrongInput(`At most ${longestDays} days ahead`);
  const isMeant = (blocker: Blocker): boolean => blocker.taskId === taskId && blocker.resolvedAt === null;
  const waiting = state.blockers.filter(isMeant);
  if ([task, ...waiting].every(({ chase }) => chase.holdUntil === until)) return unchanged(state);
  const held = (before: ChaseState): ChaseState => {
    const { holdById: _, ...chase } = before;
    return { ...chase, holdUntil: until, ...(actor.id === null ? {} : { holdById: actor.id }) };
  };
  const blockers = state.blockers.map((blocker) =>
    isMeant(blocker) ? { ...blocker, chase: held(blocker.chase) } : blocker,
  );
  const next = changeTask({ ...state, blockers }, taskId, { chase: held(task.chase) });
  return happened(next, 'escalation_held', taskId, { name: task.name, until });
};
