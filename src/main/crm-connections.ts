/** The CRMs that are configured, each as a connection with its port. */
import { readFile } from 'node:fs/promises';
import { createHubSpot } from '../../integrations/hubspot/client.ts';
import { createSalesforce } from '../../integrations/salesforce/client.ts';
import type { CrmPort, CrmProvider } from '../../integrations/ports.ts';
import type { Credentials } from '../../integrations/salesforce/sign-in.ts';
import type { Config } from '../config/config.ts';
import type { SalesforceConfig } from '../config/salesforce.ts';
import type { Clock } from '../db/clock.ts';
import { type CrmConnection, rememberConnection } from '../db/connections.ts';
import type { Database } from '../db/database.ts';
import { bucketFor, createRateGate } from '../db/rate-gate.ts';
import { AppError, isAppError } from '../errors.ts';
import type { Logger } from '../telemetry/logger.ts';

export interface ConnectedCrm {
  connection: CrmConnection;
  crm: CrmPort;
}
interface Surroundings {
  db: Database;
  clock: Clock;
  logger: Logger;
}

export async function connectCrms(config: Config, around: Surroundings): Promise<ConnectedCrm[]> {
  const { hubspot, salesforce } = config;
  return [
    ...(hubspot ? [await connectHubSpot(hubspot, around)] : []),
    ...(salesforce ? await connectSalesforce(salesforce, around) : []),
  ];
}

/** Some deals need a dozen reads: one failure in three would hardly ever let all of them through together. */
const patienceMs = 40_000;

/** The account's id is configured, or asked once at start; while HubSpot is away the last known one serves. */
async function connectHubSpot(
  config: NonNullable<Config['hubspot']>,
  { db, clock, logger }: Surroundings,
): Promise<ConnectedCrm> {
  const accountId = config.accountId ?? (await knownAccount(db, 'hubspot')) ?? (await askHubSpot(config));
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
  const { accessToken: token, baseUrl } = config;
  return { connection, crm: createHubSpot({ token, baseUrl, accountId, gate, logger, patienceMs }) };
}

async function askHubSpot({ accessToken: token, baseUrl }: NonNullable<Config['hubspot']>): Promise<string> {
  const { fetchAccountId } = await import('../../integrations/hubspot/account.ts');
  return fetchAccountId({ token, baseUrl });
}

const secondsPerDay = 86_400;

/** As HubSpot's. Where nothing is known of an organisation that does not answer, it is off until the next start. */
async function connectSalesforce(
  config: SalesforceConfig,
  { db, clock, logger }: Surroundings,
): Promise<ConnectedCrm[]> {
  try {
    const credentials = await readCredentials(config);
    const organizationId =
      config.organizationId ?? (await knownAccount(db, 'salesforce')) ?? (await askSalesforce(credentials));
    const connection = await rememberConnection(
      db,
      { provider: 'salesforce', accountId: organizationId, name: `Salesforce ${organizationId}` },
      clock.now(),
    );
    const calls = bucketFor(config.dailyCalls, secondsPerDay);
    const gate = createRateGate({ db, connectionId: connection.id, sizes: { burst: calls, search: calls } });
    const { apiVersion } = config;
    return [
      { connection, crm: createSalesforce({ credentials, organizationId, apiVersion, gate, logger, patienceMs }) },
    ];
  } catch (error) {
    if (!isAppError(error)) throw error;
    logger.error({ code: error.code, reason: error.message }, 'Salesforce could not be connected; it is off');
    return [];
  }
}

async function readCredentials({ loginUrl, clientId, signIn }: SalesforceConfig): Promise<Credentials> {
  if ('clientSecret' in signIn) return { loginUrl, clientId, clientSecret: signIn.clientSecret };
  const privateKey = await readFile(signIn.privateKeyFile, 'utf8').catch((cause: unknown) => {
    throw new AppError('integration_off', { message: 'SALESFORCE_PRIVATE_KEY_FILE cannot be read', cause });
  });
  return { loginUrl, clientId, username: signIn.username, privateKey };
}

async function askSalesforce(credentials: Credentials): Promise<string> {
  const { fetchOrganizationId } = await import('../../integrations/salesforce/organization.ts');
  return fetchOrganizationId(credentials);
}

async function knownAccount(db: Database, provider: CrmProvider): Promise<string | null> {
  const [known] = await db.query<{ account_id: string }>(
    'SELECT account_id FROM crm_connections WHERE provider = $1 LIMIT 1',
    [provider],
  );
  return known?.account_id ?? null;
}
