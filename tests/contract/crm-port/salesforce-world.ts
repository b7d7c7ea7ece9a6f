import { z } from 'zod';
import { createSalesforce } from '../../../integrations/salesforce/client.ts';
import { toApiName } from '../../../integrations/salesforce/field-names.ts';
import { sandboxOrganizationId } from '../../../integrations/sandbox/salesforce/index.ts';
import {
  sandboxOpportunityIdsSchema,
  sandboxOpportunityListSchema,
} from '../../../src/contracts/sandbox/salesforce.ts';
import { app, startOrg } from '../sandbox-salesforce-org.ts';
import { recordingGate, silent } from '../sandbox-server.ts';
import type { CrmWorld, NewDeal, Trouble } from './world.ts';

const fieldTypes = { text: 'string', number: 'double', date: 'date', list: 'picklist' } as const;
const path = {
  lost_note: '/sobjects/Task',
  lost_task: '/sobjects/Task',
  lost_renewal: '/sobjects/Opportunity/Gangway_Key__c',
  lost_update: '/composite/sobjects',
} as const;
const concurrent = 'ConcurrentPerOrgLongTxn Limit exceeded.';
const faults = (trouble: Trouble) => {
  switch (trouble) {
    case 'away':
      return { rules: [{ kind: 'error' as const, errorCode: 'SERVER_UNAVAILABLE' }] };
    case 'throttled':
      return { rules: [{ kind: 'error' as const, errorCode: 'REQUEST_LIMIT_EXCEEDED', message: concurrent }] };
    case 'locked':
      return { rules: [{ kind: 'record' as const, errorCode: 'UNABLE_TO_LOCK_ROW' }] };
    case 'one_refused':
    case 'all_refused':
      return {
        rules: [
          {
            kind: 'record' as const,
            errorCode: 'UNKNOWN_EXCEPTION',
            object: 'Opportunity',
            ...(trouble === 'one_refused' && { times: 1 }),
          },
        ],
      };
    case 'contacts_refused':
      return {
        rules: [
          {
            kind: 'record' as const,
            errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
            object: 'OpportunityContactRole',
          },
        ],
      };
    case 'companies_forbidden':
    case 'reading_forbidden':
      return {
        rules: [
          {
            kind: 'error' as const,
            errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY',
            path: encodeURIComponent(`FROM ${trouble === 'companies_forbidden' ? 'Account' : 'Opportunity'} WHERE`),
          },
        ],
      };
    case 'revoked':
      return { areSessionsRefused: true };
    case 'lost_update':
    case 'lost_note':
    case 'lost_task':
    case 'lost_renewal':
      return {
        rules: [{ kind: 'drop' as const, method: 'PATCH' as const, path: path[trouble], afterwards: true, times: 1 }],
      };
    case 'moving':
    case 'left_out':
    case 'day_used_up':
    case 'none':
      return {};
  }
};

export async function startSalesforceWorld(): Promise<CrmWorld> {
  const org = await startOrg();
  const gate = recordingGate();
  const crm = createSalesforce({
    credentials: { loginUrl: org.url, ...app },
    organizationId: sandboxOrganizationId,
    gate,
    logger: silent,
    timeoutMs: 30_000,
  });
  const changeField = (change: object) => org.control('POST', '/fields', { object: 'Opportunity', ...change });
  return {
    crm,
    gate,
    renewalStage: { pipeline: 'Renewals', stage: 'prospecting' },
    liveStage: 'Live',
    ownerField: 'OwnerId',
    dealTypeField: 'Type',
    async changeUsers(users) {
      const changed = await org.control('PUT', '/users', { users });
      return z
        .object({ users: z.array(z.object({ Id: z.string() })) })
        .parse(changed)
        .users.map(({ Id }) => Id);
    },
    async addDeal({ name = 'A deal', stands = 'won', ...deal }: NewDeal = {}) {
      const { id, account } = await org.addOpportunity({
        name,
        account: { name: deal.company ?? 'Harbor' },
        contacts: deal.contacts ?? [],
        lineItems: deal.products?.map(({ price, ...product }) => ({ ...product, unitPrice: price })) ?? [],
        ...(deal.amount !== undefined && { amount: deal.amount }),
        fields: Object.fromEntries(
          Object.entries(deal.fields ?? {}).map(([field, value]) => [toApiName(field), value]),
        ),
      });
      await org.control('POST', `/opportunities/${id}/stage`, { to: stands });
      // winning sets the day of closing
      if (deal.closeOn !== undefined)
        await org.control('PATCH', `/opportunities/${id}`, { fields: { CloseDate: deal.closeOn } });
      if (deal.note !== undefined) {
        const connection = await org.signIn();
        await connection
          .sobject('Task')
          .create({ WhatId: id, Subject: 'Call', Description: deal.note, Status: 'Completed' });
      }
      return { id, companyId: String(account?.['Id']) };
    },
    async addWonDeals(count) {
      const made = await org.control('POST', '/opportunities/bulk', { count, isWon: true });
      return sandboxOpportunityIdsSchema.parse(made).ids;
    },
    async deleteDeal(id) {
      await org.control('DELETE', `/opportunities/${id}`);
    },
    async restoreDeal(id) {
      await org.control('POST', `/opportunities/${id}/undelete`);
    },
    async moveDeal(id, to) {
      await org.control('POST', `/opportunities/${id}/stage`, { to });
    },
    async setField(id, field, value) {
      await org.control('PATCH', `/opportunities/${id}`, { fields: { [toApiName(field)]: value } });
    },
    async setCompanyField(id, field, value) {
      await org.control('PATCH', `/opportunities/${id}/account`, { fields: { [toApiName(field)]: value } });
    },
    async giveCompany(id, companyId) {
      await org.control('PATCH', `/opportunities/${id}`, { fields: { AccountId: companyId } });
    },
    async mergeCompanies(masterId, mergedId) {
      await org.control('POST', '/accounts/merge', { masterId, mergedId });
      return masterId;
    },
    held: async (id, field) => (await org.opportunity(id)).fields[toApiName(field)],
    async addDealField(field, type, options = []) {
      await changeField({ change: 'add', name: toApiName(field), label: field, type: fieldTypes[type], options });
    },
    async addCompanyField(field, type) {
      await changeField({
        change: 'add',
        object: 'Account',
        name: toApiName(field),
        label: field,
        type: fieldTypes[type],
      });
    },
    async retypeDealField(field, type) {
      await changeField({ change: 'retype', name: toApiName(field), type: fieldTypes[type] });
    },
    async deleteDealField(field) {
      await changeField({ change: 'delete', name: toApiName(field) });
    },
    async addStages(labels) {
      for (const label of labels) await org.control('POST', '/stages', { change: 'add', label });
      return null;
    },
    async deleteStage(label) {
      await org.control('POST', '/stages', { change: 'deactivate', label });
    },
    async countOurs(id) {
      const { tasks } = await org.opportunity(id);
      const ours = tasks.filter((task) => task['Gangway_Key__c']);
      const notes = ours.filter((task) => task['IsClosed'] === true).length;
      return { notes, tasks: ours.length - notes };
    },
    stageOf: async (id) => (await org.opportunity(id)).stageName,
    async dealsNamed(name) {
      const { opportunities } = sandboxOpportunityListSchema.parse(await org.control('GET', '/opportunities'));
      return opportunities.flatMap((one) => (one.name === name ? [one.id] : []));
    },
    async trouble(kind) {
      await org.setFaults(faults(kind));
      await org.setLimits(kind === 'day_used_up' ? { daily: 1, used: 1 } : { used: 0 });
    },
    stop: () => org.stop(),
  };
}
