/** Health and forecast as they stand now. */
import { addBusinessDays, businessDaysBetween } from '../calendar.ts';
import { carerToHear } from '../chase/who.ts';
import { forecast } from '../forecast.ts';
import { effectiveHealth } from '../health.ts';
import { goLiveMeantOn, lateFrom, quietCountsOn } from '../health-factors.ts';
import { addDays } from '../local-date.ts';
import { whySlipping } from '../milestone-risk.ts';
import { unlessSame } from '../same.ts';
import type { Schedule } from '../schedule.ts';
import { nextBusinessDay } from '../work-hours.ts';
import { healthNews } from './health-turn.ts';
import type { Pass } from './pass.ts';

export const updateForecast = (pass: Pass, schedule: Schedule): void => {
  const { state, now, playbook, onboarding } = pass;
  onboarding.forecast = unlessSame(onboarding.forecast, forecast(state, { now, playbook, schedule }));
};

const slippedMark = 'forecast_slipped';

/**
 * With open work P80 moves on as time passes, by about a day each day and at the worst a little faster: looked at after
 * half of the days that are left, it is not missed.
 */
const wakeBeforeSlip = (pass: Pass, daysLeft: number): void =>
  pass.wakeOn(addBusinessDays(pass.today, Math.max(1, Math.ceil(daysLeft / 2)), pass.calendar));

/** business days by which P80 may come before the promised date without being within for good: it moves by one with each task */
const unsteadyDays = 1;

/** P80 beyond the promised date reaches the CSM once with the reason, and again only after it had been well within. */
export const forecastNews = (pass: Pass): void => {
  const { onboarding, calendar } = pass;
  const { forecast: found, promisedGoLiveOn: promisedOn, chase, liveAt } = onboarding;
  const days =
    found === null || promisedOn === null || liveAt !== null ? 0 : businessDaysBetween(promisedOn, found.p80, calendar);
  if (days <= 0 || found === null || promisedOn === null) {
    if (days < -unsteadyDays || found === null || promisedOn === null || liveAt !== null) delete chase[slippedMark];
    if (found !== null && promisedOn !== null && liveAt === null) wakeBeforeSlip(pass, -days);
    return;
  }
  if (chase[slippedMark] !== undefined) return;
  const csm = carerToHear(pass, 'forecast_slipped');
  // who is named later still hears of it
  if (csm === null) return;
  chase[slippedMark] = pass.now;
  pass.tell({
    personId: csm.id,
    kind: 'forecast_slipped',
    urgency: 'digest',
    rule: 'go-live is likely only after the promised date',
    key: [pass.now],
    mark: slippedMark,
    data: { p80: found.p80, promisedOn, reason: whySlipping(pass.state, pass) },
  });
};

/** Ends an override that is over, and looks again when it will be. */
const settleOverride = (pass: Pass): void => {
  const { onboarding, today } = pass;
  const { healthOverride } = onboarding;
  if (healthOverride === null) return;
  if (healthOverride.until >= today) return pass.wakeOn(addDays(healthOverride.until, 1));
  onboarding.healthOverride = null;
  pass.activity.push({ kind: 'health_override_ended', subjectId: null, data: { until: healthOverride.until } });
};

/** Measures health while clocks run; otherwise only what a person said counts. */
export const updateHealth = (pass: Pass, isRunning: boolean): void => {
  settleOverride(pass);
  const { onboarding, state, now, today, calendar } = pass;
  const { healthOverride, healthStatus: before } = onboarding;
  if (!isRunning) {
    if (healthOverride !== null)
      Object.assign(onboarding, { health: healthOverride.score, healthStatus: healthOverride.status });
    return;
  }
  const { score, status, reasons } = effectiveHealth({ state, now, today, calendar });
  Object.assign(onboarding, { health: score, healthStatus: status });
  onboarding.healthReasons = unlessSame(onboarding.healthReasons, reasons);
  healthNews(pass, before, { status, score });
};

const isOpen = ({ status }: { status: string }): boolean => status !== 'done' && status !== 'skipped';

/**
 * Health, dates and forecast follow the calendar while something is late, blocked or quiet: then each working day is
 * looked at; otherwise the day on which that would begin. The forecast is a reason to wake only before it passes the promised date.
 */
export const wakeForHealth = (pass: Pass): void => {
  const { state, now, today, calendar, hours } = pass;
  const lates = state.tasks.flatMap((task) =>
    isOpen(task) && task.readyAt !== null ? (lateFrom(task, { state, calendar }) ?? []) : [],
  );
  for (const late of lates) pass.wakeAt(new Date(Date.parse(late) + 1).toISOString());
  const countsOn = quietCountsOn({ state, calendar });
  if (countsOn !== null && countsOn > today) pass.wakeOn(countsOn);
  const meant = goLiveMeantOn(state);
  if (meant !== null && meant >= today) pass.wakeOn(addDays(meant, 1));
  const isLate = lates.some((late) => late < now);
  const isBlocked = state.blockers.some(({ resolvedAt }) => resolvedAt === null);
  const isQuiet = countsOn !== null && countsOn <= today;
  // what should have begun but waits moves on with each day
  const isPushed = state.tasks.some(
    (task) => isOpen(task) && task.readyAt === null && task.startOn !== null && task.startOn <= today,
  );
  if (isLate || isBlocked || isQuiet || isPushed) pass.wakeOn(nextBusinessDay(today, hours));
};
