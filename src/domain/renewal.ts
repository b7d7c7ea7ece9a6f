import { localDate } from './calendar.ts';
import { addMonths } from './local-date.ts';
import { playbookMapping } from './mapping/combine.ts';
import type { RenewalRule } from './mapping/model.ts';
import type { Instant, LocalDate, Onboarding } from './model.ts';
import type { Playbook } from './playbook.ts';

const usualTermMonths = 12;

/**
 * Contract start or go-live plus term, as the mapping says: the deal's own term before the mapping's. A term that ran
 * out before go-live has been renewed already, so the next one counts.
 */
export const renewalDate = (
  onboarding: Pick<Onboarding, 'deal' | 'timezone'>,
  playbook: Pick<Playbook, 'crm' | 'mapping'> | null,
  liveAt: Instant,
): LocalDate => {
  const { contractStartOn, termMonths } = onboarding.deal;
  const mapping = playbook ? playbookMapping(playbook).renewal : null;
  const liveOn = localDate(liveAt, onboarding.timezone);
  const begins = mapping?.basis === 'go_live' ? liveOn : (contractStartOn ?? liveOn);
  const term = Math.max(1, termMonths ?? mapping?.termMonths ?? usualTermMonths);
  let terms = 1;
  while (addMonths(begins, term * terms) <= liveOn) terms += 1;
  return addMonths(begins, term * terms);
};

/** What the renewal deal is worth, in minor units; null: it says nothing of it. */
export const renewalAmount = (
  cents: number | null,
  { amount = 'deal', upliftPercent = 0 }: RenewalRule,
): number | null => (amount === 'none' || cents === null ? null : Math.round(cents * (1 + upliftPercent / 100)));

export interface PlannedRenewal {
  on: LocalDate;
  pipeline: string;
  stage: string;
  amountCents: number | null;
  currency: string | null;
}

/** The deal that go-live would create: on the day it is planned for, else today. Null: none. */
export const plannedRenewal = (
  onboarding: Pick<Onboarding, 'deal' | 'timezone' | 'liveAt' | 'renewalOn' | 'targetGoLiveOn'>,
  playbook: Pick<Playbook, 'crm' | 'mapping'> | null,
  now: Instant,
): PlannedRenewal | null => {
  const rule = playbook ? playbookMapping(playbook).renewal : null;
  if (!rule?.createDeal) return null;
  const { deal, liveAt, renewalOn, targetGoLiveOn } = onboarding;
  const planned = targetGoLiveOn === null ? now : `${targetGoLiveOn}T12:00:00.000Z`;
  return {
    on: renewalOn ?? renewalDate(onboarding, playbook, liveAt ?? (planned > now ? planned : now)),
    pipeline: rule.pipeline,
    stage: rule.stage,
    amountCents: renewalAmount(deal.amountCents, rule),
    currency: deal.currency,
  };
};
