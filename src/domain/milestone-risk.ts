/** Milestones that will be missed as things go, before they are late. */
import { businessDaysBetween } from './calendar.ts';
import { laterOf } from './local-date.ts';
import { moveOnScreen } from './move-reason.ts';
import { wasHeldMark } from './marks.ts';
import type { Instant, LocalDate, Milestone, OnboardingState, Side, Task } from './model.ts';
import { type Pace, pacesOf } from './pace.ts';
import { scheduleOptions } from './plan-dates.ts';
import type { Playbook } from './playbook.ts';
import { type Schedule, type ScheduleOptions, schedule } from './schedule.ts';

export interface MilestoneRisk {
  milestoneId: string;
  /** the date of the published plan; after a hold that of the present one */
  agreedOn: LocalDate;
  expectedOn: LocalDate;
  /** business days between them */
  days: number;
  /** a clause: "Customer tasks take 1.8 times as long as planned (4 so far)" */
  reason: string;
}

interface RiskContext {
  now: Instant;
  playbook: Pick<Playbook, 'calendar' | 'dates'> | null;
}

/** business days after its date from which a milestone is at risk: less is rounding */
const riskyDays = 2;
/** nobody is slower for ever than this */
const slowest = 4;

const isOpen = ({ status }: Pick<Task | Milestone, 'status'>): boolean => status !== 'done' && status !== 'skipped';

/** Takes as long as the side's tasks take; a locked date only holds it back. */
const stretch = (task: Task, paces: ReadonlyMap<Side, Pace>): Task => {
  const ratio = Math.min(slowest, Math.max(1, paces.get(task.side)?.ratio ?? 1));
  const durationDays = Math.ceil(task.schedule.durationDays * ratio - 1e-9);
  return isOpen(task) ? { ...task, isDueLocked: false, schedule: { ...task.schedule, durationDays } } : task;
};

interface Slow {
  side: Side;
  pace: Pace;
}

const slowestOf = (tasks: readonly Task[], paces: ReadonlyMap<Side, Pace>): Slow | null => {
  const sides = new Set(tasks.filter(isOpen).map(({ side }) => side));
  const [first] = [...paces]
    .filter(([side]) => sides.has(side))
    .map(([side, pace]) => ({ side, pace }))
    .sort((a, b) => b.pace.ratio - a.pace.ratio);
  return first !== undefined && first.pace.ratio > 1 ? first : null;
};

/** The plan dated anew at the pace so far; null where nobody is slower than planned. */
const atPace = (
  { tasks }: OnboardingState,
  options: ScheduleOptions,
  paces: ReadonlyMap<Side, Pace>,
): Schedule | null => {
  if (slowestOf(tasks, paces) === null) return null;
  const notBefore = new Map(options.notBefore);
  for (const { id, isDueLocked, dueOn } of tasks)
    if (isDueLocked && dueOn !== null && dueOn > (notBefore.get(id) ?? '')) notBefore.set(id, dueOn);
  return schedule(
    tasks.map((task) => stretch(task, paces)),
    { ...options, notBefore },
  );
};

const sideWords: Readonly<Record<Side, string>> = { customer: 'Customer', team: 'Our own', partner: 'Partner' };

const paceInWords = ({ side, pace }: Slow): string =>
  `${sideWords[side]} tasks take ${pace.ratio.toFixed(1)} times as long as planned (${pace.count} so far)`;

/** Why the plan itself has moved: what the last of its tasks waits for, else what is late in it; null: neither. */
const delayInWords = (own: readonly Task[], tasks: readonly Task[], today: LocalDate): string | null => {
  const open = own.filter(isOpen).toSorted((a, b) => ((a.dueOn ?? '') < (b.dueOn ?? '') ? 1 : -1));
  const late = open.find(({ readyAt, dueOn }) => readyAt !== null && dueOn !== null && dueOn < today);
  const moved = open.find(({ dueMoved }) => dueMoved !== null);
  if (moved?.dueMoved) return `“${moved.name}” ${moveOnScreen(moved.dueMoved.reason, tasks, 'team')}`;
  return late ? `“${late.name}” is late` : null;
};

/** Why go-live is likely to be later than promised: what delays its critical path, else at which pace that goes. */
export const whySlipping = (
  state: OnboardingState,
  { today, calendar }: Pick<ScheduleOptions, 'today' | 'calendar'>,
): string => {
  const critical = new Set(state.onboarding.forecast?.criticalTaskIds);
  const own = state.tasks.filter(({ id }) => critical.has(id));
  const slow = slowestOf(own, pacesOf(state, today, calendar));
  return (
    delayInWords(own, state.tasks, today) ??
    (slow === null ? 'The plan leaves too little time for what takes longer than planned' : paceInWords(slow))
  );
};

/**
 * Expected is the later of the milestone's date in the plan, which late work moves, and of its date in the plan dated
 * anew with each open task taking planned × pace of its side (pace.ts; between 1 and 4, rounded up). At risk is a
 * milestone of a phase that has begun, expected at least two business days after the date of the published plan.
 * After a hold, which moves all dates, the present plan stands for the published one.
 * @returns every milestone that is expected later than agreed, also by less than makes it a risk
 */
export const laterMilestones = (state: OnboardingState, { now, playbook }: RiskContext): MilestoneRisk[] => {
  const options = scheduleOptions(state, playbook, now);
  const { calendar, today } = options;
  const paces = pacesOf(state, today, calendar);
  const paced = atPace(state, options, paces);
  const wasHeld = state.onboarding.chase[wasHeldMark] !== undefined;
  return state.milestones.flatMap((milestone) => {
    const { id, targetOn, baselineOn, phaseId } = milestone;
    const hasBegun = state.phases.some((phase) => phase.id === phaseId && phase.status === 'in_progress');
    if (!hasBegun || !isOpen(milestone) || targetOn === null) return [];
    const agreedOn = wasHeld || baselineOn === null || baselineOn > targetOn ? targetOn : baselineOn;
    const expectedOn = laterOf(targetOn, paced?.milestoneOn.get(id) ?? targetOn);
    const days = businessDaysBetween(agreedOn, expectedOn, calendar);
    if (days < 1) return [];
    const own = state.tasks.filter((task) => task.milestoneId === id);
    const slow = expectedOn > targetOn ? (slowestOf(own, paces) ?? slowestOf(state.tasks, paces)) : null;
    const reason =
      slow === null
        ? (delayInWords(own, state.tasks, today) ?? 'What comes before it takes longer than planned')
        : paceInWords(slow);
    return [{ milestoneId: id, agreedOn, expectedOn, days, reason }];
  });
};

export const isAtRisk = ({ days }: MilestoneRisk): boolean => days >= riskyDays;

/** The whole of it: "…; so it is reached on 2026-04-08, 7 business days after 2026-03-30". */
export const riskInWords = ({ reason, expectedOn, agreedOn, days }: MilestoneRisk): string =>
  `${reason}; so it is reached on ${expectedOn}, ${days} business ${days === 1 ? 'day' : 'days'} after ${agreedOn}`;
