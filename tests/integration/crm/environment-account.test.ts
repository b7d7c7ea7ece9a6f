/** Which account the environment's credentials belong to. */
import { beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';
import { createClock } from '../../../src/db/clock.ts';
import { rememberConnection } from '../../../src/db/connections.ts';
import { connectCrms } from '../../../src/main/crm-connections.ts';
import { app, startOrg } from '../../contract/sandbox-salesforce-org.ts';
import { clientSecret, silent, startSandbox, token } from '../../contract/sandbox-server.ts';
import { useDatabase } from '../../support/database.ts';

const opened = useDatabase();

const vendors = [
  {
    provider: 'hubspot' as const,
    another: '990000001',
    async start() {
      const sandbox = await startSandbox();
      const environment = {
        HUBSPOT_ACCESS_TOKEN: token,
        HUBSPOT_CLIENT_SECRET: clientSecret,
        HUBSPOT_BASE_URL: sandbox.url,
      };
      return { environment, stop: () => sandbox.stop() };
    },
  },
  {
    provider: 'salesforce' as const,
    another: '00D990000000001AAA',
    async start() {
      const org = await startOrg();
      const environment = {
        SALESFORCE_LOGIN_URL: org.url,
        SALESFORCE_CLIENT_ID: app.clientId,
        SALESFORCE_CLIENT_SECRET: app.clientSecret,
      };
      return { environment, stop: () => org.stop() };
    },
  },
];

describe.each(vendors)('of $provider', ({ provider, another, start }) => {
  beforeEach(() => opened.db.query('DELETE FROM crm_connections'));

  const known = (accountId: string) =>
    rememberConnection(opened.db, { provider, accountId, name: accountId }, new Date());
  const accounts = async (environment: Record<string, string>): Promise<string[]> => {
    const connected = await connectCrms(readConfig(environment), {
      db: opened.db,
      clock: createClock(opened.db),
      logger: silent,
    });
    return connected.map(({ connection }) => connection.accountId);
  };

  it('the vendor says which one it is, whatever else is known', async () => {
    const { environment, stop } = await start();
    await known(another);
    const found = await accounts(environment);
    expect(found).toHaveLength(1);
    expect(found).not.toContain(another);
    await stop();
  });

  it('while the vendor is away the only one known serves; of several none is guessed', async () => {
    const { environment, stop } = await start();
    const found = await accounts(environment);
    await stop();
    expect(await accounts(environment)).toEqual(found);
    await known(another);
    expect(await accounts(environment)).toEqual([]);
  });
});
