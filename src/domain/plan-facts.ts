/** What conditions of a playbook are asked about, for one onboarding. */
import type { ConditionFacts } from './condition.ts';
import type { Onboarding } from './model.ts';
import type { Playbook } from './playbook.ts';

/** Handoff values by key: what was entered here, else what the CRM field holds. Empty values are left out. */
export const handoffValues = (
  onboarding: Pick<Onboarding, 'deal' | 'handoff'>,
  playbook: Pick<Playbook, 'handoff'>,
): Record<string, string> => {
  const values: Record<string, string> = {};
  for (const { key, crm } of playbook.handoff.fields) {
    const value = onboarding.handoff[key] ?? ('field' in crm ? onboarding.deal.fields[crm.field] : undefined);
    if (value !== undefined && value.trim() !== '') values[key] = value;
  }
  return values;
};

export const planFacts = (
  onboarding: Pick<Onboarding, 'deal' | 'handoff' | 'calendarCountry'>,
  playbook: Pick<Playbook, 'handoff' | 'calendar'>,
): ConditionFacts => ({
  deal: onboarding.deal,
  country: onboarding.calendarCountry ?? playbook.calendar.country,
  handoff: handoffValues(onboarding, playbook),
});
