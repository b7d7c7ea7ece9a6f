/** The CRM fields that Gangway writes, and those that sales fills in: what `gangway crm setup` and the Salesforce package create. */

/** What a CRM's own fields may be. */
export const crmFieldTypes = [
  'text',
  'long_text',
  'number',
  'date',
  'datetime',
  'boolean',
  'enumeration',
  'url',
  'user',
  'other',
] as const;
export type CrmFieldType = Exclude<(typeof crmFieldTypes)[number], 'datetime' | 'boolean' | 'user' | 'other'>;

export interface CrmFieldDefinition {
  object: 'deal' | 'company';
  name: string;
  label: string;
  description: string;
  type: CrmFieldType;
  options: { value: string; label: string }[];
  /** an external id: no two records may hold the same value */
  isUnique: boolean;
}

/** A field of the CRM as its own list describes it, whoever made it. */
export interface CrmField {
  name: string;
  label: string;
  type: (typeof crmFieldTypes)[number];
  /** of an enumeration; empty where the CRM itself leads to the values (owners, stages) */
  options: { value: string; label: string }[];
  /** false: calculated, or the CRM's own to set */
  isWritable: boolean;
  isUnique: boolean;
}

/** A deal's fields stand under their own names, its company's under these. */
export const companyFieldPrefix = 'company.';
export const companyField = (name: string): string => `${companyFieldPrefix}${name}`;

type Rest = Partial<Pick<CrmFieldDefinition, 'description' | 'options' | 'isUnique'>>;

const field = (
  object: CrmFieldDefinition['object'],
  name: string,
  label: string,
  type: CrmFieldType,
  rest: Rest = {},
): CrmFieldDefinition => ({
  object,
  name: `gangway_${name}`,
  label,
  type,
  description: '',
  options: [],
  isUnique: false,
  ...rest,
});
const deal = (name: string, label: string, type: CrmFieldType, rest?: Rest): CrmFieldDefinition =>
  field('deal', name, label, type, rest);
const company = (name: string, label: string, type: CrmFieldType, rest?: Rest): CrmFieldDefinition =>
  field('company', name, label, type, rest);

const stages = [
  { value: 'handoff', label: 'Sales handoff' },
  { value: 'plan_draft', label: 'Draft plan' },
  { value: 'in_progress', label: 'In progress' },
  { value: 'on_hold', label: 'On hold' },
  { value: 'live', label: 'Live' },
  { value: 'transitioned', label: 'With customer success' },
  { value: 'cancelled', label: 'Cancelled' },
];

const healthStatuses = [
  { value: 'on_track', label: 'On track' },
  { value: 'at_risk', label: 'At risk' },
  { value: 'blocked', label: 'Blocked' },
];

const customerStatuses = [
  { value: 'onboarding', label: 'Onboarding' },
  { value: 'on_hold', label: 'Onboarding on hold' },
  { value: 'live', label: 'Live' },
  { value: 'cancelled', label: 'Onboarding cancelled' },
];

export const crmFieldDefinitions: readonly CrmFieldDefinition[] = [
  deal('stage', 'Onboarding stage', 'enumeration', { options: stages }),
  deal('progress', 'Onboarding progress (%)', 'number', {
    description: 'Tasks done of all that were not skipped, 0 to 100',
  }),
  deal('health', 'Onboarding health', 'number', { description: '0 to 100' }),
  deal('health_status', 'Onboarding health status', 'enumeration', { options: healthStatuses }),
  deal('kickoff_date', 'Kickoff', 'date'),
  deal('target_go_live', 'Agreed go-live', 'date'),
  deal('forecast_go_live', 'Forecast go-live', 'date', { description: 'Live by then with a likelihood of 80 %' }),
  deal('first_value_date', 'First value', 'date'),
  deal('go_live_date', 'Go-live', 'date'),
  deal('renewal_date', 'Renewal', 'date'),
  deal('health_baseline', 'Health at go-live', 'number'),
  deal('health_baseline_reasons', 'Health at go-live: reasons', 'long_text'),
  deal('blocked_by', 'Onboarding blocked by', 'long_text'),
  deal('next_milestone', 'Next onboarding milestone', 'text'),
  deal('onboarding_url', 'Onboarding in Gangway', 'url'),
  deal('key', 'Gangway key', 'text', { description: 'Set by Gangway on deals that it creates', isUnique: true }),
  company('customer_status', 'Customer status', 'enumeration', { options: customerStatuses }),
  company('go_live_date', 'Go-live', 'date'),
  company('renewal_date', 'Renewal', 'date'),
];

const handoff = (name: string, label: string, type: CrmFieldType = 'text'): CrmFieldDefinition => ({
  object: 'deal',
  name,
  label,
  type,
  description: 'Sales handoff: needed before the onboarding starts',
  options: [],
  isUnique: false,
});

/** What sales fills in for the handoff of the playbooks that ship. */
export const handoffFieldDefinitions: readonly CrmFieldDefinition[] = [
  handoff('purchased_for', 'Purchased for', 'long_text'),
  handoff('success_criteria', 'Success criteria', 'long_text'),
  handoff('implementation_notes', 'Implementation notes', 'long_text'),
  handoff('contract_term_months', 'Contract term (months)', 'number'),
  handoff('contract_start_date', 'Contract start', 'date'),
  handoff('wished_go_live', 'Wished go-live', 'date'),
  handoff('segment', 'Segment'),
  handoff('region', 'Region'),
  handoff('implementation_partner', 'Implementation partner'),
  handoff('systems_in_scope', 'Systems in scope', 'long_text'),
  handoff('security_requirements', 'Security requirements', 'long_text'),
];
