/** A new secret for a connection, whatever it signed in with before: of the environment, or entered here. */
import { beforeEach, describe, expect, it } from 'vitest';
import { endpoints } from '../../../src/contracts/api/index.ts';
import { connectionById, rememberConnection, setConnectionStatus } from '../../../src/db/connections.ts';
import { readCredential } from '../../../src/db/crm-credentials.ts';
import { AppError } from '../../../src/errors.ts';
import { testSecret, useTestApi } from './support/api.ts';
import { signedInAs } from './support/people.ts';

const api = useTestApi();
const organization = '00D000000000001AAA';
const ofEnvironment = {
  loginUrl: 'http://sandbox.test',
  clientId: '3MVG9-of-environment',
  outboundToken: 'kept-token',
};
let hubspot = '';
let salesforce = '';
let taken = 0;

beforeEach(async () => {
  await api.db.query('DELETE FROM crm_credentials');
  const now = new Date();
  const remember = async (provider: 'hubspot' | 'salesforce', accountId: string): Promise<string> =>
    (await rememberConnection(api.db, { provider, accountId, name: provider }, now)).id;
  hubspot = await remember('hubspot', '4711');
  salesforce = await remember('salesforce', organization);
  Object.assign(api.deps.connecting, {
    refreshCrms: async () => void (taken += 1),
    ofEnvironment: (id: string) =>
      id === hubspot ? { salesforce: null } : id === salesforce ? { salesforce: ofEnvironment } : null,
    askSalesforce: async () => organization,
    async askHubSpot(token: string) {
      if (token === 'pat-na1-revoked') throw new AppError('crm_revoked', { message: 'HubSpot refused it (401)' });
      return token === 'pat-na1-of-another' ? '815' : '4711';
    },
  });
});

const rotate = async (id: string, body: object, role: 'admin' | 'manager' = 'admin'): Promise<Response> =>
  api.fetch(`/api/v1/crm/connections/${id}/rotate-secret`, {
    method: 'POST',
    headers: { ...(await signedInAs(api, role)), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const shown = async (id: string) => {
  const answer = await (await api.fetch('/api/v1/system/status', { headers: await signedInAs(api, 'admin') })).json();
  return endpoints.getSystemStatus.response.parse(answer).connections.find((connection) => connection.id === id);
};

describe('a new secret', () => {
  it('takes a HubSpot of the environment over, sealed, used at once, and said so', async () => {
    expect(await shown(hubspot)).toMatchObject({ isMadeHere: false, isInEnvironment: true, isByConsent: false });
    const before = taken;
    expect((await rotate(hubspot, { accessToken: 'pat-na1-new' })).status).toBe(204);
    expect(taken).toBe(before + 1);
    expect(await readCredential(api.db, hubspot, testSecret)).toMatchObject({
      secret: { kind: 'hubspot_token', accessToken: 'pat-na1-new' },
    });
    expect(await shown(hubspot)).toMatchObject({
      isMadeHere: true,
      isInEnvironment: true,
      isByConsent: false,
      connectedAt: expect.any(String),
    });
  });

  it('takes a Salesforce of the environment over, which keeps its address for outbound messages', async () => {
    expect((await rotate(salesforce, { clientSecret: 'a-newer-secret' })).status).toBe(204);
    const stored = await readCredential(api.db, salesforce, testSecret);
    expect(stored?.secret).toEqual({
      kind: 'salesforce_client',
      loginUrl: ofEnvironment.loginUrl,
      clientId: ofEnvironment.clientId,
      clientSecret: 'a-newer-secret',
      outboundToken: 'kept-token',
    });
    expect((await rotate(salesforce, { clientSecret: 'the-newest-secret' })).status).toBe(204);
    expect((await readCredential(api.db, salesforce, testSecret))?.secret).toMatchObject({
      clientSecret: 'the-newest-secret',
      outboundToken: 'kept-token',
    });
  });

  it('lets a revoked connection go on, and leaves a paused one paused', async () => {
    await setConnectionStatus(api.db, hubspot, 'revoked', 'refused', new Date());
    await rotate(hubspot, { accessToken: 'pat-na1-new' });
    expect(await connectionById(api.db, hubspot)).toMatchObject({ status: 'active' });
    await setConnectionStatus(api.db, hubspot, 'paused', 'maintenance', new Date());
    await rotate(hubspot, { accessToken: 'pat-na1-newer' });
    expect(await connectionById(api.db, hubspot)).toMatchObject({ status: 'paused' });
  });

  it.each([
    ['that HubSpot refuses', () => hubspot, { accessToken: 'pat-na1-revoked' }],
    ['of another account', () => hubspot, { accessToken: 'pat-na1-of-another' }],
    ['of the other CRM', () => hubspot, { clientSecret: 'a-newer-secret' }],
    ['for another host', () => salesforce, { clientSecret: 'a-newer-secret', loginUrl: 'https://evil.example' }],
  ])('is refused where it is one %s; what there was stays', async (_what, id, body) => {
    expect((await rotate(id(), body)).status).toBe(422);
    expect(await readCredential(api.db, id(), testSecret)).toBeNull();
  });

  it('is given by administrators alone', async () => {
    expect((await rotate(hubspot, { accessToken: 'pat-na1-new' }, 'manager')).status).toBe(403);
  });
});
