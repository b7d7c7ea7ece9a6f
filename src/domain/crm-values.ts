/** What the CRM is to hold about an onboarding, each value with its reason in words. Only what changed is wanted. */
import { localDate } from './calendar.ts';
import type { CrmScalar, Onboarding, OnboardingState, OnboardingStatus, WantedCrmValue } from './model.ts';
import type { CrmMapping, Playbook } from './playbook.ts';

export { crmFieldDefinitions } from './crm-fields.ts';

interface Value {
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
const valuesOf = (state: OnboardingState, publicUrl: string): Value[] => {
  const { onboarding } = state;
  const { status, healthBaseline: baseline, forecast } = onboarding;
  const deal = (name: string, value: CrmScalar, why: string): Value => ({ object: 'deal', name, value, why });
  const company = (name: string, value: CrmScalar, why: string): Value => ({ object: 'company', name, value, why });
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
      baseline
        ? baseline.reasons.map(({ fact, points }) => `${fact} (−${points})`).join('; ') || 'Nothing spoke against it'
        : null,
      'Where the health at go-live came from',
    ),
    deal('blocked_by', blockedBy(state), 'The blockers that are open'),
    deal('next_milestone', nextMilestone(state), 'The first milestone that is not reached'),
    deal('onboarding_url', `${publicUrl}/console/onboardings/${onboarding.id}`, 'The onboarding was opened'),
    company('customer_status', customerStatus[status], whyStage[status]),
    company('go_live_date', liveOn, 'Go-live was approved'),
    company('renewal_date', onboarding.renewalOn, 'The start of the contract or go-live, plus its term'),
  ];
};

/** A stage follows the onboarding only while the deal is won: what the CRM took back it keeps. */
const dealStage = ({ status, heldBy }: Onboarding, mapping: CrmMapping): { value: string; why: string } | null => {
  if (status === 'handoff' || status === 'cancelled' || heldBy === 'crm') return null;
  const stage = mapping.stages[status];
  return stage === undefined
    ? null
    : { value: `stage:${stage}`, why: `${whyStage[status]}; the playbook maps that to “${stage}”` };
};

/** An empty value is wanted only where something stood before. */
const isNews = (known: CrmScalar | undefined, value: CrmScalar): boolean =>
  known === undefined ? value !== null && value !== '' : known !== value;

interface WantedInput {
  state: OnboardingState;
  playbook: Pick<Playbook, 'crm'> | null;
  publicUrl: string;
}

/**
 * The values that differ from what was wanted last, and everything wanted so far (`onboarding.crmWanted`, by
 * `<object>.<field>`). Nothing for an onboarding without a deal or whose deal is gone. A `dealstage` is
 * `stage:<label or id>`, for the integration to find in the deal's own pipeline.
 */
export const wantedCrmValues = ({
  state,
  playbook,
  publicUrl,
}: WantedInput): { changed: WantedCrmValue[]; wanted: Record<string, CrmScalar> } => {
  const { onboarding, account } = state;
  const { connectionId, dealId, crmWanted, problems } = onboarding;
  if (connectionId === null || dealId === null || problems.some(({ code }) => code === 'deal_deleted'))
    return { changed: [], wanted: crmWanted };
  const records = { deal: dealId, company: account?.crmId ?? null };
  const changed: WantedCrmValue[] = [];
  const wanted = { ...crmWanted };
  const want = (object: 'deal' | 'company', field: string, value: CrmScalar, why: string): void => {
    const recordId = records[object];
    const key = `${object}.${field}`;
    if (recordId === null || !isNews(wanted[key], value)) return;
    wanted[key] = value;
    changed.push({ objectType: object, recordId, field, value, why });
  };
  const mapped = playbook?.crm.fields ?? {};
  for (const { object, name, value, why } of valuesOf(state, publicUrl)) {
    want(object, `gangway_${name}`, value, why);
    const further = object === 'deal' ? mapped[name] : undefined;
    if (further) want(further.object, further.field, value, `${why}; the playbook maps ${name} here`);
  }
  const stage = playbook ? dealStage(onboarding, playbook.crm) : null;
  if (stage) want('deal', 'dealstage', stage.value, stage.why);
  return { changed, wanted: changed.length > 0 ? wanted : crmWanted };
};
