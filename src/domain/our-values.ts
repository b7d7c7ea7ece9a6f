/** What there is to tell about an onboarding, each value with its reason in words. */
import { localDate } from './calendar.ts';
import { userToFind } from './crm-user.ts';
import { handoffValue } from './handoff.ts';
import { reasonInWords } from './health.ts';
import { handoffKey, milestoneKey } from './mapping/catalogue.ts';
import type { CrmScalar, Onboarding, OnboardingState, OnboardingStatus } from './model.ts';
import type { Playbook } from './playbook.ts';

export interface OwnValue {
  object: 'deal' | 'company';
  name: string;
  value: CrmScalar;
  why: string;
}

const stageOf: Readonly<Record<OnboardingStatus, string>> = {
  handoff: 'handoff',
  draft: 'plan_draft',
  active: 'in_progress',
  on_hold: 'on_hold',
  live: 'live',
  transitioned: 'transitioned',
  cancelled: 'cancelled',
};

const whyStage: Readonly<Record<OnboardingStatus, string>> = {
  handoff: 'The sales handoff is incomplete',
  draft: 'The plan is drafted and waits to be published',
  active: 'The plan was published',
  on_hold: 'The onboarding was put on hold',
  live: 'Go-live was approved',
  transitioned: 'The success handover is done',
  cancelled: 'The onboarding was cancelled',
};

const customerStatus: Readonly<Record<OnboardingStatus, string>> = {
  handoff: 'onboarding',
  draft: 'onboarding',
  active: 'onboarding',
  on_hold: 'on_hold',
  live: 'live',
  transitioned: 'live',
  cancelled: 'cancelled',
};

/** Who buys more does not go back to the start; what was cancelled is told as that, for another to take over. */
const isCustomerLive = ({ account, onboarding: { status } }: OnboardingState): boolean =>
  account?.isLiveByAnother === true && status !== 'cancelled';

const blockedBy = ({ blockers, people }: OnboardingState): string =>
  blockers
    .filter(({ resolvedAt }) => resolvedAt === null)
    .map(({ what, side, personId, expectedOn }) => {
      const who = people.find(({ id }) => id === personId)?.name ?? side;
      return `${what} (${who}${expectedOn === null ? '' : `, expected ${expectedOn}`})`;
    })
    .join('; ');

const nextMilestone = ({ milestones }: OnboardingState): string => {
  const next = milestones.filter(({ status }) => status !== 'done').sort((a, b) => a.position - b.position)[0];
  if (!next) return '';
  return next.targetOn === null ? next.name : `${next.name} (${next.targetOn})`;
};

const dayOf = (instant: string | null, { timezone }: Onboarding): string | null =>
  instant === null ? null : localDate(instant, timezone);

/** Everything the CRM could hold, whether it changed or not. */
export const ownValues = (state: OnboardingState, publicUrl: string): OwnValue[] => {
  const { onboarding } = state;
  const { status, healthBaseline: baseline, forecast } = onboarding;
  const deal = (name: string, value: CrmScalar, why: string): OwnValue => ({ object: 'deal', name, value, why });
  const company = (name: string, value: CrmScalar, why: string): OwnValue => ({ object: 'company', name, value, why });
  const tasks = state.tasks.filter((task) => task.status !== 'skipped');
  const done = tasks.filter((task) => task.status === 'done').length;
  const worst = onboarding.healthReasons[0]?.fact;
  const liveOn = dayOf(onboarding.liveAt, onboarding);
  return [
    deal('stage', stageOf[status], whyStage[status]),
    deal('progress', Math.round(onboarding.progress * 100), `${done} of ${tasks.length} tasks are done`),
    deal(
      'health',
      onboarding.health,
      onboarding.healthOverride
        ? `Set by a person: ${onboarding.healthOverride.reason}`
        : (worst ?? 'Nothing speaks against it'),
    ),
    deal(
      'health_status',
      onboarding.healthStatus,
      onboarding.healthOverride
        ? `Set by a person: ${onboarding.healthOverride.reason}`
        : (worst ?? 'Nothing speaks against it'),
    ),
    deal('kickoff_date', onboarding.kickoffOn, 'The kickoff of the plan'),
    deal('target_go_live', onboarding.targetGoLiveOn, 'The go-live that the plan works towards'),
    deal(
      'forecast_go_live',
      forecast?.p80 ?? null,
      forecast ? `Likely to 80 %, going by ${forecast.basis}; half as likely by ${forecast.p50}` : 'No forecast',
    ),
    deal('first_value_date', dayOf(onboarding.firstValueAt, onboarding), 'The first-value milestone was reached'),
    deal('go_live_date', liveOn, 'Go-live was approved'),
    deal('renewal_date', onboarding.renewalOn, 'The start of the contract or go-live, plus its term'),
    deal('health_baseline', baseline?.score ?? null, 'Health when go-live was approved'),
    deal(
      'health_baseline_reasons',
      baseline ? baseline.reasons.map(reasonInWords).join('; ') || 'Nothing spoke against it' : null,
      'Where the health at go-live came from',
    ),
    deal('blocked_by', blockedBy(state), 'The blockers that are open'),
    deal('next_milestone', nextMilestone(state), 'The first milestone that is not reached'),
    deal('onboarding_url', `${publicUrl}/console/onboardings/${onboarding.id}`, 'The onboarding was opened'),
    isCustomerLive(state)
      ? company('customer_status', 'live', 'Another onboarding of the customer is live')
      : company('customer_status', customerStatus[status], whyStage[status]),
    company('go_live_date', liveOn, 'Go-live was approved'),
    company('renewal_date', onboarding.renewalOn, 'The start of the contract or go-live, plus its term'),
  ];
};

/** Values that stand in no field of ours, only where a mapping puts them. */
const furtherValue = (
  ours: string,
  state: OnboardingState,
  playbook: Pick<Playbook, 'handoff'> | null,
): { value: CrmScalar; why: string } | null => {
  const { onboarding, members, people, phases, milestones } = state;
  if (ours === 'phase')
    return { value: phases.find(({ key }) => key === onboarding.currentPhase)?.name ?? null, why: 'The current phase' };
  if (ours === 'contract_value') return { value: onboarding.deal.amountCents, why: 'The amount of the deal' };
  if (ours === 'csm') {
    const csmId = members.find(({ role }) => role === 'team.csm')?.personId;
    const csm = people.find(({ id }) => id === csmId);
    if (!csm) return { value: null, why: 'There is no CSM' };
    return { value: csm.crmOwnerId ?? userToFind(csm.email), why: `${csm.name} is the CSM` };
  }
  const handoff = handoffKey(ours);
  if (handoff !== null) {
    const field = playbook?.handoff.fields.find(({ key }) => key === handoff);
    return field ? { value: handoffValue(field, onboarding), why: `The sales handoff says it: ${field.label}` } : null;
  }
  const milestone = milestones.find(({ key }) => key === milestoneKey(ours));
  if (!milestone) return null;
  return milestone.doneAt === null
    ? { value: milestone.targetOn, why: `“${milestone.name}” is due then` }
    : { value: dayOf(milestone.doneAt, onboarding), why: `“${milestone.name}” was reached` };
};

/** A value by its name in the catalogue; null: this onboarding knows no such thing. */
export const namedValue = (
  ours: string,
  { state, playbook, own }: { state: OnboardingState; playbook: Pick<Playbook, 'handoff'> | null; own: OwnValue[] },
): { value: CrmScalar; why: string } | null =>
  own.find(({ name }) => name === ours) ?? furtherValue(ours, state, playbook);
