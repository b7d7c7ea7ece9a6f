/** The record of an onboarding beside its opportunity, and what people see of it in Salesforce. */
import type { LayoutSection } from '@salesforce/types/metadata';
import { packageFields } from './fields.ts';
import { type MetadataFile, metadataFile, type Written } from './metadata.ts';

const root = 'force-app/main/default';
const object = 'Onboarding__c';

const fieldNames = packageFields
  .filter((field) => field.object === object)
  .map(({ field }) => field.fullName)
  .filter((name) => !['Opportunity__c', 'Account__c', 'Gangway_Id__c'].includes(name));

const section = (label: string, names: string[]): Written<LayoutSection> => {
  const half = Math.ceil(names.length / 2);
  const column = (from: number, to: number) => ({
    layoutItems: names.slice(from, to).map((field) => ({ behavior: 'Readonly' as const, field })),
  });
  return {
    customLabel: true,
    detailHeading: true,
    editHeading: true,
    label,
    layoutColumns: [column(0, half), column(half, names.length)],
    style: 'TwoColumnsTopToBottom',
  };
};

export const onboardingFiles = (): MetadataFile[] => [
  metadataFile('CustomObject', `${root}/objects/${object}/${object}.object-meta.xml`, {
    compactLayoutAssignment: 'SYSTEM',
    deploymentStatus: 'Deployed',
    description: 'One customer’s onboarding, kept by Gangway',
    enableActivities: true,
    enableBulkApi: true,
    enableFeeds: false,
    enableHistory: false,
    enableReports: true,
    enableSearch: true,
    enableSharing: true,
    enableStreamingApi: true,
    externalSharingModel: 'Private',
    label: 'Onboarding',
    nameField: { displayFormat: 'ON-{000000}', label: 'Onboarding number', type: 'AutoNumber' },
    pluralLabel: 'Onboardings',
    sharingModel: 'Read',
    startsWith: 'Vowel',
    visibility: 'Public',
  }),
  metadataFile('ListView', `${root}/objects/${object}/listViews/All.listView-meta.xml`, {
    fullName: 'All',
    columns: ['NAME', 'Account__c', 'Opportunity__c', 'Gangway_Stage__c', 'Gangway_Health_Status__c'],
    filterScope: 'Everything',
    label: 'All',
  }),
  metadataFile('CustomTab', `${root}/tabs/${object}.tab-meta.xml`, {
    customObject: true,
    motif: 'Custom20: Airplane',
  }),
  metadataFile('Layout', `${root}/layouts/${object}-Onboarding Layout.layout-meta.xml`, {
    layoutSections: [
      section('Onboarding', ['Name', 'Account__c', 'Opportunity__c', 'Gangway_Id__c']),
      section('Where it stands', fieldNames),
      section('System', ['CreatedById', 'LastModifiedById']),
    ],
  }),
];
