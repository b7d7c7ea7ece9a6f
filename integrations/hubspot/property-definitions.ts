/**
 * The custom properties that `gangway crm setup hubspot` creates: what we write, and what sales fills in for the handoff
 * of the playbooks that ship. What an account has already is left as it is.
 */
import { type CrmFieldDefinition, crmFieldDefinitions } from '../../src/domain/crm-fields.ts';

const handoffField = (name: string, label: string, type: CrmFieldDefinition['type'] = 'text'): CrmFieldDefinition => ({
  object: 'deal',
  name,
  label,
  type,
  description: 'Sales handoff: needed before the onboarding starts',
  options: [],
  isUnique: false,
});

export const propertyDefinitions: readonly CrmFieldDefinition[] = [
  ...crmFieldDefinitions,
  handoffField('purchased_for', 'Purchased for', 'long_text'),
  handoffField('success_criteria', 'Success criteria', 'long_text'),
  handoffField('implementation_notes', 'Implementation notes', 'long_text'),
  handoffField('contract_term_months', 'Contract term (months)', 'number'),
  handoffField('contract_start_date', 'Contract start', 'date'),
  handoffField('wished_go_live', 'Wished go-live', 'date'),
  handoffField('segment', 'Segment'),
  handoffField('region', 'Region'),
  handoffField('implementation_partner', 'Implementation partner'),
  handoffField('systems_in_scope', 'Systems in scope', 'long_text'),
  handoffField('security_requirements', 'Security requirements', 'long_text'),
];
