/**
 * Health: 100 minus the points of the facts in health-factors.ts, which say their formulas. On track from 75, at risk
 * from 45, blocked below that or while a task on the critical path is blocked. At risk at best once the day of go-live
 * has passed.
 */
import { goLiveMeantOn, type HealthContext, healthFactors } from './health-factors.ts';
import type { HealthReason, HealthStatus, Task } from './model.ts';

export interface Health {
  score: number;
  status: HealthStatus;
  reasons: HealthReason[];
}

const onTrackFrom = 75;
const atRiskFrom = 45;

/** The facts alone, whatever anybody said. */
export const measureHealth = (context: HealthContext): Health => {
  const reasons = healthFactors(context);
  const score = Math.max(0, 100 - reasons.reduce((sum, { points }) => sum + points, 0));
  const critical = new Set(context.state.onboarding.forecast?.criticalTaskIds);
  const stuck = context.state.tasks.filter(({ id, status }) => status === 'blocked' && critical.has(id));
  if (stuck.length > 0) return { score, status: 'blocked', reasons: decidedBy(stuck, reasons) };
  const meant = goLiveMeantOn(context.state);
  const isPast = meant !== null && meant < context.today;
  const status = statusOf(score);
  return { score, status: isPast && status === 'on_track' ? 'at_risk' : status, reasons };
};

/** What decides the status is said first, also on its first day, when it takes no points off yet. */
const decidedBy = (stuck: readonly Task[], reasons: readonly HealthReason[]): HealthReason[] => {
  const taskIds = stuck.map(({ id }) => id);
  const fact = `${stuck.length === 1 ? 'A task' : `${stuck.length} tasks`} on the critical path cannot go on`;
  const counted = reasons.find(({ factor }) => factor === 'blocked_days');
  const first: HealthReason = counted
    ? { ...counted, fact: `${fact}: ${counted.fact}` }
    : { factor: 'blocked_days', points: 0, fact, taskIds };
  return [first, ...reasons.filter((reason) => reason !== counted)];
};

/** "2 open blockers, all since today (−2)" */
export const reasonInWords = ({ fact, points }: HealthReason): string => (points === 0 ? fact : `${fact} (−${points})`);

export const statusOf = (score: number): HealthStatus => {
  if (score >= onTrackFrom) return 'on_track';
  return score >= atRiskFrom ? 'at_risk' : 'blocked';
};

/** What is shown: a person's override until its date, included, else the facts. The reasons are always the facts. */
export const effectiveHealth = (context: HealthContext): Health => {
  const { healthOverride } = context.state.onboarding;
  const measured = measureHealth(context);
  if (healthOverride === null || healthOverride.until < context.today) return measured;
  return { ...measured, score: healthOverride.score, status: healthOverride.status };
};
