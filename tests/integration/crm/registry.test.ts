/** The CRMs that a process knows, while somebody connects one and the process looks by itself. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHubSpotOAuth } from '../../../integrations/hubspot/oauth.ts';
import { readConfig } from '../../../src/config/config.ts';
import { createClock } from '../../../src/db/clock.ts';
import { rememberConnection } from '../../../src/db/connections.ts';
import { type CrmSecret, forgetCredential, renewCredential, storeCredential } from '../../../src/db/crm-credentials.ts';
import type { Database } from '../../../src/db/database.ts';
import { type CrmRegistry, createCrmRegistry } from '../../../src/main/crm-registry.ts';
import { silent } from '../../contract/sandbox-server.ts';
import { useDatabase } from '../../support/database.ts';

const opened = useDatabase();
const key = 'a-secret-of-this-deployment-0123456789';
const app = { clientId: 'a-client-id', clientSecret: 'a-client-secret' };
const nowhere = 'http://127.0.0.1:1';
let registry: CrmRegistry;
let connectionId: string;
/** what the next look sees is as it was before this is settled */
let slowly: Promise<void> | null = null;

beforeEach(async () => {
  const account = { provider: 'salesforce' as const, accountId: '00D000000000001AAA', name: 'Salesforce' };
  ({ id: connectionId } = await rememberConnection(opened.db, account, new Date()));
  await forgetCredential(opened.db, connectionId);
  const db: Database = {
    ...opened.db,
    async query(statement, values) {
      const rows = await opened.db.query<never>(statement, values);
      const wait = slowly;
      slowly = null;
      await wait;
      return rows;
    },
  };
  registry = await createCrmRegistry({
    config: readConfig({ HUBSPOT_CLIENT_ID: app.clientId, HUBSPOT_CLIENT_SECRET: app.clientSecret }),
    db,
    clock: createClock(opened.db),
    logger: silent,
    secret: key,
    hubSpotOAuth: createHubSpotOAuth({ ...app, redirectUrl: nowhere, scopes: [], baseUrl: nowhere, appUrl: nowhere }),
  });
});
afterEach(() => registry.close());

it('keeps what was connected while it was looking at how things stood before', async () => {
  let goOn = (): void => {};
  slowly = new Promise((resolve) => {
    goOn = resolve;
  });
  const looking = registry.refresh();
  const secret = {
    kind: 'salesforce_client' as const,
    loginUrl: 'https://acme.my.salesforce.com',
    clientId: 'id',
    clientSecret: 'secret',
    outboundToken: 'token',
  };
  await storeCredential(opened.db, { connectionId, secret, scopes: [], connectedBy: 'Mira' }, key, new Date());
  const connected = registry.refresh();
  // time enough to be done before the earlier look, were they not to wait for each other
  await Promise.race([connected, new Promise((resolve) => setTimeout(resolve, 200))]);
  goOn();
  await Promise.all([looking, connected]);
  expect(registry.crms.has(connectionId)).toBe(true);
});

it('signs in anew after a consent was given again, and not for a token that was only renewed', async () => {
  const { id } = await rememberConnection(
    opened.db,
    { provider: 'hubspot', accountId: '147258369', name: 'HubSpot' },
    new Date(),
  );
  const consented = (accessToken: string): CrmSecret => ({
    kind: 'hubspot_consent',
    accessToken,
    refreshToken: 'r',
    expiresAt: new Date(Date.now() + 1_800_000).toISOString(),
  });
  const store = (token: string, at: Date) =>
    storeCredential(
      opened.db,
      { connectionId: id, secret: consented(token), scopes: [], connectedBy: 'Mira' },
      key,
      at,
    );
  const port = async () => {
    await registry.refresh();
    return registry.crms.get(id);
  };
  await store('first', new Date('2026-03-02T09:00:00Z'));
  const first = await port();
  expect(first).toBeDefined();
  await renewCredential(opened.db, { connectionId: id, version: 1, secret: consented('renewed'), scopes: null }, key);
  expect(await port()).toBe(first);
  await store('second', new Date('2026-03-02T10:00:00Z'));
  expect(await port()).not.toBe(first);
});
