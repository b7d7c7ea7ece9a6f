/** What Gangway's package adds to an organisation: its own fields, and those that sales fills in for the handoff. */
import {
  type CrmFieldDefinition,
  crmFieldDefinitions,
  handoffFieldDefinitions,
} from '../../../src/domain/crm-fields.ts';
import { field } from './fields.ts';
import type { FieldDefinition } from './state.ts';

/** `gangway_health_status` → `Gangway_Health_Status__c` */
const apiName = (name: string): string => `${name.replaceAll(/(?<=^|_)[a-z]/g, (letter) => letter.toUpperCase())}__c`;

const longText = 32_768;

function packaged({
  name,
  label,
  type,
  options,
  isUnique,
}: Omit<CrmFieldDefinition, 'object' | 'description'>): FieldDefinition {
  const rest = { label, isUnique, isExternalId: isUnique };
  switch (type) {
    case 'text':
      return field(apiName(name), 'string', rest);
    case 'long_text':
      return field(apiName(name), 'textarea', { ...rest, length: longText, isFilterable: false });
    case 'number':
      return field(apiName(name), 'double', { ...rest, scale: 0 });
    case 'date':
      return field(apiName(name), 'date', rest);
    case 'url':
      return field(apiName(name), 'url', rest);
    case 'enumeration':
      return { ...field(apiName(name), 'picklist', { ...rest, isRestricted: true }), options };
  }
}

export const packagedFields = (object: CrmFieldDefinition['object']): FieldDefinition[] =>
  crmFieldDefinitions.filter((one) => one.object === object).map(packaged);

export const handoffFields = (): FieldDefinition[] => handoffFieldDefinitions.map(packaged);
