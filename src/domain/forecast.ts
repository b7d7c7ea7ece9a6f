/**
 * When go-live will be. The plan is played through 200 times: each open task takes its planned business days
 * times a lognormal factor of its side, given how long it has been open already, and ends are passed on along
 * dependencies and gates. P50 and P80 are quantiles of the resulting go-lives. The draws depend on the task's id
 * alone, so that a forecast moves with the facts and not with chance. A date that the plan only meant, relative to
 * kickoff or go-live, holds a task back as long as what comes before it is on plan; a locked one always does.
 */
import { leadsOf } from './lead.ts';
import { type Lognormal, drawer, seedOf, seeded } from './lognormal.ts';
import type { Forecast, Instant, LocalDate, OnboardingState, Side, Task } from './model.ts';
import { scheduleOptions } from './plan-dates.ts';
import { PlanDays } from './plan-days.ts';
import type { Playbook } from './playbook.ts';
import { type Schedule, schedule as scheduleTasks } from './schedule.ts';
import { type PlanGraph, planGraph } from './schedule-graph.ts';

/** How long a finished task took: actual ÷ planned business days. */
export interface TaskDuration {
  side: Side;
  ratio: number;
}

export interface ForecastInput {
  now: Instant;
  playbook: Pick<Playbook, 'calendar' | 'dates'> | null;
  /** worked out already at the same `now` */
  schedule?: Schedule;
  history?: readonly TaskDuration[];
}

/**
 * The stated prior, used until there is history: half of our own tasks are done a little earlier than planned,
 * customers and partners take a tenth longer and vary more. It weighs as much as ten finished tasks.
 */
export const durationPrior: Readonly<Record<Side, Lognormal>> = {
  team: { median: 0.95, sigma: 0.3 },
  customer: { median: 1.1, sigma: 0.45 },
  partner: { median: 1.1, sigma: 0.45 },
};
const priorWeight = 10;
const samples = 200;
/** a task planned for no days still takes somebody some hours */
const shortestDays = 0.25;
/** business days a blocker takes when nobody has said when it ends */
const openEndedBlockDays = 3;

const learned = (side: Side, history: readonly TaskDuration[]): Lognormal => {
  const prior = durationPrior[side];
  const logs = history
    .filter((done) => done.side === side && done.ratio > 0)
    .map(({ ratio }) => Math.log(Math.min(20, Math.max(0.05, ratio))));
  const weight = priorWeight + logs.length;
  const mean = (priorWeight * Math.log(prior.median) + logs.reduce((sum, log) => sum + log, 0)) / weight;
  const spread = (priorWeight * prior.sigma ** 2 + logs.reduce((sum, log) => sum + (log - mean) ** 2, 0)) / weight;
  return { median: Math.exp(mean), sigma: Math.max(0.1, Math.sqrt(spread)) };
};

const basisOf = (history: readonly TaskDuration[]): string =>
  history.length === 0
    ? 'no finished tasks to learn from yet: our tasks take about as long as planned, customer and partner tasks a tenth longer'
    : `how long ${history.length} finished ${history.length === 1 ? 'task' : 'tasks'} took against plan`;

interface Play {
  tasks: readonly Task[];
  /** business days by which the work before each task is ahead of plan */
  leads: readonly number[];
  days: PlanDays;
  today: number;
  planned: Schedule;
  notBefore: ReadonlyMap<string, LocalDate>;
  isBackward: boolean;
  bySide: Record<Side, Lognormal>;
  seed: string;
}

const playTask = (task: Task, freed: Float64Array, ahead: number, play: Play): void => {
  const { days, today } = play;
  if (task.status === 'done') {
    if (task.doneAt !== null) freed.fill(days.ordinalOf(task.doneAt));
    return;
  }
  if (task.status === 'skipped') return;
  const duration = Math.max(shortestDays, task.schedule.durationDays);
  const plannedStart = play.isBackward
    ? days.ordinal(play.planned.tasks.get(task.id)?.startOn ?? days.date(today)) - ahead
    : Number.NEGATIVE_INFINITY;
  const readyOn = task.readyAt === null ? today : days.ordinalOf(task.readyAt);
  const earliest = Math.max(readyOn, plannedStart);
  const anchor = task.isDueLocked && task.dueOn !== null ? days.ordinal(task.dueOn) : days.anchor(task) - ahead;
  const expected = play.notBefore.get(task.id);
  const unblocked =
    task.status === 'blocked'
      ? expected === undefined
        ? today + openEndedBlockDays
        : days.ordinal(expected)
      : Number.NEGATIVE_INFINITY;
  const floor = Math.max(today, anchor, unblocked);
  const elapsed = task.readyAt === null ? 0 : Math.max(0, today - earliest);
  const draw = drawer(play.bySide[task.side], elapsed / duration, seeded(seedOf(`${play.seed}/${task.id}`)));
  for (let sample = 0; sample < samples; sample += 1) {
    const start = Math.max(days.begin(task, freed[sample] ?? earliest), earliest);
    freed[sample] = Math.max(floor, start + duration * draw());
  }
};

const playThrough = (graph: PlanGraph, play: Play): Float64Array[] => {
  const ends: Float64Array[] = [];
  for (const node of graph.order) {
    const freed = new Float64Array(samples).fill(Number.NEGATIVE_INFINITY);
    for (const before of graph.waitsFor[node] ?? []) {
      const end = ends[before];
      if (end)
        for (let sample = 0; sample < samples; sample += 1)
          freed[sample] = Math.max(freed[sample] ?? 0, end[sample] ?? 0);
    }
    const task = play.tasks[node];
    if (task) playTask(task, freed, play.leads[node] ?? 0, play);
    ends[node] = freed;
  }
  return ends;
};

/**
 * Go-live P50 and P80 with the critical path; null when no go-live milestone is open or none has a task before it.
 * While on hold, work goes on at the resume date.
 */
export const forecast = (
  state: OnboardingState,
  { now, playbook, schedule, history = [] }: ForecastInput,
): Forecast | null => {
  const options = scheduleOptions(state, playbook, now);
  const graph = planGraph(state.tasks, state.phases, state.milestones);
  if (graph.goLiveNodes.length === 0) return null;
  const days = new PlanDays(options);
  const resumes =
    state.onboarding.status === 'on_hold' && state.onboarding.resumeOn !== null
      ? days.ordinal(state.onboarding.resumeOn)
      : days.today;
  const planned = schedule ?? scheduleTasks(state.tasks, options);
  const ends = playThrough(graph, {
    tasks: state.tasks,
    leads: leadsOf(state, days),
    days,
    today: Math.max(days.today, resumes),
    planned,
    notBefore: options.notBefore,
    isBackward: options.datesFrom === 'go_live',
    bySide: {
      team: learned('team', history),
      customer: learned('customer', history),
      partner: learned('partner', history),
    },
    seed: state.onboarding.id,
  });
  const goLives = new Float64Array(samples).fill(Number.NEGATIVE_INFINITY);
  for (const node of graph.goLiveNodes)
    ends[node]?.forEach((end, sample) => {
      goLives[sample] = Math.max(goLives[sample] ?? end, end);
    });
  goLives.sort();
  const quantile = (share: number): LocalDate | null => {
    const end = goLives[Math.min(samples - 1, Math.floor(share * samples))] ?? Number.NaN;
    return Number.isFinite(end) ? days.date(Math.ceil(end - 1e-9)) : null;
  };
  const p50 = quantile(0.5);
  const p80 = quantile(0.8);
  return p50 === null || p80 === null
    ? null
    : { p50, p80, criticalTaskIds: planned.criticalTaskIds, basis: basisOf(history) };
};
