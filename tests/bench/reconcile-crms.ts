/**
 * A HubSpot or a Salesforce with so many deals, of which some were modified a moment ago; everything else about it is bare.
 * It is a process of its own, as a CRM is: its memory is not ours.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createHubSpot } from '../../integrations/hubspot/client.ts';
import type { CrmPort, CrmProvider } from '../../integrations/ports.ts';
import { createSalesforce } from '../../integrations/salesforce/client.ts';
import { freshState, sandboxPortalId } from '../../integrations/sandbox/hubspot/seed.ts';
import type { PortalState } from '../../integrations/sandbox/hubspot/state.ts';
import { sandboxOrganizationId } from '../../integrations/sandbox/salesforce/index.ts';
import { recordId } from '../../integrations/sandbox/salesforce/record-id.ts';
import { orgStateSchema, type OrgState, type Row } from '../../integrations/sandbox/salesforce/state.ts';
import { createMemoryStore } from '../../integrations/sandbox/store.ts';
import type { Logger } from '../../src/telemetry/logger.ts';
import { app, startOrg } from '../contract/sandbox-salesforce-org.ts';
import { recordingGate, startSandbox, token } from '../contract/sandbox-server.ts';

/** what stands in each deal, and in each company */
export const dealValues = {
  gangway_progress: '40',
  gangway_health: '70',
  gangway_target_go_live: '2027-03-01',
  gangway_next_milestone: 'First order placed',
} as const;
export const companyValues = { gangway_customer_status: 'onboarding' } as const;

/** One deal in so many, with its company, was modified five minutes ago, the others a month ago. */
const sizeSchema = z.object({
  provider: z.enum(['hubspot', 'salesforce']),
  deals: z.number(),
  companies: z.number(),
  oneIn: z.number(),
});
type CrmSize = z.infer<typeof sizeSchema>;

export interface BenchCrm {
  provider: CrmProvider;
  accountId: string;
  url: string;
  dealId(n: number): string;
  companyId(n: number): string;
  stop(): Promise<void>;
}

export async function startCrm(size: CrmSize): Promise<BenchCrm> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(size)]);
  const [message] = z.array(z.unknown()).parse(await once(child, 'message'));
  const url = z.string().parse(message);
  const ids = idsOf[size.provider];
  return {
    provider: size.provider,
    ...ids,
    url,
    async stop() {
      child.kill();
      await once(child, 'exit');
    },
  };
}

const firstId = 1_000_000;
const idsOf = {
  hubspot: {
    accountId: String(sandboxPortalId),
    dealId: (n: number): string => String(firstId + n),
    companyId: (n: number): string => String(firstId * 2 + n),
  },
  salesforce: {
    accountId: sandboxOrganizationId,
    dealId: (n: number): string => recordId('006', firstId + n),
    companyId: (n: number): string => recordId('001', firstId + n),
  },
} as const;
const minutesAgo = (minutes: number): number => Date.now() - minutes * 60_000;
const modifiedAt = (n: number, oneIn: number): number =>
  n % oneIn === 0 ? minutesAgo(5) + n : minutesAgo(60 * 24 * 30) + n;

/** As the process that calls it sees it; without a limit, as the baseline is. */
export const portTo = (provider: CrmProvider, url: string, logger: Logger): CrmPort =>
  provider === 'hubspot'
    ? createHubSpot({ token, baseUrl: url, accountId: '1', gate: recordingGate(), logger, timeoutMs: 30_000 })
    : createSalesforce({
        credentials: { loginUrl: url, ...app },
        organizationId: sandboxOrganizationId,
        gate: recordingGate(),
        logger,
      });

async function startHubSpot(size: CrmSize): Promise<string> {
  const state = freshState();
  state.limits = { ...state.limits, enabled: false, searchLagMs: 0 };
  state.webhooks = { ...state.webhooks, enabled: false };
  state.nextId = firstId * 3;
  const put = (kind: 'deals' | 'companies', id: string, updatedAt: number, values: Record<string, string>): void => {
    const properties = { ...values, hs_object_id: id, hs_lastmodifieddate: new Date(updatedAt).toISOString() };
    const record = { id, properties, createdAt: updatedAt, updatedAt, archived: false, mergedInto: null };
    (state satisfies PortalState).records[kind][id] = record;
  };
  const { dealId, companyId } = idsOf.hubspot;
  const won = { pipeline: 'default', dealstage: 'closedwon' };
  for (let n = 0; n < size.deals; n++)
    put('deals', dealId(n), modifiedAt(n, size.oneIn), { ...dealValues, ...won, dealname: `Deal ${n}` });
  for (let n = 0; n < size.companies; n++)
    put('companies', companyId(n), modifiedAt(n, size.oneIn), { ...companyValues, name: `Company ${n}` });
  const sandbox = await startSandbox({ store: { load: async () => state, save: async () => undefined } });
  await sandbox.hubspot({ timeoutMs: 30_000 }).crm.setUp();
  return sandbox.url;
}

async function startSalesforce(size: CrmSize): Promise<string> {
  const { dealId, companyId } = idsOf.salesforce;
  const state = await freshOrg();
  const opportunities = (state.records['Opportunity'] ??= {});
  const accounts = (state.records['Account'] ??= {});
  for (let n = 0; n < size.deals; n++) {
    const won = { IsWon: true, IsClosed: true, StageName: 'Closed Won' };
    const row = { ...stamped(dealId(n), modifiedAt(n, size.oneIn)), ...won, Name: `Deal ${n}` };
    opportunities[dealId(n)] = { ...row, ...named(dealValues) };
  }
  for (let n = 0; n < size.companies; n++)
    accounts[companyId(n)] = {
      ...stamped(companyId(n), modifiedAt(n, size.oneIn)),
      Name: `Company ${n}`,
      ...named(companyValues),
    };
  const org = await startOrg({ store: { load: async () => state, save: async () => undefined } });
  await org.setOutbound({ enabled: false });
  return org.url;
}

/** With its people, stages and Gangway's package, and no deals. */
async function freshOrg(): Promise<OrgState> {
  const store = createMemoryStore();
  await (await startOrg({ store })).stop();
  return orgStateSchema.parse(await store.load());
}

const stamped = (id: string, at: number): Row => ({
  Id: id,
  IsDeleted: false,
  // Salesforce's instants have no part of a second
  SystemModstamp: new Date(Math.floor(at / 1_000) * 1_000).toISOString(),
});
const named = (values: Record<string, string>): Row =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [apiName(name), typed(value)]));
const apiName = (name: string): string => `${name.replaceAll(/(?:^|_)[a-z]/g, (part) => part.toUpperCase())}__c`;
const typed = (value: string): string | number => (/^\d+$/.test(value) ? Number(value) : value);

if (process.send) {
  const size = sizeSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
  process.send(await (size.provider === 'hubspot' ? startHubSpot(size) : startSalesforce(size)));
}
