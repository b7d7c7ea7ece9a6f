/** Our names of fields and Salesforce's: the one place that translates between them. */
import { companyFieldPrefix } from '../../src/domain/crm-fields.ts';

const custom = '__c';
/** standard fields begin with a capital, ours never do */
const isVendorName = (name: string): boolean => name.endsWith(custom) || /^[A-Z]/.test(name);

/** HubSpot's names, which playbooks may use whichever CRM there is. */
const standardNames: Record<string, string> = {
  dealname: 'Name',
  dealstage: 'StageName',
  pipeline: 'RecordTypeId',
  amount: 'Amount',
  closedate: 'CloseDate',
  dealtype: 'Type',
  description: 'Description',
};

/** `gangway_health_status` → `Gangway_Health_Status__c`; what is a name of Salesforce's stays as it is. */
export function toApiName(name: string): string {
  if (isVendorName(name)) return name;
  const standard = standardNames[name];
  if (standard) return standard;
  const words = name.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('_')}${custom}`;
}

/** Back to the names that were asked with: two of ours may lead to one field. */
export const namesByApiName = (names: readonly string[]): Map<string, string[]> => {
  const byApiName = new Map<string, string[]>();
  for (const name of names) byApiName.set(toApiName(name), [...(byApiName.get(toApiName(name)) ?? []), name]);
  return byApiName;
};

/** `Gangway_Health_Status__c` → `gangway_health_status`, for what we were not asked about. */
export function fromApiName(apiName: string): string {
  const ours = apiName.slice(0, -custom.length).toLowerCase();
  return apiName.endsWith(custom) && toApiName(ours) === apiName ? ours : apiName;
}

export const dealFieldsOf = (fields: readonly string[]): string[] =>
  fields.filter((name) => !name.startsWith(companyFieldPrefix));
export const companyFieldsOf = (fields: readonly string[]): string[] =>
  fields.flatMap((name) => (name.startsWith(companyFieldPrefix) ? [name.slice(companyFieldPrefix.length)] : []));
