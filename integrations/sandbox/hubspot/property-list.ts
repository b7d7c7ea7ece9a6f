/** The properties of a fresh account: HubSpot's own, and those a careful sales team has added for the handoff. */
import type { ObjectType, PropertyDefinition } from './state.ts';

type Kind = PropertyDefinition['type'] | 'text';
interface Extra {
  options?: string[];
  readOnly?: boolean;
  custom?: boolean;
  group?: string;
}

const fieldTypes: Record<Kind, string> = {
  string: 'text',
  text: 'textarea',
  number: 'number',
  date: 'date',
  datetime: 'date',
  enumeration: 'select',
  bool: 'booleancheckbox',
  phone_number: 'phonenumber',
};

export function property(
  name: string,
  label: string,
  kind: Kind = 'string',
  { options = [], readOnly = false, custom = false, group }: Extra = {},
): PropertyDefinition {
  return {
    name,
    label,
    type: kind === 'text' ? 'string' : kind,
    fieldType: fieldTypes[kind],
    groupName: group ?? (custom ? 'handoff' : 'information'),
    description: '',
    options: options.map((value, displayOrder) => ({ value, label: titled(value), displayOrder, hidden: false })),
    hasUniqueValue: false,
    readOnly,
    hubspotDefined: !custom,
  };
}
const labels: Record<string, string> = {
  newbusiness: 'New business',
  existingbusiness: 'Existing business',
  smb: 'SMB',
  mid_market: 'Mid-market',
};
const titled = (value: string): string =>
  labels[value] ?? value.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase());

const always = [
  property('hs_object_id', 'Record ID', 'number', { readOnly: true }),
  property('hs_merged_object_ids', 'Merged record IDs', 'string', { readOnly: true }),
  { ...property('hubspot_owner_id', 'Owner', 'enumeration'), referencedObjectType: 'OWNER' as const },
];
const dated = [
  property('createdate', 'Create date', 'datetime', { readOnly: true }),
  property('hs_updated_by_user_id', 'Updated by user ID', 'number', { readOnly: true }),
  property('hs_lastmodifieddate', 'Last modified date', 'datetime', { readOnly: true }),
];
const engagement = [
  property('hs_createdate', 'Create date', 'datetime', { readOnly: true }),
  property('hs_lastmodifieddate', 'Last modified date', 'datetime', { readOnly: true }),
  property('hs_timestamp', 'Activity date', 'datetime'),
];

export const freshProperties = (): Record<ObjectType, PropertyDefinition[]> => ({
  deals: [
    ...always,
    ...dated,
    property('dealname', 'Deal name'),
    property('pipeline', 'Pipeline'),
    property('dealstage', 'Deal stage'),
    property('amount', 'Amount', 'number'),
    property('deal_currency_code', 'Currency', 'enumeration', { options: ['USD', 'EUR', 'GBP', 'JPY'] }),
    property('closedate', 'Close date', 'datetime'),
    property('dealtype', 'Deal type', 'enumeration', {
      options: ['newbusiness', 'existingbusiness', 'renewal', 'upsell', 'pilot'],
    }),
    property('description', 'Deal description', 'text'),
    property('hs_is_closed', 'Is closed', 'bool', { readOnly: true }),
    property('hs_is_closed_won', 'Is closed won', 'bool', { readOnly: true }),
    property('hs_closed_won_date', 'Closed won date', 'datetime', { readOnly: true }),
    property('hs_deal_stage_probability', 'Deal probability', 'number', { readOnly: true }),
    property('segment', 'Segment', 'enumeration', { custom: true, options: ['smb', 'mid_market', 'enterprise'] }),
    property('region', 'Region', 'enumeration', { custom: true, options: ['NA', 'EMEA', 'APAC', 'LATAM'] }),
    property('implementation_notes', 'Implementation notes', 'text', { custom: true }),
    property('success_criteria', 'Success criteria', 'text', { custom: true }),
    property('purchased_for', 'Purchased for', 'text', { custom: true }),
    property('contract_term_months', 'Contract term (months)', 'number', { custom: true }),
    property('contract_start_date', 'Contract start', 'date', { custom: true }),
    property('wished_go_live', 'Wished go-live', 'date', { custom: true }),
    property('implementation_partner', 'Implementation partner', 'string', { custom: true }),
    property('systems_in_scope', 'Systems in scope', 'text', { custom: true }),
    property('security_requirements', 'Security requirements', 'text', { custom: true }),
  ],
  companies: [
    ...always,
    ...dated,
    property('name', 'Company name'),
    property('domain', 'Company domain name'),
    property('country', 'Country'),
    property('hs_country_code', 'Country code'),
    property('industry', 'Industry'),
    property('timezone', 'Time zone'),
    property('numberofemployees', 'Number of employees', 'number'),
    property('city', 'City'),
    property('phone', 'Phone'),
  ],
  contacts: [
    ...always,
    property('createdate', 'Create date', 'datetime', { readOnly: true }),
    property('lastmodifieddate', 'Last modified date', 'datetime', { readOnly: true }),
    property('email', 'Email'),
    property('firstname', 'First name'),
    property('lastname', 'Last name'),
    property('phone', 'Phone'),
    property('mobilephone', 'Mobile phone'),
    property('jobtitle', 'Job title'),
    property('hs_timezone', 'Time zone'),
    property('hs_language', 'Language'),
    property('country', 'Country'),
    property('hs_country_region_code', 'Country code'),
    property('hs_buying_role', 'Buying role', 'enumeration', {
      options: [
        'DECISION_MAKER',
        'BUDGET_HOLDER',
        'CHAMPION',
        'END_USER',
        'EXECUTIVE_SPONSOR',
        'INFLUENCER',
        'LEGAL_AND_COMPLIANCE',
        'BLOCKER',
        'OTHER',
      ],
    }),
  ],
  line_items: [
    ...always,
    ...dated,
    property('name', 'Name'),
    property('hs_sku', 'SKU'),
    property('quantity', 'Quantity', 'number'),
    property('price', 'Unit price', 'number'),
    property('amount', 'Net price', 'number'),
    property('hs_recurring_billing_period', 'Term'),
    property('recurringbillingfrequency', 'Billing frequency', 'enumeration', {
      options: ['monthly', 'quarterly', 'annually'],
    }),
  ],
  notes: [...always, ...engagement, property('hs_note_body', 'Note body', 'text')],
  tasks: [
    ...always,
    ...engagement,
    property('hs_task_subject', 'Task title'),
    property('hs_task_body', 'Task notes', 'text'),
    property('hs_task_status', 'Status', 'enumeration', {
      options: ['NOT_STARTED', 'IN_PROGRESS', 'WAITING', 'COMPLETED', 'DEFERRED'],
    }),
    property('hs_task_priority', 'Priority', 'enumeration', { options: ['NONE', 'LOW', 'MEDIUM', 'HIGH'] }),
    property('hs_task_type', 'Task type', 'enumeration', { options: ['TODO', 'CALL', 'EMAIL'] }),
  ],
});
