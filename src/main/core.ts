/** What every process needs: database, clock, playbooks, CRM connections. The only place that knows which integration is on. */
import { createHubSpot } from '../../integrations/hubspot/client.ts';
import type { CrmPort } from '../../integrations/ports.ts';
import type { Config } from '../config/config.ts';
import { type Clock, createClock } from '../db/clock.ts';
import { type CrmConnection, rememberConnection } from '../db/connections.ts';
import { createDatabase, type Database } from '../db/database.ts';
import { createPlaybookStore } from '../db/playbook-store.ts';
import { bucketFor, createRateGate } from '../db/rate-gate.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { CrmDeps } from '../usecases/crm/crm-deps.ts';

export interface Core {
  db: Database;
  clock: Clock;
  deps: CrmDeps;
  connections: CrmConnection[];
  close(): Promise<void>;
}

export interface CoreOptions {
  config: Config;
  databaseUrl: string;
  publicUrl: string;
  logger: Logger;
}

export async function createCore({ config, databaseUrl, publicUrl, logger }: CoreOptions): Promise<Core> {
  const db = createDatabase({
    url: databaseUrl,
    poolSize: config.database.pool,
    onError: (error) => logger.warn({ err: error }, 'An idle database connection broke; the pool replaces it'),
  });
  const clock = createClock(db);
  await clock.refresh();
  const crms = new Map<string, CrmPort>();
  const connections: CrmConnection[] = [];
  if (config.hubspot) {
    const hubspot = await connectHubSpot({ db, clock, config: config.hubspot, logger });
    connections.push(hubspot.connection);
    crms.set(hubspot.connection.id, hubspot.crm);
  }
  const deps: CrmDeps = {
    db,
    clock,
    playbooks: createPlaybookStore(db),
    publicUrl,
    crms,
    company: config.company,
    logger,
  };
  return { db, clock, deps, connections, close: () => db.close() };
}

/** Some deals need a dozen reads: one failure in three would hardly ever let all of them through together. */
const patienceMs = 40_000;

/** The account's id is configured, or asked once at start; while HubSpot is away the last known one serves. */
async function connectHubSpot({
  db,
  clock,
  config,
  logger,
}: {
  db: Database;
  clock: Clock;
  config: NonNullable<Config['hubspot']>;
  logger: Logger;
}): Promise<{ connection: CrmConnection; crm: CrmPort }> {
  const accountId = config.accountId ?? (await askAccountId(db, config));
  const connection = await rememberConnection(
    db,
    { provider: 'hubspot', accountId, name: `HubSpot ${accountId}` },
    clock.now(),
  );
  const gate = createRateGate({
    db,
    connectionId: connection.id,
    sizes: { burst: bucketFor(config.callsPer10Seconds, 10), search: bucketFor(5, 1) },
  });
  const crm = createHubSpot({
    token: config.accessToken,
    baseUrl: config.baseUrl,
    accountId,
    gate,
    logger,
    patienceMs,
  });
  return { connection, crm };
}

async function askAccountId(db: Database, config: NonNullable<Config['hubspot']>): Promise<string> {
  const [known] = await db.query<{ account_id: string }>(
    `SELECT account_id FROM crm_connections WHERE provider = 'hubspot' LIMIT 1`,
  );
  if (known) return known.account_id;
  const { fetchAccountId } = await import('../../integrations/hubspot/account.ts');
  return fetchAccountId({ token: config.accessToken, baseUrl: config.baseUrl });
}
