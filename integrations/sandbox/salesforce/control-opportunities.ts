/** What a person does in Salesforce's screens, for the sandbox page and for tests. */
import { Router } from 'express';
import {
  addSandboxContactRoleSchema,
  addSandboxLineItemSchema,
  changeSandboxLineItemSchema,
  createSandboxOpportunitiesSchema,
  createSandboxOpportunitySchema,
  mergeSandboxAccountsSchema,
  moveSandboxOpportunitySchema,
  sandboxOpportunityIdsSchema,
  setSandboxFieldsSchema,
} from '../../../src/contracts/sandbox/salesforce.ts';
import { noSuchId } from './answers.ts';
import { mergeAccounts } from './merge.ts';
import { addContactRole, addLineItem, addOpportunity, stageNames } from './opportunity-input.ts';
import { describeOpportunity, summarize } from './opportunity-view.ts';
import type { Org } from './org.ts';
import { readBody } from './read-body.ts';
import { readId, recordId } from './record-id.ts';
import type { Row } from './state.ts';

/** the first of those who sell */
const salesperson = recordId('005', 100);

export function opportunityControl(org: () => Org, today: () => Date): Router {
  const router = Router();
  const any = (id: string): Row => {
    const row = org().any('Opportunity', readId(id) ?? '');
    if (!row) throw noSuchId();
    return row;
  };
  const shown = (id: string) => describeOpportunity(org(), any(id));
  const set = (id: string, fields: Record<string, unknown>): void =>
    void org().together(() => org().update('Opportunity', String(any(id)['Id']), fields, salesperson));
  const move = (id: string, to: string): void => set(id, { StageName: targetStage(org(), to) });

  router.get('/opportunities', (_request, response) => {
    const opportunities = org()
      .rows('Opportunity')
      .map((row) => summarize(org(), row));
    response.json({ opportunities: opportunities.sort((one, other) => other.updatedAt.localeCompare(one.updatedAt)) });
  });
  router.post('/opportunities', (request, response) => {
    const created = addOpportunity(org(), readBody(createSandboxOpportunitySchema, request.body), today(), salesperson);
    response.status(201).json(describeOpportunity(org(), created));
  });
  /** many at once: each with an account and two contacts of its own */
  router.post('/opportunities/bulk', (request, response) => {
    const { count, isWon, namePrefix } = readBody(createSandboxOpportunitiesSchema, request.body);
    const stageName = stageNames(org()).find((stage) => stage.isWon === isWon)?.name;
    const ids = Array.from({ length: count }, (_, index) => {
      const name = `${namePrefix} ${index + 1}`;
      return String(addOpportunity(org(), bulkOpportunity(name, stageName), today(), salesperson)['Id']);
    });
    response.status(201).json({ ids });
  });
  router.post('/opportunities/bulk/won', (request, response) => {
    const { ids } = readBody(sandboxOpportunityIdsSchema, request.body);
    for (const id of ids) move(id, 'won');
    response.json({ ids });
  });
  router.get('/opportunities/:id', (request, response) => {
    response.json(shown(request.params.id));
  });
  router.patch('/opportunities/:id', (request, response) => {
    set(request.params.id, readBody(setSandboxFieldsSchema, request.body).fields);
    response.json(shown(request.params.id));
  });
  router.patch('/opportunities/:id/account', (request, response) => {
    const { fields } = readBody(setSandboxFieldsSchema, request.body);
    org().together(() => org().update('Account', String(any(request.params.id)['AccountId']), fields, salesperson));
    response.json(shown(request.params.id));
  });
  router.post('/opportunities/:id/stage', (request, response) => {
    move(request.params.id, readBody(moveSandboxOpportunitySchema, request.body).to);
    response.json(shown(request.params.id));
  });
  router.post('/opportunities/:id/contact-roles', (request, response) => {
    const given = readBody(addSandboxContactRoleSchema, request.body);
    org().together(() => addContactRole(org(), any(request.params.id), given, salesperson));
    response.status(201).json(shown(request.params.id));
  });
  router.post('/opportunities/:id/line-items', (request, response) => {
    const given = readBody(addSandboxLineItemSchema, request.body);
    org().together(() => addLineItem(org(), any(request.params.id), given, salesperson));
    response.status(201).json(shown(request.params.id));
  });
  router.patch('/opportunities/:id/line-items/:itemId', (request, response) => {
    const { quantity, unitPrice } = readBody(changeSandboxLineItemSchema, request.body);
    const given = {
      ...(quantity !== undefined && { Quantity: quantity }),
      ...(unitPrice !== undefined && { UnitPrice: unitPrice }),
    };
    org().together(() => org().update('OpportunityLineItem', request.params.itemId, given, salesperson));
    response.json(shown(request.params.id));
  });
  router.delete('/opportunities/:id/line-items/:itemId', (request, response) => {
    org().together(() => org().remove('OpportunityLineItem', request.params.itemId, salesperson));
    response.json(shown(request.params.id));
  });
  router.delete('/opportunities/:id', (request, response) => {
    org().together(() => org().remove('Opportunity', String(any(request.params.id)['Id']), salesperson));
    response.status(204).end();
  });
  router.post('/opportunities/:id/undelete', (request, response) => {
    org().together(() => org().restore('Opportunity', String(any(request.params.id)['Id']), salesperson));
    response.json(shown(request.params.id));
  });
  router.post('/accounts/merge', (request, response) => {
    const { masterId, mergedId } = readBody(mergeSandboxAccountsSchema, request.body);
    mergeAccounts(org(), masterId, mergedId, salesperson);
    response.status(204).end();
  });
  return router;
}

function targetStage(org: Org, to: string): string {
  const stages = stageNames(org);
  const wanted: Record<string, string | undefined> = {
    won: stages.find(({ isWon }) => isWon)?.name,
    lost: stages.find(({ isClosed, isWon }) => isClosed && !isWon)?.name,
    open: stages.findLast(({ isClosed }) => !isClosed)?.name,
  };
  return wanted[to] ?? to;
}

const bulkOpportunity = (name: string, stageName: string | undefined) => {
  const domain = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.example`;
  return createSandboxOpportunitySchema.parse({
    name,
    stageName,
    fields: {
      Segment__c: 'mid_market',
      Region__c: 'NA',
      Contract_Term_Months__c: 12,
      Contract_Start_Date__c: '2026-01-01',
      Purchased_For__c: 'One place for orders',
      Success_Criteria__c: 'First orders placed',
      Implementation_Notes__c: 'None',
    },
    account: { name: `${name} Ltd`, fields: { Website: `https://${domain}`, BillingCountry: 'United States' } },
    contacts: [
      { email: `lead@${domain}`, firstName: 'Lee', lastName: name, role: 'Project Lead', isPrimary: true },
      { email: `sponsor@${domain}`, firstName: 'Sam', lastName: name, role: 'Executive Sponsor' },
    ],
    lineItems: [{ name: 'Growth plan', code: 'GROWTH', quantity: 10, unitPrice: 420 }],
  });
};
