import { crmFieldDefinitions, handoffFieldDefinitions } from '../domain/crm-fields.ts';

const known = new Map(
  [...crmFieldDefinitions, ...handoffFieldDefinitions].map(({ object, name, label }) => [`${object}.${name}`, label]),
);
/** of the vendors, which are spelt in ways that tell little */
const standard = new Map([
  ['dealstage', 'Deal stage'],
  ['dealname', 'Deal name'],
  ['closedate', 'Close date'],
  ['hubspot_owner_id', 'Owner'],
]);

/** A CRM's field for people: ours by its label, another's by its name in words (`Csm_Health__c` → `Csm health`). */
export const crmFieldLabel = (object: string, name: string): string => {
  const label = known.get(`${object}.${name}`) ?? standard.get(name);
  if (label !== undefined) return label;
  const words = name
    .replace(/__c$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
