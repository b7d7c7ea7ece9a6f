/** What follows from go-live, once: the CRM's note, task and renewal deal, the dates after it, and the good news. */
import { atLocalTime, localDate, workingDayFrom } from '../calendar.ts';
import { plannedCheckIns } from '../check-ins.ts';
import { userToFind } from '../crm-user.ts';
import { carer } from '../chase/who.ts';
import { reasonInWords } from '../health.ts';
import { addDays, daysBetween } from '../local-date.ts';
import { playbookMapping } from '../mapping/combine.ts';
import type { RenewalRule } from '../mapping/model.ts';
import { goLiveMark } from '../marks.ts';
import type { EffectPayload, Instant, Person } from '../model.ts';
import { renewalAmount } from '../renewal.ts';
import { goLiveNews } from './news.ts';
import type { Pass } from './pass.ts';

const usualCheckInDays = 30;

const summary = ({ onboarding }: Pass, liveAt: Instant): string => {
  const { wonAt, kickoffOn, timezone, healthBaseline, renewalOn, promisedGoLiveOn, name } = onboarding;
  const liveOn = localDate(liveAt, timezone);
  const lines = [
    `${name} went live on ${liveOn}${promisedGoLiveOn === null ? '' : ` (promised: ${promisedGoLiveOn})`}.`,
    wonAt === null ? null : `Time to go-live: ${daysBetween(localDate(wonAt, timezone), liveOn)} days.`,
    kickoffOn === null || kickoffOn > liveOn
      ? null
      : `Onboarding: ${daysBetween(kickoffOn, liveOn)} days since the kickoff.`,
    healthBaseline === null
      ? null
      : `Health at go-live: ${healthBaseline.score} of 100 (${healthBaseline.status.replace('_', ' ')}).`,
    ...(healthBaseline?.reasons ?? []).map((reason) => `– ${reasonInWords(reason)}`),
    renewalOn === null ? null : `Renewal: ${renewalOn}.`,
  ];
  return lines.filter((line) => line !== null).join('\n');
};

/** By their id, or to be found by their address. */
const userOf = (person: Person | null): string | null => person && (person.crmOwnerId ?? userToFind(person.email));

const renewalOwner = (pass: Pass, { owner = 'csm' }: RenewalRule): string | null => {
  const dealOwner = userOf(pass.inRole('crm.owner'));
  switch (owner) {
    case 'csm':
      return userOf(carer(pass)) ?? dealOwner;
    case 'deal_owner':
      return dealOwner;
    case 'none':
      return null;
  }
};

const renewalDeal = (pass: Pass, dealId: string): EffectPayload | null => {
  const { onboarding, playbook } = pass;
  const rule = playbook ? playbookMapping(playbook).renewal : null;
  if (!rule?.createDeal || onboarding.renewalOn === null) return null;
  return {
    kind: 'crm_renewal_deal',
    dealId,
    name: `${onboarding.name} – renewal ${onboarding.renewalOn.slice(0, 4)}`,
    amountCents: renewalAmount(onboarding.deal.amountCents, rule),
    closeOn: onboarding.renewalOn,
    ownerCrmId: renewalOwner(pass, rule),
    otherwiseOwnerCrmId: rule.owner === 'none' ? null : (pass.inRole('crm.owner')?.crmOwnerId ?? null),
    pipeline: rule.pipeline,
    stage: rule.stage,
  };
};

const planEffects = (pass: Pass, dealId: string, liveAt: Instant): void => {
  const { onboarding, playbook, calendar } = pass;
  const csm = carer(pass);
  const plan = (step: string, payload: EffectPayload | null): void => {
    if (payload) pass.effects.push({ step, version: 1, payload });
  };
  const days = playbook?.checkIns[0] ?? usualCheckInDays;
  const liveOn = localDate(liveAt, onboarding.timezone);
  const dueOn = workingDayFrom(addDays(liveOn, days), calendar);
  const hours = pass.hoursOf(csm);
  plan('go_live_note', { kind: 'crm_note', dealId, body: summary(pass, liveAt), at: liveAt, on: liveOn });
  plan('check_in_task', {
    kind: 'crm_task',
    dealId,
    subject: `${days}-day check-in with ${onboarding.name}`,
    dueAt: atLocalTime(dueOn, hours.workStart, hours.timezone),
    dueOn,
    ownerCrmId: userOf(csm),
    body: `Compare with the health at go-live: ${onboarding.healthBaseline?.score ?? 'unknown'} of 100.\n${pass.publicUrl}/console/onboardings/${onboarding.id}`,
  });
  plan('renewal_deal', renewalDeal(pass, dealId));
};

export const followGoLive = (pass: Pass): void => {
  const { onboarding } = pass;
  const { liveAt, dealId, connectionId, chase } = onboarding;
  if (liveAt === null || chase[goLiveMark] !== undefined) return;
  pass.checkIns.push(...plannedCheckIns(onboarding, pass.playbook));
  if (dealId !== null && connectionId !== null) planEffects(pass, dealId, liveAt);
  goLiveNews(pass);
};
