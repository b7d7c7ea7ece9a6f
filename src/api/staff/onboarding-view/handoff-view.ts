import { handoffGaps, handoffValue } from '../../../domain/handoff.ts';
import type { Onboarding } from '../../../domain/model.ts';
import type { Playbook } from '../../../domain/playbook.ts';
import type { OnboardingExtras } from '../../../db/queries/onboarding-extras.ts';
import type { OnboardingView } from './plan-view.ts';

/** Each handoff field with its value and where that came from; what was entered here goes before the CRM's. */
export function handoffView(
  onboarding: Onboarding,
  playbook: Playbook | null,
  asked: OnboardingExtras['asked'],
): OnboardingView['handoff'] {
  return {
    isComplete: playbook !== null && handoffGaps(onboarding, playbook).length === 0,
    waivedReason: onboarding.handoffWaivedReason,
    askedOf: asked?.person ?? null,
    askedAt: asked?.at ?? null,
    fields: (playbook?.handoff.fields ?? []).map((field) => {
      const value = handoffValue(field, onboarding);
      const isEntered = Boolean(onboarding.handoff[field.key]?.trim());
      return {
        key: field.key,
        label: field.label,
        help: field.help,
        isRequired: field.required,
        value,
        source: value === null ? null : isEntered ? 'gangway' : 'crm',
      };
    }),
  };
}
