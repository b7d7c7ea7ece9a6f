/** The facts that health is made of; each says how many points it takes off and which tasks it is about. */
import { addBusinessDays, businessDaysBetween, type Calendar, endOfWorkingDay, localDate } from './calendar.ts';
import type { HealthReason, Instant, LocalDate, OnboardingState, Person, Side, Task } from './model.ts';
import { officeHours, type WorkHours, workHoursOf } from './work-hours.ts';

export interface HealthContext {
  state: OnboardingState;
  now: Instant;
  today: LocalDate;
  /** the plan's */
  calendar: Calendar;
}

const isSettled = ({ status }: Task): boolean => status === 'done' || status === 'skipped';

export const hoursOfOwner = (task: Task, { state, calendar }: Pick<HealthContext, 'state' | 'calendar'>): WorkHours => {
  const owner: Person | undefined = state.people.find(({ id }) => id === task.ownerId);
  const { timezone } = state.onboarding;
  return owner ? workHoursOf(owner, timezone) : officeHours(timezone, calendar);
};

/** Late from the end of that working day in the owner's zone. */
export const lateFrom = (task: Task, context: Pick<HealthContext, 'state' | 'calendar'>): Instant | null =>
  task.dueOn === null ? null : endOfWorkingDay(task.dueOn, hoursOfOwner(task, context));

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

const overdueFactors = { customer: 'overdue_customer', team: 'overdue_team', partner: 'overdue_partner' } as const;
const overdueMost: Readonly<Record<Side, number>> = { customer: 30, team: 25, partner: 20 };
/** business days after which being late is as bad as it gets */
const fullyLateDays = 5;
const sideWords: Readonly<Record<Side, string>> = { customer: 'customer', team: 'team', partner: 'partner' };

/** fewer open tasks than this count as so many: one late task of one is no disaster */
const fewestOpen = 3;

/** most(side) × overdue ÷ max(3, open) × (½ + ½ × mean business days late ÷ 5, at most 1), over the side's ready tasks. */
const overdue = (side: Side, context: HealthContext): HealthReason | null => {
  const { state, now, today, calendar } = context;
  const open = state.tasks.filter((task) => task.side === side && task.readyAt !== null && !isSettled(task));
  const late = open.filter((task) => (lateFrom(task, context) ?? now) < now);
  if (late.length === 0) return null;
  const days = late.reduce(
    (sum, { dueOn }) => sum + Math.max(0, businessDaysBetween(dueOn ?? today, today, calendar)),
    0,
  );
  const severity = Math.min(1, days / late.length / fullyLateDays);
  const points = Math.round(
    overdueMost[side] * (late.length / Math.max(fewestOpen, open.length)) * (0.5 + 0.5 * severity),
  );
  const mean = Math.round(days / late.length);
  const long = mean === 0 ? '' : `, by ${plural(mean, 'business day')}${late.length > 1 ? ' on average' : ''}`;
  const fact = `${late.length} of ${plural(open.length, `open ${sideWords[side]} task`)} ${late.length === 1 ? 'is' : 'are'} overdue${long}`;
  return { factor: overdueFactors[side], points, fact, taskIds: late.map(({ id }) => id) };
};

const blockedMost = 25;

/** 3 a business day of the oldest open blocker and 2 for each further one, at most 25. */
const blockedDays = ({ state, today, calendar }: HealthContext): HealthReason | null => {
  const open = state.blockers.filter(({ resolvedAt }) => resolvedAt === null);
  if (open.length === 0) return null;
  const since = open.map(({ openedAt }) =>
    businessDaysBetween(localDate(openedAt, state.onboarding.timezone), today, calendar),
  );
  const longest = Math.max(0, ...since);
  const points = Math.min(blockedMost, 3 * longest + 2 * (open.length - 1));
  if (points === 0) return null;
  const fact = `${plural(open.length, 'open blocker')}, ${longest === 0 ? 'all since today' : `the oldest for ${plural(longest, 'business day')}`}`;
  return { factor: 'blocked_days', points, fact, taskIds: open.flatMap(({ taskId }) => taskId ?? []) };
};

const responseMost = 10;
const responsesSeen = 5;

