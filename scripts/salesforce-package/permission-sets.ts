/** Who may do what: the integration writes all that is ours, people read it and fill in the sales handoff. */
import type { PermissionSetFieldPermissions, PermissionSetObjectPermissions } from '@salesforce/types/metadata';
import { credential, principal } from './credentials.ts';
import { type PackageField, packageFields } from './fields.ts';
import { type MetadataFile, metadataFile, type Written } from './metadata.ts';

const root = 'force-app/main/default/permissionsets';
type FieldPermission = Written<PermissionSetFieldPermissions>;
type ObjectPermission = Written<PermissionSetObjectPermissions>;

/** What a deal is read from. Fields that nobody can hide (names, stage, dates, owners) have no permission to give. */
const standardFields: readonly string[] = [
  'Account.BillingAddress',
  'Account.Industry',
  'Account.NumberOfEmployees',
  'Account.Website',
  'Contact.AccountId',
  'Contact.Email',
  'Contact.MailingAddress',
  'Contact.MobilePhone',
  'Contact.Phone',
  'Contact.Title',
  'Opportunity.AccountId',
  'Opportunity.Amount',
  'Opportunity.Description',
  'Opportunity.Type',
  'OpportunityLineItem.TotalPrice',
  'Product2.ProductCode',
  'Task.ActivityDate',
  'Task.Description',
  'Task.WhatId',
];
/** what we set on tasks and on the renewal opportunity */
const writtenStandardFields = standardFields.filter((field) => /^(?:Opportunity|Task)\./.test(field));

/** Fields of activities live on Activity, and are permitted on tasks and events. */
const permittedOn = ({ object }: PackageField): string[] => (object === 'Activity' ? ['Task', 'Event'] : [object]);

const permit = (mayEdit: (field: PackageField) => boolean): FieldPermission[] =>
  packageFields.flatMap((field) =>
    permittedOn(field).map((object) => ({
      editable: mayEdit(field),
      field: `${object}.${field.field.fullName}`,
      readable: true,
    })),
  );

const byName = <T extends { field: string }>(permissions: T[]): T[] =>
  permissions.toSorted((a, b) => (a.field < b.field ? -1 : 1));

const allow = (object: string, rights: Partial<ObjectPermission>): ObjectPermission => ({
  allowCreate: false,
  allowDelete: false,
  allowEdit: false,
  allowRead: true,
  modifyAllRecords: false,
  object,
  viewAllRecords: false,
  ...rights,
});

export const permissionSetFiles = (): MetadataFile[] => [
  metadataFile('PermissionSet', `${root}/Gangway_Integration.permissionset-meta.xml`, {
    description: 'For the user that Gangway signs in as: reads deals and writes what is Gangway’s',
    fieldPermissions: byName([
      ...permit(() => true),
      ...standardFields.map((field) => ({
        editable: writtenStandardFields.includes(field),
        field,
        readable: true,
      })),
    ]),
    hasActivationRequired: false,
    label: 'Gangway integration',
    objectPermissions: [
      allow('Account', { allowEdit: true, viewAllRecords: true }),
      allow('Contact', { viewAllRecords: true }),
      allow('Onboarding__c', { allowCreate: true, allowEdit: true, viewAllRecords: true }),
      allow('Opportunity', { allowCreate: true, allowEdit: true, viewAllRecords: true }),
      allow('Pricebook2', {}),
      allow('Product2', {}),
    ],
    userPermissions: ['ActivitiesAccess', 'ApiEnabled', 'EditTask'].map((name) => ({ enabled: true, name })),
  }),
  metadataFile('PermissionSet', `${root}/Gangway_User.permissionset-meta.xml`, {
    description: 'For sales and customer success: sees onboardings, fills in the sales handoff',
    externalCredentialPrincipalAccesses: [{ enabled: true, externalCredentialPrincipal: `${credential}-${principal}` }],
    fieldPermissions: byName(permit(({ isForSales }) => isForSales)),
    hasActivationRequired: false,
    label: 'Gangway user',
    objectPermissions: [
      allow('Account', {}),
      allow('Onboarding__c', { viewAllRecords: true }),
      allow('Opportunity', { allowEdit: true }),
    ],
    tabSettings: [{ tab: 'Onboarding__c', visibility: 'Visible' }],
  }),
];
