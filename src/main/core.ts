/** What every process needs: database, clock, playbooks, CRM connections. The only place that knows which integration is on. */
import type { Config } from '../config/config.ts';
import { type Clock, createClock } from '../db/clock.ts';
import type { CrmConnection } from '../db/connections.ts';
import { createDatabase, type Database } from '../db/database.ts';
import { createPlaybookStore } from '../db/playbook-store.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { CrmDeps } from '../usecases/crm/crm-deps.ts';
import { connectCrms } from './crm-connections.ts';

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
  const connected = await connectCrms(config, { db, clock, logger });
  const connections = connected.map(({ connection }) => connection);
  const deps: CrmDeps = {
    db,
    clock,
    playbooks: createPlaybookStore(db),
    publicUrl,
    crms: new Map(connected.map(({ connection, crm }) => [connection.id, crm])),
    company: config.company,
    logger,
  };
  return { db, clock, deps, connections, close: () => db.close() };
}
