/** What sales must pass on before work starts, and what of it is missing. */
import { companyField } from './crm-fields.ts';
import type { Onboarding } from './model.ts';
import type { HandoffField, Playbook } from './playbook.ts';

/** Under which name the deal's facts keep what the CRM holds: a property's, or one of our own. */
const crmName = ({ crm }: HandoffField): string => {
  if (!('field' in crm)) return `$${crm.object}`;
  return crm.object === 'company' ? companyField(crm.field) : crm.field;
};

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
