/** The sandboxes' raw state in the words of the comparison: the vendors' own names, none of the product's translation. */
import { z } from 'zod';
import type { HeldCrm } from './held-crm.ts';

const record = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.string()),
  archived: z.boolean(),
  mergedInto: z.string().nullable(),
});
const hubspotState = z.object({
  records: z.object({
    deals: z.record(z.string(), record),
    companies: z.record(z.string(), record),
    notes: z.record(z.string(), record),
    tasks: z.record(z.string(), record),
  }),
  links: z.record(z.string(), z.array(z.object({ toId: z.string() }))),
  owners: z.array(z.object({ id: z.string(), email: z.string() })),
  pipelines: z.array(
    z.object({
      stages: z.array(z.object({ id: z.string(), label: z.string(), probability: z.string(), isClosed: z.boolean() })),
    }),
  ),
});

export function readHubSpot(raw: unknown): HeldCrm {
  const { records, links, owners, pipelines } = hubspotState.parse(raw);
  const stages = new Map(pipelines.flatMap((pipeline) => pipeline.stages).map((stage) => [stage.id, stage]));
  const emails = new Map(owners.map(({ id, email }) => [id, email]));
  const all = Object.values(records.deals);
  return {
    provider: 'hubspot',
    deals: all
      .filter(({ properties }) => !properties['gangway_key'])
      .map(({ id, properties: of, archived, mergedInto }) => {
        const stage = stages.get(of['dealstage'] ?? '');
        const companyId = links[`deals:${id}:companies`]?.[0]?.toId ?? '';
        return {
          id,
          isWon: stage?.isClosed === true && Number(stage.probability) === 1,
          isDeleted: archived,
          mergedInto,
          stage: stage?.label ?? '',
          amount: of['amount'] ? Number(of['amount']) : null,
          ownerEmail: emails.get(of['hubspot_owner_id'] ?? '') ?? null,
          companyId,
          fields: of,
          company: records.companies[companyId]?.properties ?? {},
        };
      }),
    onboardings: null,
    renewals: all
      .filter(({ properties }) => properties['gangway_key'])
      .map(({ properties: of }) => ({
        key: of['gangway_key'] ?? '',
        amount: of['amount'] ? Number(of['amount']) : null,
        closeOn: of['closedate']?.slice(0, 10) ?? '',
        ownerId: of['hubspot_owner_id'] || null,
        stage: stages.get(of['dealstage'] ?? '')?.label ?? '',
      })),
    references: [
      ...referencesIn(Object.values(records.notes).map(({ properties }) => properties['hs_note_body'])),
      ...referencesIn(Object.values(records.tasks).map(({ properties }) => properties['hs_task_body'])),
      ...all.flatMap(({ properties }) => properties['gangway_key'] || []),
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
  const opportunities = all('Opportunity');
  const amounts = new Map<string, number>();
  for (const item of all('OpportunityLineItem').filter((one) => one['IsDeleted'] !== true)) {
    const id = String(item['OpportunityId']);
    amounts.set(id, (amounts.get(id) ?? 0) + Number(item['Quantity'] ?? 0) * Number(item['UnitPrice'] ?? 0));
  }
  return {
    provider: 'salesforce',
    deals: opportunities
      .filter((one) => !one['Gangway_Key__c'])
      .map((one) => {
        const id = String(one['Id']);
        const companyId = String(one['AccountId']);
        return {
          id,
          isWon: stages.get(one['StageName'] ?? null) ?? false,
          isDeleted: one['IsDeleted'] === true,
          mergedInto: null,
          stage: textOf(one['StageName']) ?? '',
          amount: amounts.get(id) ?? numberOf(one['Amount']),
          ownerEmail: emails.get(one['OwnerId'] ?? null) ?? null,
          companyId,
          fields: plainNames(one),
          company: plainNames(rows['Account']?.[companyId] ?? {}),
        };
      }),
    onboardings: all('Onboarding__c')
      .filter((one) => one['IsDeleted'] !== true)
      .map((one) => ({
        onboardingId: textOf(one['Gangway_Id__c']) ?? '',
        dealId: textOf(one['Opportunity__c']),
        companyId: textOf(one['Account__c']),
        fields: plainNames(one),
      })),
    renewals: opportunities.flatMap((one) => {
      const key = textOf(one['Gangway_Key__c']);
      return key === null
        ? []
        : [
            {
              key,
              amount: numberOf(one['Amount']),
              closeOn: textOf(one['CloseDate']) ?? '',
              ownerId: textOf(one['OwnerId']),
              stage: textOf(one['StageName']) ?? '',
            },
          ];
    }),
    references: [...all('Task'), ...opportunities].flatMap((one) => textOf(one['Gangway_Key__c']) ?? []),
  };
}

const textOf = (value: Row[string] | undefined): string | null =>
  value === null || value === undefined || value === '' ? null : String(value);
const numberOf = (value: Row[string] | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);
/** `Csm_Health__c` → `csm_health` */
const plainNames = (one: Row): Row =>
  Object.fromEntries(Object.entries(one).map(([name, value]) => [name.replace(/__c$/, '').toLowerCase(), value]));
