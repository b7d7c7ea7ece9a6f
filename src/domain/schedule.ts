/**
 * When each task starts and is due. A task may start when its dependencies have ended and its phase may be
 * entered; it is due `durationDays` business days later, and not before its anchor (kickoff or go-live plus
 * offset). Ends are passed on: a task done early or late, or open past its due date, moves what waits for it.
 */
import type { LocalDate, Task } from './model.ts';
import { PlanDays, unbounded } from './plan-days.ts';
import {
  type GraphMilestone,
  type GraphPhase,
  type GraphTask,
  type PlanGraph,
  ancestorsOf,
  planGraph,
} from './schedule-graph.ts';
import type { Calendar } from './working-days.ts';

export type SchedulableTask = GraphTask &
  Pick<Task, 'status' | 'schedule' | 'startOn' | 'dueOn' | 'isDueLocked' | 'readyAt' | 'doneAt'>;

export interface ScheduleOptions {
  kickoffOn: LocalDate | null;
  goLiveOn: LocalDate | null;
  calendar: Calendar;
  /** the onboarding's local date; an open task cannot end before it */
  today: LocalDate;
  /** zone in which `doneAt` and `readyAt` are dates */
  timezone: string;
  /** gates order the phases; without them only dependencies do */
  phases?: readonly GraphPhase[];
  milestones?: readonly GraphMilestone[];
  /** `go_live`: tasks without an anchor are due as late as go-live allows */
  datesFrom?: 'kickoff' | 'go_live';
  /** task id → date before which it cannot end, e.g. when a blocker is expected to be resolved */
  notBefore?: ReadonlyMap<string, LocalDate>;
}

export interface ScheduledTask {
  startOn: LocalDate;
  dueOn: LocalDate;
  /** business days it may slip without moving go-live (or, after it, the plan's end) */
  slackDays: number;
  isCritical: boolean;
}

export interface Schedule {
  tasks: Map<string, ScheduledTask>;
  /** when the last task of each milestone ends, by milestone id */
  milestoneOn: Map<string, LocalDate>;
  /** when the go-live milestones end; null without one that is open */
  goLiveOn: LocalDate | null;
  /** open tasks without slack, in the order of their start */
  criticalTaskIds: string[];
}

interface Pass {
  start: number[];
  end: number[];
  due: (LocalDate | null)[];
}

const isSettled = (task: SchedulableTask): boolean => task.status === 'done' || task.status === 'skipped';

const lockedDue = (task: SchedulableTask): LocalDate | null => (task.isDueLocked ? task.dueOn : null);

/** Latest due dates that still meet go-live, for plans made backward from it. */
const latestDues = (tasks: readonly SchedulableTask[], graph: PlanGraph, dates: PlanDays): number[] => {
  const { goLive } = dates;
  if (goLive === null) return [];
  const beforeGoLive = graph.goLiveNodes.length > 0 ? ancestorsOf(graph.goLiveNodes, graph.waitsFor) : null;
  const latest: number[] = graph.waitsFor.map(() => Number.POSITIVE_INFINITY);
  for (const node of graph.order.toReversed()) {
    const task = tasks[node];
    let due = Number.POSITIVE_INFINITY;
    for (const next of graph.successors[node] ?? [])
      due = Math.min(due, (latest[next] ?? due) - (tasks[next]?.schedule.durationDays ?? 0));
    if (graph.goLiveNodes.includes(node)) due = Math.min(due, goLive);
    if (task && due === Number.POSITIVE_INFINITY && beforeGoLive === null) due = goLive;
    if (task && task.schedule.from !== 'dependencies') due = dates.anchor(task);
    latest[node] = due;
  }
  return latest.map((due) => (due === Number.POSITIVE_INFINITY ? unbounded : due));
};

const endsOfPredecessors = (node: number, graph: PlanGraph, end: readonly number[]): number => {
  let latest = unbounded;
  for (const before of graph.waitsFor[node] ?? []) latest = Math.max(latest, end[before] ?? unbounded);
  return latest;
};

