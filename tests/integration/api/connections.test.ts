import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { endpoints } from '../../../src/contracts/api/index.ts';
import { connectionById } from '../../../src/db/connections.ts';
import { readCredential } from '../../../src/db/crm-credentials.ts';
import { AppError } from '../../../src/errors.ts';
import { testSecret, useTestApi } from './support/api.ts';
import { signedInAs } from './support/people.ts';

const redeemed: string[] = [];
const revoked: string[] = [];
let refreshed = 0;
let refusesClient = false;
const organization = '00D000000000001AAA';
const api = useTestApi(() => ({
  hubSpotOAuth: {
    consentUrl: (state) => `https://hubspot.example/oauth/authorize?state=${state}`,
    async redeem(code) {
      redeemed.push(code);
      if (code === 'used-up')
        throw new AppError('crm_revoked', { message: 'HubSpot refused the consent: unknown code' });
      const expiresAt = new Date(Date.now() + 1_800_000);
      return { accountId: '4711', scopes: ['oauth'], accessToken: 'access-1', refreshToken: 'refresh-1', expiresAt };
    },
    refresh: () => Promise.reject(new Error('nobody asks')),
    async revoke(token) {
      revoked.push(token);
    },
  },
}));
const connecting = () =>
  Object.assign(api.deps.connecting, {
    refreshCrms: async () => void (refreshed += 1),
    askSalesforce: async () => {
      if (refusesClient)
        throw new AppError('crm_revoked', {
          message: 'Salesforce refuses to sign us in: invalid_client. Copy it again',
        });
      return organization;
    },
  });

const begin = async (headers: Record<string, string>): Promise<string> => {
  const response = await api.fetch('/connect/hubspot', { headers });
  expect(response.status).toBe(302);
  return new URL(response.headers.get('location') ?? '').searchParams.get('state') ?? '';
};
const comeBack = async (headers: Record<string, string>, query: Record<string, string>): Promise<string | null> =>
  (await api.fetch(`/connect/hubspot/return?${new URLSearchParams(query).toString()}`, { headers })).headers.get(
    'location',
  );
const idOf = async (accountId: string): Promise<string> =>
  (await api.db.query<{ id: string }>('SELECT id FROM crm_connections WHERE account_id = $1', [accountId]))[0]?.id ??
  '';
