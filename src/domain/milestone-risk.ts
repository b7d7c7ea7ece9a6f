/** Milestones that will be missed at the pace so far, before they are late. */
import { businessDaysBetween } from './calendar.ts';
import type { Instant, LocalDate, Milestone, OnboardingState, Side, Task } from './model.ts';
import { type Pace, pacesOf } from './pace.ts';
import { scheduleOptions } from './plan-dates.ts';
import type { Playbook } from './playbook.ts';
import { schedule } from './schedule.ts';

export interface MilestoneRisk {
  milestoneId: string;
  /** by the plan, and at the pace so far */
  targetOn: LocalDate;
  expectedOn: LocalDate;
  /** business days between them */
  days: number;
  /** whose pace it is that costs most */
  side: Side;
  pace: Pace;
}

interface RiskContext {
  now: Instant;
  playbook: Pick<Playbook, 'calendar' | 'dates'> | null;
}

/** business days after its date from which a milestone is at risk: less is rounding */
export const riskyDays = 2;
/** nobody is slower for ever than this */
const slowest = 4;

const isOpen = ({ status }: Pick<Task | Milestone, 'status'>): boolean => status !== 'done' && status !== 'skipped';

/** Takes as long as the side's tasks take; a locked date only holds it back. */
const stretch = (task: Task, paces: ReadonlyMap<Side, Pace>): Task => {
  const ratio = Math.min(slowest, Math.max(1, paces.get(task.side)?.ratio ?? 1));
  const durationDays = Math.ceil(task.schedule.durationDays * ratio - 1e-9);
  return isOpen(task) ? { ...task, isDueLocked: false, schedule: { ...task.schedule, durationDays } } : task;
};

const slowestOf = (tasks: readonly Task[], paces: ReadonlyMap<Side, Pace>): { side: Side; pace: Pace } | null => {
  const sides = new Set(tasks.filter(isOpen).map(({ side }) => side));
  const [first] = [...paces]
    .filter(([side]) => sides.has(side))
    .map(([side, pace]) => ({ side, pace }))
    .sort((a, b) => b.pace.ratio - a.pace.ratio);
  return first !== undefined && first.pace.ratio > 1 ? first : null;
};

/**
 * The plan dated anew, each open task taking planned × pace of its side (pace.ts; between 1 and 4, rounded up). A
 * milestone whose work has begun is at risk where that ends at least two business days after its date. Slower sides
 * alone count: without any nothing is worked out.
 * @returns every milestone that ends later than its date, also by less than makes it a risk
 */
export const laterMilestones = (state: OnboardingState, { now, playbook }: RiskContext): MilestoneRisk[] => {
  const options = scheduleOptions(state, playbook, now);
  const { calendar, today } = options;
  const paces = pacesOf(state, today, calendar);
  if (slowestOf(state.tasks, paces) === null) return [];
  const notBefore = new Map(options.notBefore);
  for (const { id, isDueLocked, dueOn } of state.tasks)
    if (isDueLocked && dueOn !== null && dueOn > (notBefore.get(id) ?? '')) notBefore.set(id, dueOn);
  const atPace = schedule(
    state.tasks.map((task) => stretch(task, paces)),
    { ...options, notBefore },
  );
  return state.milestones.flatMap((milestone) => {
    const { id, targetOn, phaseId } = milestone;
    const expectedOn = atPace.milestoneOn.get(id);
    const hasBegun = state.phases.some((phase) => phase.id === phaseId && phase.status === 'in_progress');
    if (!hasBegun || !isOpen(milestone) || targetOn === null || expectedOn === undefined) return [];
    const days = businessDaysBetween(targetOn, expectedOn, calendar);
    const own = state.tasks.filter((task) => task.milestoneId === id);
    const who = slowestOf(own, paces) ?? slowestOf(state.tasks, paces);
    return days < 1 || who === null ? [] : [{ milestoneId: id, targetOn, expectedOn, days, ...who }];
  });
};

export const isAtRisk = ({ days }: MilestoneRisk): boolean => days >= riskyDays;

const sideWords: Readonly<Record<Side, string>> = { customer: 'Customer', team: 'Our own', partner: 'Partner' };

/** The reason: "Customer tasks take 1.8 times as long as planned (4 so far)". */
export const paceInWords = ({ side, pace }: MilestoneRisk): string =>
  `${sideWords[side]} tasks take ${pace.ratio.toFixed(1)} times as long as planned (${pace.count} so far)`;

export const riskInWords = (risk: MilestoneRisk): string =>
  `${paceInWords(risk)}; at that pace it is reached on ${risk.expectedOn}, ${risk.days} business ${risk.days === 1 ? 'day' : 'days'} late`;
