/** Answers as Salesforce's documentation shows them. */
import nock from 'nock';
import { afterEach, beforeEach } from 'vitest';
import { createSalesforce, type SalesforceOptions } from '../../integrations/salesforce/client.ts';
import type { CrmPort } from '../../integrations/ports.ts';
import { recordingGate, silent } from './sandbox-server.ts';

export const host = 'https://acme.my.salesforce.com';
export const data = '/services/data/v66.0';
export const organizationId = '00D5g000000HfhzEAC';
export const credentials = { loginUrl: host, clientId: '3MVG9.consumer', clientSecret: 'consumer-secret' };

/** Nothing but the prepared answers, and each of them must be asked for. */
export function useVendorAnswers(): void {
  beforeEach(() => {
    nock.disableNetConnect();
  });
  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    nock.enableNetConnect();
    if (unused.length > 0) throw new Error(`Never called: ${unused.join(', ')}`);
  });
}

export const session = (token = '00D5g!session') => ({
  access_token: token,
  signature: 'uKqLT5Ym7mAvZ0xW4Bo2u1uwnEXzpHVK1sC4VpTmyEc=',
  scope: 'api',
  instance_url: host,
  id: `https://login.salesforce.com/id/${organizationId}/0055g000000abcdAAA`,
  token_type: 'Bearer',
  issued_at: '1794000000000',
});
export const signsIn = (token?: string): nock.Scope =>
  nock(host).post('/services/oauth2/token').reply(200, session(token));

export function salesforce(options: Partial<SalesforceOptions> = {}): {
  crm: CrmPort;
  gate: ReturnType<typeof recordingGate>;
} {
  const gate = recordingGate();
  return { gate, crm: createSalesforce({ credentials, organizationId, gate, logger: silent, ...options }) };
}

export const page = (records: object[]) => ({ totalSize: records.length, done: true, records });
export const stages = page([
  { ApiName: 'Prospecting', MasterLabel: 'Prospecting', IsActive: true, IsWon: false, IsClosed: false },
  { ApiName: 'Closed Won', MasterLabel: 'Gewonnen', IsActive: true, IsWon: true, IsClosed: true },
  { ApiName: 'Signed', MasterLabel: 'Signed', IsActive: false, IsWon: true, IsClosed: true },
]);
/** the query, with what stands around it left out */
export const asks = (pattern: RegExp) => (address: string) => {
  const { pathname, searchParams } = new URL(address, host);
  return pathname.startsWith(`${data}/query`) && pattern.test(searchParams.get('q') ?? '');
};
export const answersStages = (): nock.Scope =>
  nock(host)
    .get(asks(/FROM OpportunityStage/))
    .reply(200, stages);

interface GivenField {
  name: string;
  type?: string;
  updateable?: boolean;
}
export const described = (name: string, fields: GivenField[]): nock.Scope =>
  nock(host)
    .get(`${data}/sobjects/${name}/describe`)
    .reply(200, {
      name,
      createable: true,
      updateable: true,
      fields: fields.map(({ name: field, type = 'string', updateable = true }) => ({
        name: field,
        label: field,
        type,
        length: type === 'string' ? 255 : 0,
        updateable,
        createable: updateable,
        picklistValues: [],
      })),
      recordTypeInfos: [],
    });
