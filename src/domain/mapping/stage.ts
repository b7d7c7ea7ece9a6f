/** Where in the CRM's stages an onboarding stands, by the rules of a mapping. */
import { isHeldByCrm } from '../held-by-crm.ts';
import type { OnboardingState, OnboardingStatus } from '../model.ts';
import { crmStageField, type StageRule, type StageSync } from './model.ts';

export interface StageWanted {
  stage: string;
  /** what led there, in words */
  because: string;
}

/** A status without a rule of its own is told by what came before it; a pause and an end are told by nothing else. */
const fallsBackTo: Readonly<Record<OnboardingStatus, readonly OnboardingStatus[]>> = {
  handoff: ['handoff'],
  draft: ['draft'],
  active: [],
  on_hold: ['on_hold'],
  live: ['live'],
  transitioned: ['transitioned', 'live'],
  cancelled: ['cancelled'],
};
const whilePlanRuns: readonly OnboardingStatus[] = ['active', 'live', 'transitioned'];

const isReached = ({ on }: StageRule, { phases, milestones }: OnboardingState): boolean => {
  const [kind, key] = [on.slice(0, on.indexOf('.')), on.slice(on.indexOf('.') + 1)];
  if (kind === 'phase') return phases.some((phase) => phase.key === key && phase.status !== 'not_started');
  return kind === 'milestone' && milestones.some((milestone) => milestone.key === key && milestone.status === 'done');
};

const nameOf = ({ on }: StageRule, { phases, milestones }: OnboardingState): string => {
  const key = on.slice(on.indexOf('.') + 1);
  const known = [...phases, ...milestones].find((subject) => subject.key === key);
  return known ? `“${known.name}”` : on;
};

const ruleOf = (rules: readonly StageRule[], status: OnboardingStatus): StageRule | undefined =>
  rules.find(({ on }) => on === `status.${status}`);

/**
 * The CRM's own stage follows only while the deal is won: what the CRM took back it keeps. Null: no rule speaks, and the
 * CRM keeps the stage it has.
 */
export const stageWanted = (state: OnboardingState, { field, rules }: StageSync): StageWanted | null => {
  const { status } = state.onboarding;
  const isWon = state.onboarding.wonAt !== null && !isHeldByCrm(state.onboarding);
  if (field === crmStageField && (status === 'handoff' || status === 'cancelled' || !isWon)) return null;
  for (const candidate of fallsBackTo[status]) {
    const rule = ruleOf(rules, candidate);
    if (rule) return { stage: rule.stage, because: `the onboarding is ${status.replace('_', ' ')}` };
  }
  if (!whilePlanRuns.includes(status)) return null;
  const reached = rules.findLast((rule) => isReached(rule, state));
  if (reached) return { stage: reached.stage, because: `${nameOf(reached, state)} has come` };
  const running = ruleOf(rules, 'active');
  return running ? { stage: running.stage, because: 'the onboarding is active' } : null;
};
