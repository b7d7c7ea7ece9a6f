/** The sandboxes' raw state in the words of the comparison: the vendors' own names, none of the product's translation. */
import { z } from 'zod';
import type { HeldCrm } from './compare-crm.ts';

const record = z.object({ id: z.string(), properties: z.record(z.string(), z.string()), archived: z.boolean() });
const hubspotState = z.object({
  records: z.object({
    deals: z.record(z.string(), record),
    companies: z.record(z.string(), record),
    notes: z.record(z.string(), record),
    tasks: z.record(z.string(), record),
  }),
  owners: z.array(z.object({ id: z.string(), email: z.string() })),
  pipelines: z.array(
    z.object({
      stages: z.array(z.object({ id: z.string(), label: z.string(), probability: z.string(), isClosed: z.boolean() })),
    }),
  ),
});

export function readHubSpot(raw: unknown): HeldCrm {
  const { records, owners, pipelines } = hubspotState.parse(raw);
  const won = new Set(
    pipelines.flatMap(({ stages }) =>
      stages.filter(({ isClosed, probability }) => isClosed && Number(probability) === 1).map(({ id }) => id),
    ),
  );
  const emails = new Map(owners.map(({ id, email }) => [id, email]));
  const deals = Object.values(records.deals).filter(({ properties }) => !properties['gangway_key']);
  return {
    deals: deals.map(({ id, properties: of, archived }) => ({
      id,
      isWon: won.has(of['dealstage'] ?? ''),
      isDeleted: archived,
      amount: of['amount'] ? Number(of['amount']) : null,
      ownerEmail: emails.get(of['hubspot_owner_id'] ?? '') ?? null,
      successCriteria: of['success_criteria'] || null,
    })),
    fields: new Map([
      ...deals.map(({ id, properties }) => [`deal:${id}`, properties] as const),
      ...Object.values(records.companies).map(({ id, properties }) => [`company:${id}`, properties] as const),
    ]),
    references: [
      ...referencesIn(Object.values(records.notes).map(({ properties }) => properties['hs_note_body'])),
      ...referencesIn(Object.values(records.tasks).map(({ properties }) => properties['hs_task_body'])),
      ...Object.values(records.deals).flatMap(({ properties }) => properties['gangway_key'] || []),
    ],
  };
}

const referencesIn = (texts: (string | undefined)[]): string[] =>
  texts.flatMap((text) => /Gangway ref [0-9a-f]{15}/.exec(text ?? '')?.[0] ?? []);

const row = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const salesforceState = z.object({ records: z.record(z.string(), z.record(z.string(), row)) });
type Row = z.infer<typeof row>;

export function readSalesforce(raw: unknown): HeldCrm {
  const { records: rows } = salesforceState.parse(raw);
  const all = (object: string): Row[] => Object.values(rows[object] ?? {});
  const stages = new Map(
    all('OpportunityStage').map((stage) => [stage['MasterLabel'] ?? stage['ApiName'], stage['IsWon'] === true]),
  );
  const emails = new Map(all('User').map((user) => [user['Id'], textOf(user['Email'])]));
  const opportunities = all('Opportunity').filter((one) => !one['Gangway_Key__c']);
  const amounts = new Map<string, number>();
  for (const item of all('OpportunityLineItem').filter((one) => one['IsDeleted'] !== true)) {
    const id = String(item['OpportunityId']);
    amounts.set(id, (amounts.get(id) ?? 0) + Number(item['Quantity'] ?? 0) * Number(item['UnitPrice'] ?? 0));
  }
  return {
    deals: opportunities.map((one) => {
      const id = String(one['Id']);
      const amount = amounts.get(id) ?? one['Amount'];
      return {
        id,
        isWon: stages.get(one['StageName'] ?? null) ?? false,
        isDeleted: one['IsDeleted'] === true,
        amount: amount === null || amount === undefined ? null : Number(amount),
        ownerEmail: emails.get(one['OwnerId'] ?? null) ?? null,
        successCriteria: textOf(one['Success_Criteria__c']),
      };
    }),
    fields: new Map([
      ...opportunities.map((one) => [`deal:${String(one['Id'])}`, ourNames(one)] as const),
      ...all('Account').map((one) => [`company:${String(one['Id'])}`, ourNames(one)] as const),
    ]),
    references: [...all('Task'), ...all('Opportunity')].flatMap((one) => textOf(one['Gangway_Key__c']) ?? []),
  };
}

const textOf = (value: Row[string] | undefined): string | null =>
  value === null || value === undefined || value === '' ? null : String(value);
const ourNames = (one: Row): Record<string, unknown> =>
  Object.fromEntries(Object.entries(one).map(([name, value]) => [name.replace(/__c$/, '').toLowerCase(), value]));
