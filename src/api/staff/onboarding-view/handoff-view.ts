import type { Onboarding } from '../../../domain/model.ts';
import type { HandoffField, Playbook } from '../../../domain/playbook.ts';
import type { OnboardingExtras } from '../../../db/queries/onboarding-extras.ts';
import type { OnboardingView } from './plan-view.ts';

/** The deal keeps what the CRM holds apart from properties under these names. */
const crmName = ({ crm }: HandoffField): string => ('field' in crm ? crm.field : `$${crm.object}`);

/** Each handoff field with its value and where that came from; what was entered here goes before the CRM's. */
export function handoffView(onboarding: Onboarding, playbook: Playbook | null, asked: OnboardingExtras['asked']): OnboardingView['handoff'] {
  const fields = (playbook?.handoff.fields ?? []).map((field) => {
    const entered = onboarding.handoff[field.key] || undefined;
    const held = onboarding.deal.fields[crmName(field)] || undefined;
    return {
      key: field.key, label: field.label, help: field.help, isRequired: field.required, value: entered ?? held ?? null,
      source: entered !== undefined ? ('gangway' as const) : held !== undefined ? ('crm' as const) : null,
    };
  });
  return {
    isComplete: playbook !== null && fields.every(({ isRequired, value }) => !isRequired || value !== null), waivedReason: onboarding.handoffWaivedReason,
    askedOf: asked?.person ?? null, askedAt: asked?.at ?? null, fields,
  };
}
