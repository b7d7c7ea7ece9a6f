/** Dates as the plan gives them now, and why those moved that did. */
import { localDate } from '../calendar.ts';
import { moveKickoff } from '../commands/set-kickoff.ts';
import { kickoffMark } from '../marks.ts';
import type { MoveReason, MoveRule, OnboardingState, Task } from '../model.ts';
import { moveOnScreen } from '../move-reason.ts';
import { applySchedule, type DateMove, kickoffFrom, scheduleOf } from '../plan-dates.ts';
import type { Schedule } from '../schedule.ts';
import type { Pass } from './pass.ts';

const isSettled = ({ status }: Task): boolean => status === 'done' || status === 'skipped';

type Way = 'earlier' | 'later';

interface Moving {
  pass: Pass;
  tasks: ReadonlyMap<string, Task>;
  /** task id → which way its own date went in this pass */
  ways: ReadonlyMap<string, Way>;
}

/** What it waits for, whatever ends last first, since that is what gives the date. */
const predecessors = (task: Task, { pass, tasks }: Moving): Task[] => {
  const { timezone } = pass.onboarding;
  const endOf = ({ dueOn, doneAt }: Task): string => (doneAt ? localDate(doneAt, timezone) : (dueOn ?? ''));
  return task.dependsOn.flatMap((id) => tasks.get(id) ?? []).sort((a, b) => (endOf(a) < endOf(b) ? 1 : -1));
};

const because = (rule: MoveRule, other: Task | null = null): MoveReason => ({ rule, taskId: other?.id ?? null });

/** The last of what it waits for that is late, has moved itself, is blocked or was done late. */
const reasonForLater = (task: Task, moving: Moving): MoveReason | null => {
  const { pass, ways } = moving;
  const before = predecessors(task, moving);
  const late = before.find((other) => !isSettled(other) && other.dueOn !== null && other.dueOn < pass.today);
  if (late) return because('late', late);
  const moved = before.find(({ id }) => ways.get(id) === 'later');
  if (moved) return because('moved', moved);
  const blocked = before.find(({ status }) => status === 'blocked');
  if (blocked) return because('blocked', blocked);
  const { timezone } = pass.onboarding;
  const doneLate = before.find(({ doneAt, dueOn }) => doneAt && dueOn && localDate(doneAt, timezone) > dueOn);
  if (doneLate) return because('done_late', doneLate);
  const phase = pass.state.phases.find(({ id }) => id === task.phaseId);
  return phase?.status === 'not_started' ? because('phase') : null;
};

/** What it need not wait for any more: nothing that is still late explains a date that came forward. */
const reasonForEarlier = (task: Task, moving: Moving): MoveReason | null => {
  const before = predecessors(task, moving);
  const moved = before.find(({ id }) => moving.ways.get(id) === 'earlier');
  if (moved) return because('earlier', moved);
  const settled = before.find(isSettled);
  if (settled) return because(settled.status === 'done' ? 'done_sooner' : 'skipped', settled);
  const freed = before.find(({ id }) =>
    moving.pass.state.blockers.some(({ taskId, resolvedAt }) => taskId === id && resolvedAt !== null),
  );
  return freed ? because('unblocked', freed) : null;
};

const explain = (pass: Pass, moves: readonly DateMove[]): void => {
  const said = (reason: MoveReason): string => moveOnScreen(reason, pass.state.tasks, 'team');
  const tasks = new Map(pass.state.tasks.map((task) => [task.id, task]));
  const wayOf = ({ from, to }: DateMove): Way => (from !== null && to < from ? 'earlier' : 'later');
  const ways = new Map(moves.map((move) => [move.taskId, wayOf(move)]));
  for (const { taskId, from } of moves) {
    const task = tasks.get(taskId);
    if (!task || isSettled(task) || from === null) continue;
    const explained = ways.get(taskId) === 'earlier' ? reasonForEarlier : reasonForLater;
    const reason = explained(task, { pass, tasks, ways }) ?? because('plan');
    // while one reason moves it day by day, the date before all that is what people remember
    const first = task.dueMoved && said(task.dueMoved.reason) === said(reason) ? task.dueMoved.from : from;
    task.dueMoved = { from: first, reason, at: pass.now };
  }
};

const milestoneDates = ({ milestones }: OnboardingState): Map<string, string | null> =>
  new Map(milestones.map(({ id, targetOn }) => [id, targetOn]));

/** The kickoff of a draft moves on with the day of its meeting, unless a person chose it. */
export const keepKickoffPossible = ({ state, playbook, now }: Pass): void => {
  const { onboarding, tasks } = state;
  if (onboarding.kickoffOn === null || tasks.length === 0 || onboarding.chase[kickoffMark] !== undefined) return;
  const possibleOn = kickoffFrom(state, onboarding.kickoffOn, playbook, now);
  Object.assign(onboarding, moveKickoff(state, possibleOn, playbook).onboarding);
};

/** Writes the dates into the state; after publication each move says where from and why. */
export const reschedule = (pass: Pass): Schedule => {
  const { state, playbook, now } = pass;
  const before = milestoneDates(state);
  const schedule = scheduleOf(state, playbook, now);
  const moves = applySchedule(state, schedule);
  if (state.onboarding.publishedAt === null) return schedule;
  explain(pass, moves);
  for (const { id, name, targetOn, isGoLive, isFirstValue } of state.milestones) {
    if (!isGoLive && !isFirstValue) continue;
    const from = before.get(id) ?? null;
    if (from !== null && from !== targetOn)
      pass.activity.push({ kind: 'milestone_moved', subjectId: id, data: { name, from, to: targetOn } });
  }
  return schedule;
};
