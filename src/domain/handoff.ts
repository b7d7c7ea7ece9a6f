/** What sales must pass on before work starts, and what of it is missing. */
import { companyField } from './crm-fields.ts';
import { inputName } from './mapping/reading.ts';
import type { Onboarding } from './model.ts';
import type { HandoffField, Playbook } from './playbook.ts';

/** Under which name the deal's facts keep what the CRM holds: a property's, or one of our own. */
const crmName = ({ crm }: HandoffField): string => {
  if (!('field' in crm)) return `$${crm.object}`;
  return crm.object === 'company' ? companyField(crm.field) : crm.field;
};

/** Entered here, else held by the CRM, where the mapping reads it before where the playbook does; null: nowhere. */
export const handoffValue = (
  field: HandoffField,
  { handoff, deal }: Pick<Onboarding, 'handoff' | 'deal'>,
): string | null => {
  const mapped = deal.fields[inputName(`handoff.${field.key}`)];
  const value = handoff[field.key]?.trim() || mapped?.trim() || deal.fields[crmName(field)]?.trim();
  return value ? value : null;
};

/** Required fields without a value, in the playbook's order. */
export const handoffGaps = (
  onboarding: Pick<Onboarding, 'handoff' | 'deal'>,
  playbook: Pick<Playbook, 'handoff'>,
): HandoffField[] =>
  playbook.handoff.fields.filter((field) => field.required && handoffValue(field, onboarding) === null);
