/** An opportunity as the sandbox page shows it. */
import type { z } from 'zod';
import type {
  sandboxOpportunitySchema,
  sandboxOpportunitySummarySchema,
  sandboxOrganizationSchema,
} from '../../../src/contracts/sandbox/salesforce.ts';
import { stageNames } from './opportunity-input.ts';
import type { Org } from './org.ts';
import type { FieldValue, Row } from './state.ts';

const text = (value: FieldValue | undefined): string | null => (typeof value === 'string' ? value : null);
const idOf = (row: Row): string => String(row['Id']);

export function summarize(org: Org, row: Row): z.infer<typeof sandboxOpportunitySummarySchema> {
  return {
    id: idOf(row),
    name: String(row['Name']),
    accountName: text(org.find('Account', row['AccountId'])?.['Name']),
    amount: typeof row['Amount'] === 'number' ? row['Amount'] : null,
    stageName: String(row['StageName']),
    isWon: row['IsWon'] === true,
    isClosed: row['IsClosed'] === true,
    ownerName: text(org.find('User', row['OwnerId'])?.['Name']),
    contacts: org.children('OpportunityContactRole', 'OpportunityId', idOf(row)).length,
    isDeleted: row['IsDeleted'] === true,
    onboardingStage: text(row['Gangway_Stage__c']),
    updatedAt: String(row['SystemModstamp']),
  };
}

export function describeOpportunity(org: Org, row: Row): z.infer<typeof sandboxOpportunitySchema> {
  const id = idOf(row);
  return {
    ...summarize(org, row),
    fields: row,
    account: org.find('Account', row['AccountId']) ?? null,
    contactRoles: org.children('OpportunityContactRole', 'OpportunityId', id).map((role) => {
      const contact = org.find('Contact', role['ContactId']);
      return {
        id: idOf(role),
        contactId: String(role['ContactId']),
        name: text(contact?.['Name']) ?? '',
        email: text(contact?.['Email']),
        role: text(role['Role']),
        isPrimary: role['IsPrimary'] === true,
      };
    }),
    lineItems: org.children('OpportunityLineItem', 'OpportunityId', id).map((item) => ({
      id: idOf(item),
      name: text(org.find('Product2', item['Product2Id'])?.['Name']) ?? '',
      code: text(item['ProductCode']),
      quantity: Number(item['Quantity']),
      unitPrice: Number(item['UnitPrice']),
    })),
    tasks: org.children('Task', 'WhatId', id),
    onboardings: org.children('Onboarding__c', 'Opportunity__c', id),
  };
}

export const describeOrganization = (org: Org): z.infer<typeof sandboxOrganizationSchema> => ({
  organizationId: org.state.organizationId,
  stages: stageNames(org),
  owners: org.rows('User').map((row) => ({
    id: idOf(row),
    name: String(row['Name']),
    email: String(row['Email']),
    isActive: row['IsActive'] === true,
  })),
  opportunityFields: (org.object('Opportunity')?.fields ?? []).map(({ name, label, type, isReadOnly, options }) => ({
    name,
    label,
    type,
    isWritable: !isReadOnly,
    options,
  })),
});
