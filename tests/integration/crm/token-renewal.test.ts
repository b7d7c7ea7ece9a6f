/** Tokens that end before their time, are refused although fresh, or are not given any more. On both CRMs. */
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { neededScopes } from '../../../integrations/hubspot/check.ts';
import { createHubSpotOAuth } from '../../../integrations/hubspot/oauth.ts';
import type { CrmPort } from '../../../integrations/ports.ts';
import { createSalesforce } from '../../../integrations/salesforce/client.ts';
import { sandboxOrganizationId } from '../../../integrations/sandbox/salesforce/index.ts';
import { connectionById, rememberConnection } from '../../../src/db/connections.ts';
import { storeCredential } from '../../../src/db/crm-credentials.ts';
import type { Database } from '../../../src/db/database.ts';
import { isAppError } from '../../../src/errors.ts';
import { freshToken } from '../../../src/usecases/connections/fresh-token.ts';
import { drainCrmValues } from '../../../src/usecases/crm/drain-crm-values.ts';
import { resumeConnection } from '../../../src/usecases/crm/resume-connection.ts';
import { app, startOrg } from '../../contract/sandbox-salesforce-org.ts';
import { appId, recordingGate, silent, startSandbox } from '../../contract/sandbox-server.ts';
import { useDatabase } from '../../support/database.ts';
import { connectForEachTest } from './connect-for-each-test.ts';

const opened = useDatabase();
const secret = 'a-secret-of-the-tests-alone-0123456789';
const field = 'gangway_progress';
type Faults = 'none' | 'fresh_tokens_refused' | 'sign_in_refused';

interface SignedInWorld {
  crm: CrmPort;
  addDeal(): Promise<string>;
  held(id: string): Promise<unknown>;
  /** all that were given so far */
  endTokens(): Promise<unknown>;
  set(faults: Faults): Promise<unknown>;
  /** as an administrator connects it: nothing of earlier tokens is known */
  connect(db: Database, connectionId: string): Promise<CrmPort>;
  stop(): Promise<void>;
}

async function byConsent(): Promise<SignedInWorld> {
  const client = { clientId: 'a-client-id', clientSecret: 'a-client-secret' };
  const sandbox = await startSandbox({ oauthApp: { ...client, appId, scopes: [...neededScopes] } });
  const { crm } = sandbox.hubspot();
  await crm.setUp();
  await sandbox.control('PUT', '/limits', { enabled: false });
  const redirectUrl = 'https://gangway.example/connect/hubspot/return';
  const oauth = createHubSpotOAuth({
    ...client,
    redirectUrl,
    scopes: neededScopes,
    baseUrl: sandbox.url,
    appUrl: sandbox.url,
  });
  return {
    crm,
    addDeal: async () => (await sandbox.addDeal()).id,
    held: async (id) => (await sandbox.deal(id)).properties[field] ?? null,
    endTokens: () => sandbox.control('POST', '/tokens/end', {}),
    set: (faults) =>
      sandbox.control('PUT', '/faults', {
        tokensRevoked: faults === 'fresh_tokens_refused',
        signInError: faults === 'sign_in_refused' ? 'invalid_grant' : null,
      }),
    async connect(db, connectionId) {
      const page = await (await fetch(oauth.consentUrl('a-state'))).text();
      const [, code = ''] = /[?&;]code=([\w-]+)/.exec(page) ?? [];
      const { accessToken, refreshToken, expiresAt, scopes } = await oauth.redeem(code);
      await storeCredential(
        db,
        {
          connectionId,
          scopes,
          connectedBy: 'Mira',
          secret: { kind: 'hubspot_consent', accessToken, refreshToken, expiresAt: expiresAt.toISOString() },
        },
        secret,
        new Date(),
      );
      return sandbox.hubspot({ token: freshToken({ db, oauth, secret }, connectionId) }).crm;
    },
    stop: () => sandbox.stop(),
  };
}

const pair = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const { clientId } = app;

async function salesforce(
  signIn: { clientSecret: string } | { username: string; privateKey: string },
): Promise<SignedInWorld> {
  const org = await startOrg({ app: { ...app, publicKey: pair.publicKey } });
  const connect = () =>
    createSalesforce({
      credentials: { loginUrl: org.url, clientId, ...signIn },
      organizationId: sandboxOrganizationId,
      gate: recordingGate(),
      logger: silent,
    });
  return {
    crm: connect(),
    addDeal: async () => (await org.addOpportunity()).id,
    held: async (id) => (await org.opportunity(id)).fields['Gangway_Progress__c'] ?? null,
    endTokens: () => org.control('POST', '/sessions/expire', {}),
    set: (faults) =>
      org.setFaults({
        areSessionsRefused: faults === 'fresh_tokens_refused',
        signInError: faults === 'sign_in_refused' ? 'invalid_client' : null,
      }),
    connect: () => Promise.resolve(connect()),
    stop: () => org.stop(),
  };
}