const forward = (
  tasks: readonly SchedulableTask[],
  graph: PlanGraph,
  dates: PlanDays,
  options: ScheduleOptions,
): Pass => {
  const pass: Pass = { start: [], end: [], due: [] };
  const latest = options.datesFrom === 'go_live' ? latestDues(tasks, graph, dates) : [];
  for (const node of graph.order) {
    const task = tasks[node];
    const freed = endsOfPredecessors(node, graph, pass.end);
    if (!task) {
      pass.start[node] = freed;
      pass.end[node] = freed;
      continue;
    }
    const base = dates.begin(task, freed);
    if (isSettled(task)) {
      pass.end[node] =
        task.status === 'done' && task.doneAt !== null ? dates.ordinalOf(task.doneAt) : Math.max(base, dates.kickoff);
      pass.start[node] = pass.end[node];
      pass.due[node] = task.dueOn;
      continue;
    }
    const earliest = Math.max(base, task.readyAt === null ? dates.today : dates.ordinalOf(task.readyAt));
    const { durationDays } = task.schedule;
    const locked = lockedDue(task);
    const due =
      locked === null
        ? Math.max(dates.anchor(task), latest[node] ?? unbounded, earliest + durationDays)
        : dates.ordinal(locked);
    const expected = options.notBefore?.get(task.id);
    const end = Math.max(due, earliest, dates.today, expected === undefined ? unbounded : dates.ordinal(expected));
    pass.start[node] = Math.min(end, Math.max(earliest, due - durationDays));
    pass.end[node] = end;
    pass.due[node] = locked ?? dates.date(due);
  }
  return pass;
};

/** Late ends: how far each node may slip. What is settled holds nobody back. */
const lateEnds = (tasks: readonly SchedulableTask[], graph: PlanGraph, { start, end }: Pass): number[] => {
  const planEnd = tasks.reduce((latest, _, node) => Math.max(latest, end[node] ?? unbounded), unbounded);
  const goLiveEnd = graph.goLiveNodes.reduce((latest, node) => Math.max(latest, end[node] ?? unbounded), unbounded);
  const late: number[] = [];
  for (const node of graph.order.toReversed()) {
    let limit = graph.goLiveNodes.includes(node) ? goLiveEnd : planEnd;
    for (const next of graph.successors[node] ?? []) {
      const task = tasks[next];
      if (task?.status === 'done') continue;
      const length = (end[next] ?? 0) - (start[next] ?? 0);
      // a gate or milestone without any task before it has no dates
      limit = Math.min(limit, (late[next] ?? planEnd) - (Number.isFinite(length) ? length : 0));
    }
    late[node] = limit;
  }
  return late;
};

/**
 * Dates, slack and critical path of a plan; pure, time proportional to tasks and dependencies. Done and skipped
 * tasks and locked due dates keep their dates; a locked date that its dependencies have overtaken delays what
 * comes after it, not itself. Throws dependency_cycle with the path.
 */
export const schedule = (tasks: readonly SchedulableTask[], options: ScheduleOptions): Schedule => {
  const graph = planGraph(tasks, options.phases ?? [], options.milestones ?? []);
  const dates = new PlanDays(options);
  const pass = forward(tasks, graph, dates, options);
  const late = lateEnds(tasks, graph, pass);
  const feedsGoLive = graph.goLiveNodes.length > 0 ? ancestorsOf(graph.goLiveNodes, graph.waitsFor) : null;
  const scheduled = new Map<string, ScheduledTask>();
  const critical: { id: string; start: number }[] = [];
  tasks.forEach((task, node) => {
    const start = pass.start[node] ?? dates.kickoff;
    const end = pass.end[node] ?? start;
    const slackDays = Math.max(0, (late[node] ?? end) - end);
    const isCritical = slackDays === 0 && !isSettled(task) && (feedsGoLive?.[node] ?? true);
    if (isCritical) critical.push({ id: task.id, start });
    const startOn = isSettled(task) && task.startOn ? task.startOn : dates.date(start);
    scheduled.set(task.id, { startOn, dueOn: pass.due[node] ?? dates.date(end), slackDays, isCritical });
  });
  const dateOf = (node: number): LocalDate | null => {
    const end = pass.end[node] ?? unbounded;
    return Number.isFinite(end) ? dates.date(end) : null;
  };
  const milestoneOn = new Map<string, LocalDate>();
  for (const [id, node] of graph.milestoneNode) {
    const date = dateOf(node);
    if (date !== null) milestoneOn.set(id, date);
  }
  const goLiveOn =
    graph.goLiveNodes
      .map(dateOf)
      .filter((date) => date !== null)
      .sort()
      .at(-1) ?? null;
  return {
    tasks: scheduled,
    milestoneOn,
    goLiveOn,
    criticalTaskIds: critical.sort((a, b) => a.start - b.start).map(({ id }) => id),
  };
};
