/** What people and misfortune do to the sandbox's CRMs, in words that hold for both. */
import { z } from 'zod';
import { toApiName } from '../../integrations/salesforce/field-names.ts';
import { sandboxOpportunitySchema } from '../../src/contracts/sandbox/salesforce.ts';
import type { Sandbox } from './sandbox.ts';
import { readyDeal } from './story.ts';

export interface CrmLevers {
  /** won, with all that sales passes on */
  win(company: string, domain: string): Promise<string>;
  /** of the deal, as it stands in the CRM */
  held(dealId: string, field: string): Promise<string | null>;
  addProduct(dealId: string, name: string): Promise<unknown>;
  /** what is written to the next deal is refused for good */
  refuseOnce(): Promise<unknown>;
  /** every question after its fields is refused, or none */
  setFieldsHidden(areHidden: boolean): Promise<unknown>;
  /** whether anything is told of by itself; what searches find, they find at once */
  setTelling(isOn: boolean): Promise<unknown>;
  /** a number; a name that ends with __c is one in both CRMs */
  makeField(name: string, label: string): Promise<unknown>;
  deleteField(name: string): Promise<unknown>;
}

export const bothCrms: { name: 'HubSpot' | 'Salesforce'; pull(sandbox: Sandbox): CrmLevers }[] = [
  { name: 'HubSpot', pull: hubSpotLevers },
  { name: 'Salesforce', pull: salesforceLevers },
];

export function hubSpotLevers(sandbox: Sandbox): CrmLevers {
  const properties = (change: object) => sandbox.call('POST', '/hubspot/properties', { object: 'deals', ...change });
  return {
    async win(company, domain) {
      const { id } = await sandbox.createDeal(readyDeal(company, domain));
      await sandbox.moveDeal(id, 'won');
      return id;
    },
    held: async (dealId, field) => (await sandbox.deal(dealId)).properties[field] ?? null,
    addProduct: (dealId, name) =>
      sandbox.call('POST', `/hubspot/deals/${dealId}/line-items`, { name, quantity: 1, price: 900 }),
    refuseOnce: () =>
      sandbox.setFaults({
        rules: [{ kind: 'status', method: 'POST', path: 'deals/batch/update', status: 400, times: 1 }],
      }),
    setFieldsHidden: (areHidden) =>
      sandbox.setFaults({
        rules: areHidden ? [{ kind: 'status', method: 'GET', path: 'properties', status: 400 }] : [],
      }),
    async setTelling(isOn) {
      await sandbox.setWebhooks({ enabled: isOn });
      await sandbox.call('PUT', '/hubspot/limits', { searchLagMs: 0 });
    },
    makeField: (name, label) => properties({ change: 'add', name, label, type: 'number' }),
    deleteField: (name) => properties({ change: 'delete', name }),
  };
}

export function salesforceLevers(sandbox: Sandbox): CrmLevers {
  const call = (method: string, path: string, body?: unknown) => sandbox.call(method, `/salesforce${path}`, body);
  const fields = (change: object) => call('POST', '/fields', { object: 'Opportunity', ...change });
  return {
    async win(company, domain) {
      const { id } = z
        .object({ id: z.string() })
        .parse(await call('POST', '/opportunities', opportunity(company, domain)));
      await call('POST', `/opportunities/${id}/stage`, { to: 'won' });
      return id;
    },
    async held(dealId, field) {
      const { fields: of } = sandboxOpportunitySchema.parse(await call('GET', `/opportunities/${dealId}`));
      const value = of[toApiName(field)] ?? null;
      return value === null ? null : String(value);
    },
    addProduct: (dealId, name) =>
      call('POST', `/opportunities/${dealId}/line-items`, { name, quantity: 1, unitPrice: 900 }),
    refuseOnce: () =>
      call('PUT', '/faults', {
        rules: [
          {
            kind: 'record',
            errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
            object: 'Opportunity',
            method: 'PATCH',
            times: 1,
          },
        ],
      }),
    setFieldsHidden: (areHidden) =>
      call('PUT', '/faults', {
        rules: areHidden ? [{ kind: 'error', path: 'describe', status: 400, errorCode: 'INVALID_TYPE' }] : [],
      }),
    setTelling: (isOn) => call('PUT', '/outbound', { enabled: isOn }),
    makeField: (name, label) => fields({ change: 'add', name, label, type: 'double' }),
    deleteField: (name) => fields({ change: 'delete', name }),
  };
}

/** The same deal as HubSpot's, by Salesforce's names. */
function opportunity(company: string, domain: string) {
  const { name, properties, contacts, lineItems } = readyDeal(company, domain);
  const { amount: _worked, dealtype: _type, ...handoff } = properties;
  return {
    name,
    fields: Object.fromEntries(
      Object.entries(handoff).map(([field, value]) => [
        toApiName(field),
        field === 'contract_term_months' ? Number(value) : value,
      ]),
    ),
    account: { name: company },
    contacts: contacts.map(({ label, timezone: _zone, ...contact }) => ({ ...contact, role: label })),
    lineItems: lineItems.map(({ price, ...item }) => ({ ...item, unitPrice: price })),
  };
}