describe.each([
  { name: 'HubSpot, connected by consent', start: byConsent },
  { name: 'Salesforce, connected by its client', start: () => salesforce({ clientSecret: app.clientSecret }) },
  {
    name: 'Salesforce, connected by a key',
    start: () => salesforce({ username: 'gangway@northwind.example', privateKey: pair.privateKey }),
  },
])('$name', ({ start }) => {
  const on = connectForEachTest(start);
  let crm: CrmPort;
  let dealId: string;
  const drain = () => drainCrmValues(on.deps(crm), on.connectionId);
  const want = (value: number) =>
    on.db.query(
      `INSERT INTO crm_values AS v (connection_id, object_type, record_id, field, value, why, onboarding_id, wanted_at)
       VALUES ($1, 'deal', $2, $3, $4, 'The plan was published', gen_random_uuid(), now())
       ON CONFLICT (connection_id, object_type, record_id, field) DO UPDATE SET value = excluded.value, version = v.version + 1, state = 'pending'`,
      [on.connectionId, dealId, field, JSON.stringify(value)],
    );
  const written = async () => Number(await on.world.held(dealId));
  const status = async () => (await connectionById(on.db, on.connectionId)).status;

  beforeEach(async () => {
    dealId = await on.world.addDeal();
    crm = await on.world.connect(on.db, on.connectionId);
    await want(10);
    await drain();
    expect(await written()).toBe(10);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('one that ended before its time is renewed, and nothing waits for it', async () => {
    await on.world.endTokens();
    await want(20);
    await drain();
    expect(await written()).toBe(20);
    expect(await status()).toBe('active');
  });

  it.each(['fresh_tokens_refused', 'sign_in_refused'] as const)(
    '%s: the connection stops, and goes on when it is connected again',
    async (faults) => {
      await on.world.endTokens();
      await on.world.set(faults);
      await want(20);
      await drain();
      await drain();
      expect(await status()).toBe('revoked');
      expect(await written()).toBe(10);
      const alerts = await on.db.query('SELECT kind FROM alerts WHERE subject_id = $1', [on.connectionId]);
      expect(alerts).toEqual([{ kind: 'crm_revoked' }]);
      await on.world.set('none');
      crm = await on.world.connect(on.db, on.connectionId);
      await resumeConnection(on.deps(crm), on.connectionId);
      await drain();
      expect(await written()).toBe(20);
    },
  );

  it('those that end again and again are renewed twice a minute at most, which is no reason to stop', async () => {
    const now = performance.now.bind(performance);
    let failure: unknown = null;
    let value = 20;
    while (failure === null && value < 70) {
      value += 10;
      await on.world.endTokens();
      await want(value);
      failure = await drain().then(
        () => null,
        (error: unknown) => error,
      );
    }
    expect(isAppError(failure) && failure.code).toBe('crm_unavailable');
    expect(await written()).toBe(value - 10);
    expect(await status()).toBe('active');
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 61_000);
    await drain();
    expect(await written()).toBe(value);
  });
});

it('HubSpot, connected by consent: one that lacks a scope gives way to a newer consent, and is not renewed for it', async () => {
  const allowed = { appId, name: 'Gangway', scopes: [...neededScopes] };
  const sandbox = await startSandbox({
    tokens: [
      { ...allowed, token: 'before', scopes: neededScopes.filter((scope) => scope !== 'crm.objects.deals.read') },
      { ...allowed, token: 'after' },
    ],
  });
  const account = { provider: 'hubspot' as const, accountId: 'an account', name: 'HubSpot' };
  const { id: connectionId } = await rememberConnection(opened.db, account, new Date());
  const consent = (accessToken: string) => {
    const expiresAt = new Date(Date.now() + 1_800_000).toISOString();
    const given = { kind: 'hubspot_consent' as const, accessToken, refreshToken: 'r', expiresAt };
    return storeCredential(
      opened.db,
      { connectionId, scopes: [], connectedBy: 'Mira', secret: given },
      secret,
      new Date(),
    );
  };
  // nothing listens there: a renewal would fail as unavailable
  const nowhere = 'http://127.0.0.1:1';
  const oauth = createHubSpotOAuth({
    clientId: 'a-client-id',
    clientSecret: 'a-client-secret',
    redirectUrl: nowhere,
    scopes: neededScopes,
    baseUrl: nowhere,
    appUrl: nowhere,
  });
  await consent('before');
  const { crm } = sandbox.hubspot({ token: freshToken({ db: opened.db, oauth, secret }, connectionId) });
  const { id } = await sandbox.addDeal();
  for (let call = 0; call < 3; call += 1)
    await expect(crm.readDeals([id], [])).rejects.toMatchObject({ code: 'crm_forbidden' });
  await consent('after');
  expect(await crm.readDeals([id], [])).toMatchObject([{ result: 'found' }]);
  await sandbox.stop();
});
