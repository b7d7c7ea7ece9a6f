/** What every process needs: database, clock, playbooks, CRM connections. The only place that knows which integration is on. */
import type { HubSpotOAuth } from '../../integrations/hubspot/oauth.ts';
import type { Config } from '../config/config.ts';
import { type Clock, createClock } from '../db/clock.ts';
import { createDatabase, type Database } from '../db/database.ts';
import { rememberCompany } from '../db/person-home.ts';
import { createPlaybookStore } from '../db/playbook-store.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { CrmDeps } from '../usecases/crm/crm-deps.ts';
import { hubSpotOAuthOf } from './crm-consent.ts';
import { createCrmRegistry, type CrmRegistry } from './crm-registry.ts';

export interface Core {
  db: Database;
  clock: Clock;
  deps: CrmDeps;
  registry: CrmRegistry;
  /** null: no app that accounts consent to */
  hubSpotOAuth: HubSpotOAuth | null;
  close(): Promise<void>;
}

export interface CoreOptions {
  config: Config;
  databaseUrl: string;
  publicUrl: string;
  logger: Logger;
  /** the deployment's; absent: only CRMs of the environment */
  secret?: string | null;
}

export async function createCore({
  config,
  databaseUrl,
  publicUrl,
  logger,
  secret = null,
}: CoreOptions): Promise<Core> {
  const db = createDatabase({
    url: databaseUrl,
    poolSize: config.database.pool,
    onError: (error) => logger.warn({ err: error }, 'An idle database connection broke; the pool replaces it'),
  });
  const clock = createClock(db);
  await clock.refresh();
  await rememberCompany(db, config.company, clock.now());
  const hubSpotOAuth = hubSpotOAuthOf(config.hubspot, publicUrl);
  const registry = await createCrmRegistry({ config, db, clock, logger, secret, hubSpotOAuth });
  const deps: CrmDeps = {
    db,
    clock,
    playbooks: createPlaybookStore(db),
    publicUrl,
    crms: registry.crms,
    refreshCrms: registry.refresh,
    company: config.company,
    logger,
  };
  const close = (): Promise<void> => {
    registry.close();
    return db.close();
  };
  return { db, clock, deps, registry, hubSpotOAuth, close };
}
