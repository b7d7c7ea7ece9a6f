/** What conditions of a playbook are asked about, for one onboarding. */
import type { ConditionFacts } from './condition.ts';
import { handoffValue } from './handoff.ts';
import type { Onboarding } from './model.ts';
import type { Playbook } from './playbook.ts';

/** Handoff values by key, those that have one. */
const handoffValues = (
  onboarding: Pick<Onboarding, 'deal' | 'handoff'>,
  playbook: Pick<Playbook, 'handoff'>,
): Record<string, string> =>
  Object.fromEntries(
    playbook.handoff.fields.flatMap((field) => {
      const value = handoffValue(field, onboarding);
      return value === null ? [] : [[field.key, value]];
    }),
  );

export const planFacts = (
  onboarding: Pick<Onboarding, 'deal' | 'handoff' | 'calendarCountry'>,
  playbook: Pick<Playbook, 'handoff' | 'calendar'>,
): ConditionFacts => ({
  deal: onboarding.deal,
  country: onboarding.calendarCountry ?? playbook.calendar.country,
  handoff: handoffValues(onboarding, playbook),
});
