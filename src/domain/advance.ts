/**
 * One pass over an onboarding: what time and people have brought about, what follows from it, who is to be told, and
 * when to look again. Pure: the same state at the same `now` gives the same decision, and a decision's state decides
 * nothing new at that `now`.
 */
import { cancelNews, bounces, holdNews, problems, transitionNews, welcome } from './advance/news.ts';
import { followGoLive } from './advance/go-live-step.ts';
import { forecastNews, updateForecast, updateHealth, wakeForHealth } from './advance/health-step.ts';
import { type AdvanceContext, Pass } from './advance/pass.ts';
import { publishByItself, resumeWhenDue } from './advance/by-itself.ts';
import { milestonesReached } from './advance/milestone-news.ts';
import { milestonesAtRisk } from './advance/milestone-step.ts';
import { makeRequests } from './advance/requests.ts';
import { slackChannel } from './advance/slack-channel.ts';
import { keepKickoffPossible, reschedule } from './advance/reschedule.ts';
import { recordSilence } from './advance/silence.ts';
import { chase, endSilences } from './chase/chase.ts';
import { wantedCrmValues } from './crm-values.ts';
import { isHeldByCrm } from './held-by-crm.ts';
import type { Decision, OnboardingState } from './model.ts';
import { settle } from './progress.ts';

export type { AdvanceContext } from './advance/pass.ts';

/** Clocks run: dates, health and chasing follow the calendar. */
const run = (pass: Pass): void => {
  pass.activity.push(...settle(pass.state, pass.now));
  const schedule = reschedule(pass);
  updateForecast(pass, schedule);
  updateHealth(pass, true);
  welcome(pass);
  if (pass.onboarding.status === 'live') followGoLive(pass);
  chase(pass);
  milestonesReached(pass);
  slackChannel(pass);
  if (pass.onboarding.status === 'active') milestonesAtRisk(pass);
  forecastNews(pass);
  bounces(pass);
  wakeForHealth(pass);
};

/** A draft is dated as if it were published today; nobody outside hears of it. */
const draft = (pass: Pass): void => {
  pass.activity.push(...settle(pass.state, pass.now));
  keepKickoffPossible(pass);
  updateForecast(pass, reschedule(pass));
  updateHealth(pass, false);
  bounces(pass);
};

const rest = (pass: Pass): void => {
  endSilences(pass);
  updateHealth(pass, false);
};

const step = (pass: Pass): void => {
  switch (pass.onboarding.status) {
    case 'handoff':
      return;
    case 'draft':
      return draft(pass);
    case 'active':
    case 'live':
      return run(pass);
    case 'on_hold':
      return rest(pass);
    case 'transitioned':
      rest(pass);
      return transitionNews(pass);
    case 'cancelled':
      rest(pass);
      return cancelNews(pass);
  }
};

/**
 * Decides for one onboarding at `now`. The handoff and the draft only chase who completes and publishes them; building
 * the plan is the caller's. Nothing is changed in place.
 */
export const advance = (state: OnboardingState, context: AdvanceContext): Decision => {
  const first = resumeWhenDue(state, context);
  const second = publishByItself(first.state, context);
  const pass = new Pass(second.state, context);
  pass.activity.push(...first.activity, ...second.activity);
  const { onboarding } = pass;
  if (onboarding.status === 'on_hold' && !isHeldByCrm(onboarding)) pass.wakeOn(onboarding.resumeOn);
  step(pass);
  if (onboarding.status !== 'cancelled') problems(pass);
  holdNews(pass);
  makeRequests(pass);
  recordSilence(pass);
  const { changed, wanted } = wantedCrmValues({
    state: pass.state,
    playbook: context.playbook,
    publicUrl: context.publicUrl,
  });
  pass.crmValues.push(...changed);
  onboarding.crmWanted = wanted;
  return pass.decision;
};
