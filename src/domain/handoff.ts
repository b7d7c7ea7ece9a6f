/** What sales must pass on before work starts, and what of it is missing. */
import type { Onboarding } from './model.ts';
import type { HandoffField, Playbook } from './playbook.ts';

/** Deal facts keep what the CRM holds apart from properties under these names. */
const crmName = ({ crm }: HandoffField): string => ('field' in crm ? crm.field : `$${crm.object}`);

/** Entered here, else held by the CRM; null when neither says anything. */
export const handoffValue = (
  field: HandoffField,
  { handoff, deal }: Pick<Onboarding, 'handoff' | 'deal'>,
): string | null => {
  const value = handoff[field.key]?.trim() || deal.fields[crmName(field)]?.trim();
  return value ? value : null;
};

/** Required fields without a value, in the playbook's order. */
export const handoffGaps = (
  onboarding: Pick<Onboarding, 'handoff' | 'deal'>,
  playbook: Pick<Playbook, 'handoff'>,
): HandoffField[] =>
  playbook.handoff.fields.filter((field) => field.required && handoffValue(field, onboarding) === null);
