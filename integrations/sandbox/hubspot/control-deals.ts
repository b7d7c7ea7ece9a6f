/** What a person does in HubSpot's screens, for the sandbox page and for tests. */
import { Router } from 'express';
import {
  addSandboxContactSchema,
  addSandboxLineItemSchema,
  createSandboxDealSchema,
  createSandboxDealsSchema,
  mergeSandboxDealsSchema,
  moveSandboxDealSchema,
  sandboxDealIdsSchema,
  setSandboxPropertiesSchema,
} from '../../../src/contracts/sandbox/hubspot.ts';
import { badRequest, notFound } from './answers.ts';
import type { Source } from './changes.ts';
import { addContact, addLineItem, addDeal } from './deal-input.ts';
import { isWonStage } from './deal-stage.ts';
import { describeDeal, summarize } from './deal-view.ts';
import type { Portal } from './portal.ts';
import { readBody } from './read-body.ts';
import type { StoredRecord } from './state.ts';

const person: Source = { changeSource: 'CRM_UI', sourceId: 'userId:9100200' };

export function dealControl(portal: () => Portal): Router {
  const router = Router();
  const deal = (id: string | undefined): StoredRecord => {
    const found = portal().state.records.deals[id ?? ''];
    if (!found) throw notFound(`There is no deal ${id}`);
    return found;
  };
  const set = (id: string, values: Record<string, string>): StoredRecord => {
    portal().check('deals', values, deal(id));
    return portal().update('deals', id, values, person);
  };

  router.get('/deals', (_request, response) => {
    const { state } = portal();
    const deals = Object.values(state.records.deals)
      .filter((one) => one.mergedInto === null)
      .map((one) => summarize(state, one));
    response.json({ deals: deals.sort((one, other) => other.updatedAt.localeCompare(one.updatedAt)) });
  });
  router.get('/deals/:id', (request, response) => {
    response.json(describeDeal(portal().state, deal(request.params.id)));
  });
  router.post('/deals', (request, response) => {
    const created = addDeal(portal(), readBody(createSandboxDealSchema, request.body), person);
    response.status(201).json(describeDeal(portal().state, created));
  });
  /** many at once: each with a company and two contacts of its own */
  router.post('/deals/bulk', (request, response) => {
    const { count, isWon, namePrefix } = readBody(createSandboxDealsSchema, request.body);
    const ids = Array.from(
      { length: count },
      (_, index) => addDeal(portal(), bulkDeal(portal(), `${namePrefix} ${index + 1}`, isWon), person).id,
    );
    response.status(201).json({ ids });
  });
  router.post('/deals/merge', (request, response) => {
    const { primaryId, mergedId, keepsPrimaryId } = readBody(mergeSandboxDealsSchema, request.body);
    response.json(describeDeal(portal().state, portal().merge('deals', primaryId, mergedId, keepsPrimaryId, person)));
  });
  router.patch('/deals/:id', (request, response) => {
    const values = valuesIn(request.body);
    response.json(describeDeal(portal().state, set(request.params.id, values)));
  });
  /** of the company that the deal belongs to */
  router.patch('/deals/:id/company', (request, response) => {
    const { company } = describeDeal(portal().state, deal(request.params.id));
    if (!company) throw notFound(`Deal ${request.params.id} has no company`);
    const values = valuesIn(request.body);
    portal().check('companies', values, portal().find('companies', company.id) ?? null);
    portal().update('companies', company.id, values, person);
    response.json(describeDeal(portal().state, deal(request.params.id)));
  });
  router.post('/deals/:id/stage', (request, response) => {
    const { to } = readBody(moveSandboxDealSchema, request.body);
    response.json(
      describeDeal(
        portal().state,
        set(request.params.id, { dealstage: targetStage(portal(), deal(request.params.id), to) }),
      ),
    );
  });
  /** moves many to won in their own pipelines */
  router.post('/deals/bulk/won', (request, response) => {
    const { ids } = readBody(sandboxDealIdsSchema, request.body);
    for (const id of ids) set(id, { dealstage: targetStage(portal(), deal(id), 'won') });
    response.json({ ids });
  });
  router.post('/deals/:id/contacts', (request, response) => {
    addContact(portal(), deal(request.params.id), readBody(addSandboxContactSchema, request.body), person);
    response.status(201).json(describeDeal(portal().state, deal(request.params.id)));
  });
  /** the amount follows, as HubSpot's own calculation does */
  router.post('/deals/:id/line-items', (request, response) => {
    const item = readBody(addSandboxLineItemSchema, request.body);
    const { id, properties } = deal(request.params.id);
    addLineItem(portal(), deal(id), item, person);
    set(id, { amount: String(Number(properties['amount'] ?? 0) + item.quantity * item.price) });
    response.status(201).json(describeDeal(portal().state, deal(id)));
  });
  router.delete('/deals/:id', (request, response) => {
    portal().archive('deals', deal(request.params.id).id, person);
    response.status(204).end();
  });
  router.post('/deals/:id/restore', (request, response) => {
    portal().restore('deals', request.params.id, person);
    response.json(describeDeal(portal().state, deal(request.params.id)));
  });
  return router;
}

function valuesIn(body: unknown): Record<string, string> {
  const { properties } = readBody(setSandboxPropertiesSchema, body);
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, value ?? '']));
}

function targetStage({ state }: Portal, deal: StoredRecord, to: string): string {
  const stages = state.pipelines.find(({ id }) => id === deal.properties['pipeline'])?.stages ?? [];
  const wanted = {
    won: stages.find(isWonStage),
    lost: stages.find((stage) => stage.isClosed && !isWonStage(stage)),
    open: stages.findLast((stage) => !stage.isClosed),
  };
  const target =
    to === 'won' || to === 'lost' || to === 'open'
      ? wanted[to]
      : stages.find(({ id, label }) => id === to || label === to);
  if (!target) throw badRequest(`The deal's pipeline has no stage “${to}”`);
  return target.id;
}

const bulkDeal = ({ state }: Portal, name: string, isWon: boolean) =>
  createSandboxDealSchema.parse({
    name,
    ownerId: state.owners[0]?.id,
    stage: isWon ? 'closedwon' : 'contractsent',
    properties: {
      segment: 'mid_market',
      region: 'NA',
      contract_term_months: '12',
      contract_start_date: '2026-01-01',
      wished_go_live: '',
      purchased_for: 'One place for orders',
      success_criteria: 'First orders placed',
      implementation_notes: 'None',
    },
    company: {
      name: `${name} Ltd`,
      domain: `${slug(name)}.example`,
      country: 'United States',
      timezone: 'America/New_York',
    },
    contacts: [
      {
        email: `lead@${slug(name)}.example`,
        firstName: 'Lee',
        lastName: name,
        timezone: 'America/New_York',
        label: 'Project lead',
      },
      {
        email: `sponsor@${slug(name)}.example`,
        firstName: 'Sam',
        lastName: name,
        timezone: 'America/New_York',
        label: 'Executive sponsor',
      },
    ],
    lineItems: [{ name: 'Growth plan', sku: 'GROWTH', quantity: 10, price: 420, termMonths: 12 }],
  });
const slug = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
