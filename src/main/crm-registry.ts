/**
 * The CRMs there are at the moment: those of the environment, which stay, and those connected in the console, which come
 * and go while processes run. Every process looks by itself; the one where somebody connected knows at once.
 */
import type { HubSpotOAuth } from '../../integrations/hubspot/oauth.ts';
import type { CrmPort } from '../../integrations/ports.ts';
import type { Config } from '../config/config.ts';
import type { Clock } from '../db/clock.ts';
import type { CrmConnection } from '../db/connections.ts';
import { credentialVersions, readCredential, type StoredCredential } from '../db/crm-credentials.ts';
import type { Database } from '../db/database.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { EnvironmentAccess } from '../usecases/connections/connect.ts';
import { freshToken } from '../usecases/connections/fresh-token.ts';
import { connectCrms, hubSpotPort, salesforcePort } from './crm-connections.ts';

const lookEveryMs = 5_000;

export interface CrmRegistry {
  /** kept as it is and changed in place, by connection */
  crms: Map<string, CrmPort>;
  connections(): CrmConnection[];
  /** where outbound messages of Salesforce go to: the last part of each address */
  outboundAddresses(): { connection: CrmConnection; token: string }[];
  ofEnvironment(connectionId: string): EnvironmentAccess | null;
  /** Takes up what was connected, replaced or disconnected since. */
  refresh(): Promise<void>;
  close(): void;
}

interface RegistryOptions {
  config: Config;
  db: Database;
  clock: Clock;
  logger: Logger;
  /** the deployment's, opens what is stored; null: only those of the environment */
  secret: string | null;
  hubSpotOAuth: HubSpotOAuth | null;
}

export async function createCrmRegistry(options: RegistryOptions): Promise<CrmRegistry> {
  const { config, db, logger, secret } = options;
  const fixed = await connectCrms(config, options);
  const crms = new Map(fixed.map(({ connection, crm }) => [connection.id, crm]));
  const stored = new Map<string, StoredCredential>();

  const takeAway = (connectionId: string): void => {
    stored.delete(connectionId);
    const ofEnvironment = fixed.find(({ connection }) => connection.id === connectionId);
    if (ofEnvironment) crms.set(connectionId, ofEnvironment.crm);
    else crms.delete(connectionId);
  };
  const takeUp = (credential: StoredCredential, key: string): void => {
    const { connection } = credential;
    const before = stored.get(connection.id);
    stored.set(connection.id, credential);
    const isRenewal = before?.connectedAt.getTime() === credential.connectedAt.getTime();
    // a token that was renewed is read by the port itself
    if (isRenewal && before?.secret.kind === 'hubspot_consent') return;
    const crm = portOf(options, credential, key);
    if (crm) crms.set(connection.id, crm);
  };
  const look = async (): Promise<void> => {
    if (secret === null) return;
    const versions = await credentialVersions(db);
    const there = new Set(versions.map(({ connectionId }) => connectionId));
    for (const connectionId of stored.keys()) if (!there.has(connectionId)) takeAway(connectionId);
    for (const { connectionId, version } of versions) {
      if (stored.get(connectionId)?.version === version) continue;
      const credential = await readCredential(db, connectionId, secret);
      if (credential) takeUp(credential, secret);
    }
  };
  let looked = Promise.resolve();
  // one after the other: a look from before somebody connected would take away what a later one took up
  const refresh = (): Promise<void> => {
    const next = looked.then(look);
    looked = next.catch(() => undefined);
    return next;
  };
  await refresh();
  const looking = setInterval(() => {
    refresh().catch((error: unknown) => logger.warn({ err: error }, 'Connections could not be looked at; tried again'));
  }, lookEveryMs).unref();
  return {
    crms,
    refresh,
    connections: () => [
      ...fixed.map(({ connection }) => connection).filter(({ id }) => !stored.has(id)),
      ...[...stored.values()].map(({ connection }) => connection),
    ],
    outboundAddresses: () => [
      ...[...stored.values()].flatMap(({ connection, secret: { ...given } }) =>
        'outboundToken' in given ? [{ connection, token: given.outboundToken }] : [],
      ),
      ...fixed.flatMap(({ connection, outboundToken }) =>
        outboundToken === null || stored.has(connection.id) ? [] : [{ connection, token: outboundToken }],
      ),
    ],
    ofEnvironment(connectionId) {
      const found = fixed.find(({ connection }) => connection.id === connectionId);
      if (!found) return null;
      const { connection, outboundToken } = found;
      const client = connection.provider === 'salesforce' ? config.salesforce : null;
      if (!client) return { salesforce: null };
      const { loginUrl, clientId, signIn } = client;
      const username = 'username' in signIn ? signIn.username : null;
      return { salesforce: { loginUrl, clientId, outboundToken, username } };
    },
    close: () => clearInterval(looking),
  };
}

function portOf(options: RegistryOptions, { connection, secret }: StoredCredential, key: string): CrmPort | null {
  const { config, db, hubSpotOAuth, logger } = options;
  switch (secret.kind) {
    case 'hubspot_consent':
      if (!config.hubspot || !hubSpotOAuth) {
        logger.warn(
          { connectionId: connection.id },
          'HUBSPOT_CLIENT_ID is not set; a HubSpot connected by consent is off',
        );
        return null;
      }
      return hubSpotPort(
        config.hubspot,
        freshToken({ db, oauth: hubSpotOAuth, secret: key }, connection.id),
        connection,
        options,
      );
    case 'hubspot_token':
      if (!config.hubspot) {
        logger.warn(
          { connectionId: connection.id },
          'HUBSPOT_CLIENT_SECRET, which signs events, is not set; a HubSpot connected by a token is off',
        );
        return null;
      }
      return hubSpotPort(config.hubspot, secret.accessToken, connection, options);
    case 'salesforce_client':
    case 'salesforce_key':
      return salesforcePort(secret, config.salesforceLimits, connection, options);
  }
}
