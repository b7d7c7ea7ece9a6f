/** Our fields as Salesforce's, made of the same definitions that HubSpot's properties are created from. */
import type { CustomField } from '@salesforce/types/metadata';
import { type CrmFieldDefinition, crmFieldDefinitions, handoffFieldDefinitions } from '../../src/domain/crm-fields.ts';
import { toApiName } from '../../integrations/salesforce/field-names.ts';
import { type MetadataFile, metadataFile, type Written } from './metadata.ts';

export interface PackageField {
  object: 'Account' | 'Activity' | 'Onboarding__c' | 'Opportunity';
  /** sales fills it in; all others are ours to write */
  isForSales: boolean;
  field: Written<CustomField> & { fullName: string; label: string };
}

const textLength = 255;
const longTextLength = 32_768;

const typeOf = ({ type, options, isUnique }: CrmFieldDefinition): Written<Partial<CustomField>> => {
  switch (type) {
    case 'text':
      return isUnique
        ? { type: 'Text', length: textLength, externalId: true, unique: true, caseSensitive: true }
        : { type: 'Text', length: textLength };
    case 'long_text':
      return { type: 'LongTextArea', length: longTextLength, visibleLines: 4 };
    case 'number':
      return { type: 'Number', precision: 18, scale: 0 };
    case 'date':
      return { type: 'Date' };
    case 'url':
      return { type: 'Url' };
    case 'enumeration':
      return {
        type: 'Picklist',
        valueSet: {
          restricted: true,
          valueSetDefinition: {
            sorted: false,
            value: options.map(({ value, label }) => ({ fullName: value, default: false, label })),
          },
        },
      };
  }
};

const toField = (definition: CrmFieldDefinition, object: PackageField['object']): PackageField => {
  const { name, label, description } = definition;
  const help = description === '' ? {} : { description, inlineHelpText: description };
  return {
    object,
    isForSales: handoffFieldDefinitions.includes(definition),
    field: { fullName: toApiName(name), label, ...help, ...typeOf(definition) },
  };
};

const own = (object: PackageField['object'], field: PackageField['field']): PackageField => ({
  object,
  isForSales: false,
  field,
});
const key = { type: 'Text', externalId: true, unique: true, caseSensitive: true } as const;

/** What only Salesforce needs: what our records are found again by, and what tells of a deletion. */
const ownFields: PackageField[] = [
  own('Activity', {
    ...key,
    fullName: 'Gangway_Key__c',
    label: 'Gangway key',
    length: textLength,
    description: 'Set by Gangway on tasks that it creates, so that none is created twice',
  }),
  own('Onboarding__c', {
    ...key,
    fullName: 'Gangway_Id__c',
    label: 'Gangway id',
    length: 36,
    description: 'The onboarding’s id in Gangway',
  }),
  own('Onboarding__c', {
    fullName: 'Opportunity__c',
    label: 'Opportunity',
    type: 'Lookup',
    deleteConstraint: 'SetNull',
    referenceTo: 'Opportunity',
    relationshipLabel: 'Onboardings',
    relationshipName: 'Onboardings',
  }),
  own('Onboarding__c', {
    fullName: 'Account__c',
    label: 'Account',
    type: 'Lookup',
    deleteConstraint: 'SetNull',
    referenceTo: 'Account',
    relationshipLabel: 'Onboardings',
    relationshipName: 'Onboardings',
  }),
  own('Onboarding__c', {
    fullName: 'Deleted_Opportunity_Id__c',
    label: 'Deleted opportunity',
    type: 'Text',
    length: 18,
    description: 'Set by a flow when the opportunity is deleted; an outbound message tells Gangway of it',
  }),
  own('Onboarding__c', {
    fullName: 'Opportunity_Deleted_At__c',
    label: 'Opportunity deleted',
    type: 'DateTime',
    description: 'When the opportunity was deleted last',
  }),
];

/** An onboarding's record shows what its opportunity shows; the key is of opportunities that we create. */
const onboardingFields = crmFieldDefinitions
  .filter(({ object, isUnique }) => object === 'deal' && !isUnique)
  .map((definition) => toField(definition, 'Onboarding__c'));

export const packageFields: readonly PackageField[] = [
  ...[...crmFieldDefinitions, ...handoffFieldDefinitions].map((definition) =>
    toField(definition, definition.object === 'deal' ? 'Opportunity' : 'Account'),
  ),
  ...onboardingFields,
  ...ownFields,
];

export const fieldFiles = (): MetadataFile[] =>
  packageFields.map(({ object, field }) =>
    metadataFile(
      'CustomField',
      `force-app/main/default/objects/${object}/fields/${field.fullName}.field-meta.xml`,
      field,
    ),
  );
