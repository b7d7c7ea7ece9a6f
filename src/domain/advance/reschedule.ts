/** Dates as the plan gives them now, and why those moved that did. */
import type { OnboardingState, Task } from '../model.ts';
import { applySchedule, type DateMove, scheduleOf } from '../plan-dates.ts';
import type { Schedule } from '../schedule.ts';
import type { Pass } from './pass.ts';

const isSettled = ({ status }: Task): boolean => status === 'done' || status === 'skipped';

const endOf = ({ dueOn, doneAt }: Task): string => doneAt?.slice(0, 10) ?? dueOn ?? '';

/** The last of what it waits for that is open, done late or has moved itself. */
const reasonFor = (
  task: Task,
  { tasks, phases }: OnboardingState,
  moved: ReadonlySet<string>,
  today: string,
): string => {
  const before = tasks.filter(({ id }) => task.dependsOn.includes(id));
  const late = before.filter(
    ({ dueOn, status }) => status !== 'done' && status !== 'skipped' && dueOn !== null && dueOn < today,
  );
  const culprit = [...late, ...before.filter((other) => moved.has(other.id)), ...before].sort((a, b) =>
    endOf(a) < endOf(b) ? 1 : -1,
  )[0];
  if (late.length > 0) return `waits for “${late[0]?.name ?? ''}”, which is late`;
  if (culprit && moved.has(culprit.id)) return `waits for “${culprit.name}”, whose date moved`;
  if (culprit?.status === 'done') return `“${culprit.name}” was done on another day than planned`;
  const phase = phases.find(({ id }) => id === task.phaseId);
  if (phase?.status === 'not_started') return `phase ${phase.name} has not begun yet`;
  return 'the dates of the plan changed';
};

const explain = (pass: Pass, moves: readonly DateMove[]): void => {
  const moved = new Set(moves.map(({ taskId }) => taskId));
  for (const { taskId, from } of moves) {
    const task = pass.state.tasks.find(({ id }) => id === taskId);
    if (!task || isSettled(task) || from === null) continue;
    const reason = reasonFor(task, pass.state, moved, pass.today);
    // while one reason moves it day by day, the date before all that is what people remember
    const first = task.dueMoved?.reason === reason ? task.dueMoved.from : from;
    task.dueMoved = { from: first, reason, at: pass.now };
  }
};

const milestoneDates = ({ milestones }: OnboardingState): Map<string, string | null> =>
  new Map(milestones.map(({ id, targetOn }) => [id, targetOn]));

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
