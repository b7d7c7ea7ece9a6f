/** A new secret for a connection, whatever it signed in with before: of the environment, or entered here. */
import { generateKeyPairSync } from 'node:crypto';
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
  username: null,
};
const byKey = { ...ofEnvironment, username: 'gangway@acme.example' };
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
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
      if (token.endsWith('revoked')) throw new AppError('crm_revoked', { message: 'HubSpot refused it (401)' });
      return token === 'pat-na1-of-another' ? '815' : '4711';
    },
  });
});

const signsInByKey = () =>
  Object.assign(api.deps.connecting, {
    ofEnvironment: (id: string) => (id === salesforce ? { salesforce: byKey } : null),
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

  it('of a Salesforce that signs in by a key is a key for the same user, and stays one', async () => {
    signsInByKey();
    expect(await shown(salesforce)).toMatchObject({ isByKey: true });
    for (const clientId of [undefined, '3MVG9-rotated']) {
      expect((await rotate(salesforce, { privateKey, clientId })).status).toBe(204);
      expect((await readCredential(api.db, salesforce, testSecret))?.secret).toEqual({
        kind: 'salesforce_key',
        loginUrl: byKey.loginUrl,
        clientId: clientId ?? byKey.clientId,
        username: byKey.username,
        privateKey: privateKey.trim(),
        outboundToken: 'kept-token',
      });
    }
    expect(await shown(salesforce)).toMatchObject({ isByKey: true, isMadeHere: true });
  });

  it.each([
    ['a consumer secret', { clientSecret: 'a-newer-secret' }, /as gangway@acme\.example by a key/],
    ['what is no key', { privateKey: 'MIIEvQ' }, /no private key that can be read/],
  ])('of a Salesforce that signs in by a key is not %s', async (_what, body, why) => {
    signsInByKey();
    const response = await rotate(salesforce, body);
    expect(response.status).toBe(422);
    expect(await response.text()).toMatch(why);
    expect(await readCredential(api.db, salesforce, testSecret)).toBeNull();
  });

  it('that is short is tried as well, and refused in our words', async () => {
    const response = await rotate(hubspot, { accessToken: 'revoked' });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('what there was stays in use');
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
    ['of another kind', () => salesforce, { privateKey }],
    ['for another host', () => salesforce, { clientSecret: 'a-newer-secret', loginUrl: 'https://evil.example' }],
  ])('is refused where it is one %s; what there was stays', async (_what, id, body) => {
    expect((await rotate(id(), body)).status).toBe(422);
    expect(await readCredential(api.db, id(), testSecret)).toBeNull();
  });

  it('is given by administrators alone', async () => {
    expect((await rotate(hubspot, { accessToken: 'pat-na1-new' }, 'manager')).status).toBe(403);
  });
});