/** 10 × (median of actual ÷ planned business days of the last five finished customer tasks − 1), at most 10. */
const responseTime = ({ state, calendar }: HealthContext): HealthReason | null => {
  const { timezone } = state.onboarding;
  const done = state.tasks
    .flatMap((task) =>
      task.side === 'customer' && task.status === 'done' && task.readyAt !== null && task.doneAt !== null
        ? [{ task, readyAt: task.readyAt, doneAt: task.doneAt }]
        : [],
    )
    .sort((a, b) => (a.doneAt < b.doneAt ? 1 : -1))
    .slice(0, responsesSeen);
  const ratios = done
    .map(
      ({ task, readyAt, doneAt }) =>
        businessDaysBetween(localDate(readyAt, timezone), localDate(doneAt, timezone), calendar) /
        Math.max(1, task.schedule.durationDays),
    )
    .sort((a, b) => a - b);
  const median = ratios[Math.floor((ratios.length - 1) / 2)] ?? 0;
  const points = Math.min(responseMost, Math.round(responseMost * (median - 1)));
  if (points <= 0) return null;
  const fact = `The last ${plural(done.length, 'customer task')} took ${median.toFixed(1)} times as long as planned`;
  return { factor: 'response_time', points, fact, taskIds: done.map(({ task }) => task.id) };
};

const slackMost = 20;

/** The promised go-live, else the published one, while it is not reached. */
export const goLiveMeantOn = ({ onboarding }: Pick<OnboardingState, 'onboarding'>): LocalDate | null =>
  onboarding.liveAt === null ? (onboarding.promisedGoLiveOn ?? onboarding.planBaseline?.goLiveOn ?? null) : null;

/** 2 a business day by which the plan's go-live, today at the earliest, lies after the one that is meant, at most 20. */
const slackEaten = ({ state, today, calendar }: HealthContext): HealthReason | null => {
  const { forecast } = state.onboarding;
  const meant = goLiveMeantOn(state);
  const targets = state.milestones.flatMap(({ isGoLive, targetOn }) => (isGoLive && targetOn !== null ? targetOn : []));
  const planned = [today, ...targets].sort().at(-1) ?? today;
  const days = meant === null ? 0 : businessDaysBetween(meant, planned, calendar);
  if (days <= 0) return null;
  const fact = `By its open tasks the plan goes live on ${planned}, ${plural(days, 'business day')} after ${meant}`;
  return {
    factor: 'slack_eaten',
    points: Math.min(slackMost, 2 * days),
    fact,
    taskIds: forecast?.criticalTaskIds ?? [],
  };
};

const engagementMost = 15;
/** business days of silence that are usual */
export const quietDays = 5;

/** Since when the customer, who has something to do, has done nothing; null when nothing waits for them. */
export const quietSince = (state: OnboardingState): Instant | null => {
  const { onboarding, tasks, blockers, people } = state;
  const waiting = tasks.filter((task) => task.side === 'customer' && task.readyAt !== null && !isSettled(task));
  if (waiting.length === 0 || onboarding.publishedAt === null) return null;
  const customers = new Set(people.filter(({ side }) => side === 'customer').map(({ id }) => id));
  const firstAsked = waiting.map(({ readyAt }) => readyAt ?? '').sort()[0] ?? onboarding.publishedAt;
  const signs = [
    ...tasks.filter(({ side }) => side === 'customer').flatMap(({ doneAt, startedAt }) => [doneAt, startedAt]),
    ...blockers
      .filter(({ openedById }) => openedById !== null && customers.has(openedById))
      .map(({ openedAt }) => openedAt),
  ];
  return [firstAsked, ...signs.filter((at) => at !== null)].sort().at(-1) ?? null;
};

/** 2 a business day without a sign of the customer beyond the fifth, at most 15, while something waits for them. */
const engagement = ({ state, today, calendar }: HealthContext): HealthReason | null => {
  const since = quietSince(state);
  if (since === null) return null;
  const days = businessDaysBetween(localDate(since, state.onboarding.timezone), today, calendar);
  if (days <= quietDays) return null;
  const points = Math.min(engagementMost, 2 * (days - quietDays));
  return {
    factor: 'engagement',
    points,
    fact: `The customer has done nothing for ${plural(days, 'business day')}`,
    taskIds: [],
  };
};

/** All factors that take points off, the heaviest first. */
export const healthFactors = (context: HealthContext): HealthReason[] =>
  [
    overdue('customer', context),
    overdue('team', context),
    overdue('partner', context),
    blockedDays(context),
    responseTime(context),
    slackEaten(context),
    engagement(context),
  ]
    .flatMap((reason) => (reason !== null && reason.points > 0 ? [reason] : []))
    .sort((a, b) => b.points - a.points);

/** The day on which silence begins to count. */
export const quietCountsOn = ({ state, calendar }: Pick<HealthContext, 'state' | 'calendar'>): LocalDate | null => {
  const since = quietSince(state);
  return since === null ? null : addBusinessDays(localDate(since, state.onboarding.timezone), quietDays + 1, calendar);
};