const send = async (path: string, body: unknown = {}, role: 'admin' | 'manager' = 'admin') =>
  api.fetch(`/api/v1/crm/connections${path}`, {
    method: 'POST',
    headers: { ...(await signedInAs(api, role)), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('HubSpot, connected by consent', () => {
  it('is a connection of its own, its tokens sealed, and works at once', async () => {
    connecting();
    const headers = await signedInAs(api, 'admin');
    const before = refreshed;
    expect(await comeBack(headers, { state: await begin(headers), code: 'good' })).toBe(
      '/console/settings?crm=connected',
    );
    expect(refreshed).toBe(before + 1);
    const id = await idOf('4711');
    expect(await connectionById(api.db, id)).toMatchObject({ provider: 'hubspot', status: 'active' });
    expect(await readCredential(api.db, id, testSecret)).toMatchObject({
      secret: { kind: 'hubspot_consent', accessToken: 'access-1', refreshToken: 'refresh-1' },
    });
    const [row] = await api.db.query<{ sealed: Buffer }>(
      'SELECT sealed FROM crm_credentials WHERE connection_id = $1',
      [id],
    );
    expect(row?.sealed.toString('latin1')).not.toContain('refresh-1');
  });

  it('takes a state once, of the session that began it, of administrators alone', async () => {
    const headers = await signedInAs(api, 'admin');
    const state = await begin(headers);
    expect(await comeBack(await signedInAs(api, 'admin'), { state, code: 'theirs' })).toBe(
      '/console/settings?crm=expired',
    );
    expect(await comeBack(headers, { state, error: 'access_denied' })).toBe('/console/settings?crm=declined');
    expect(await comeBack(headers, { state, code: 'again' })).toBe('/console/settings?crm=expired');
    expect(await comeBack(headers, { state: await begin(headers), code: 'used-up' })).toBe(
      '/console/settings?crm=failed',
    );
    expect(redeemed).not.toContain('theirs');
    expect((await api.fetch('/connect/hubspot', { headers: await signedInAs(api, 'manager') })).status).toBe(403);
    expect((await api.fetch('/connect/hubspot')).status).toBe(401);
  });

  it('is disconnected: the consent is taken back, its secret forgotten, and everything waits', async () => {
    const headers = await signedInAs(api, 'admin');
    const id = await idOf('4711');
    expect((await send(`/${id}/disconnect`, {}, 'manager')).status).toBe(403);
    expect((await send(`/${id}/disconnect`)).status).toBe(204);
    expect(revoked).toEqual(['refresh-1']);
    expect(await readCredential(api.db, id, testSecret)).toBeNull();
    expect(await connectionById(api.db, id)).toMatchObject({ status: 'paused' });
    expect((await send(`/${id}/disconnect`)).status).toBe(409);
    await api.db.query('DELETE FROM outbox');
    await comeBack(headers, { state: await begin(headers), code: 'good' });
    expect(await connectionById(api.db, id)).toMatchObject({ status: 'active' });
    expect(await api.db.query('SELECT process FROM outbox ORDER BY process')).toEqual([
      { process: 'crm_intake' },
      { process: 'crm_sync' },
    ]);
  });
});

const addressIn = async (response: Response): Promise<string> =>
  endpoints.getOutboundAddress.response.parse(await response.json()).outboundUrl;

const username = 'gangway@acme.example';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const ofNoUse: [what: string, privateKey: string, why: RegExp][] = [
  ['no PEM', 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', /no private key that can be read/],
  ['cut off', pem(rsa.privateKey).slice(0, 400), /no private key that can be read/],
  ['of another kind than RSA', pem(generateKeyPairSync('ed25519').privateKey), /RSA/],
  [
    'locked by a passphrase',
    rsa.privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'correct horse' })
      .toString(),
    /passphrase/,
  ],
  ['the public half', rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString(), /certificate/],
];

describe('Salesforce, connected by its client', () => {
  const client = {
    loginUrl: 'https://acme.my.salesforce.com/',
    clientId: '3MVG9-client-id',
    clientSecret: 'its-client-secret',
  };

  it('is tried before it is kept, and its outbound messages get an address that nobody guesses', async () => {
    connecting();
    refusesClient = true;
    const refused = await send('/salesforce', client);
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('Nothing was connected. Salesforce refuses to sign us in: invalid_client');
    expect(await idOf(organization)).toBe('');
    refusesClient = false;
    const response = await send('/salesforce', client);
    expect(response.status).toBe(201);
    const outboundUrl = await addressIn(response);
    expect(outboundUrl).toMatch(/\/webhooks\/salesforce\/[\w-]{43}$/);
    expect(await readCredential(api.db, await idOf(organization), testSecret)).toMatchObject({
      secret: { loginUrl: 'https://acme.my.salesforce.com', clientSecret: 'its-client-secret' },
    });
    expect(await addressIn(await send('/salesforce', { ...client, clientSecret: 'a-newer-secret' }))).toBe(outboundUrl);
  });

  it('gives its address to administrators, and another one when asked', async () => {
    const id = await idOf(organization);
    const path = `/api/v1/crm/connections/${id}/outbound-address`;
    expect((await api.fetch(path, { headers: await signedInAs(api, 'manager') })).status).toBe(403);
    const outboundUrl = await addressIn(await api.fetch(path, { headers: await signedInAs(api, 'admin') }));
    expect(await addressIn(await send(`/${id}/rotate-outbound-address`))).not.toBe(outboundUrl);
    expect((await send(`/${await idOf('4711')}/rotate-outbound-address`)).status).toBe(404);
  });

  it.each(ofNoUse)(
    'takes no private key that is %s, says why, and shows nothing of it',
    async (_what, privateKey, why) => {
      const before = await readCredential(api.db, await idOf(organization), testSecret);
      const response = await send('/salesforce', {
        loginUrl: client.loginUrl,
        clientId: client.clientId,
        username,
        privateKey,
      });
      expect(response.status).toBe(422);
      const said = await response.text();
      expect(said).toMatch(why);
      expect(said).not.toContain(privateKey.split('\n')[1] ?? privateKey);
      expect(await readCredential(api.db, await idOf(organization), testSecret)).toEqual(before);
    },
  );

  it('is signed in to as a user by a private key instead, and keeps its address', async () => {
    const known = await readCredential(api.db, await idOf(organization), testSecret);
    const byKey = { loginUrl: client.loginUrl, clientId: client.clientId, username, privateKey: pem(rsa.privateKey) };
    expect((await send('/salesforce', { ...byKey, clientSecret: 'both' })).status).toBe(422);
    expect((await send('/salesforce', { ...byKey, username: ' ' })).status).toBe(422);
    const response = await send('/salesforce', byKey);
    expect(response.status).toBe(201);
    expect((await readCredential(api.db, await idOf(organization), testSecret))?.secret).toEqual({
      kind: 'salesforce_key',
      loginUrl: 'https://acme.my.salesforce.com',
      clientId: client.clientId,
      username,
      privateKey: byKey.privateKey.trim(),
      outboundToken: known?.secret.kind === 'salesforce_client' ? known.secret.outboundToken : '',
    });
    expect((await send('/salesforce', client)).status).toBe(201);
    expect(await readCredential(api.db, await idOf(organization), testSecret)).toMatchObject({
      secret: { kind: 'salesforce_client' },
    });
  });

  it('takes its address without https:// as well, and says how one looks that is none', async () => {
    expect((await send('/salesforce', { ...client, loginUrl: ' acme.my.salesforce.com/ ' })).status).toBe(201);
    expect(await readCredential(api.db, await idOf(organization), testSecret)).toMatchObject({
      secret: { loginUrl: 'https://acme.my.salesforce.com' },
    });
    for (const loginUrl of ['not an address', 'https://login.salesforce.com', 'test.salesforce.com']) {
      const refused = await send('/salesforce', { ...client, loginUrl });
      expect(refused.status).toBe(422);
      expect(await refused.json()).toMatchObject({
        detail: 'Give the My Domain address of the organisation, as https://example.my.salesforce.com',
      });
    }
  });

  it.each([
    'evil.example',
    'http://acme.my.salesforce.com',
    'https://salesforce.com.evil.example',
    'https://127.0.0.1',
    'https://acme.my.salesforce.com:8443',
    'https://user@169.254.169.254/latest',
  ])('is asked at its own hosts alone, not at %s', async (loginUrl) => {
    expect((await send('/salesforce', { ...client, loginUrl })).status).toBe(422);
  });
});
