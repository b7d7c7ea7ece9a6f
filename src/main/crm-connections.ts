/** The CRMs that are configured, each as a connection with its port. */
import { readFile } from 'node:fs/promises';
import { createHubSpot } from '../../integrations/hubspot/client.ts';
import { createSalesforce } from '../../integrations/salesforce/client.ts';
import type { AccessToken } from '../../integrations/hubspot/transport.ts';
import type { CrmPort, CrmProvider } from '../../integrations/ports.ts';
import type { Credentials } from '../../integrations/salesforce/sign-in.ts';
import type { Config, HubSpotConfig } from '../config/config.ts';
import type { SalesforceConfig, SalesforceLimits } from '../config/salesforce.ts';
import type { Clock } from '../db/clock.ts';
import { type CrmConnection, rememberConnection } from '../db/connections.ts';
import type { Database } from '../db/database.ts';
import { bucketFor, createRateGate } from '../db/rate-gate.ts';
import { localDate } from '../domain/calendar.ts';
import { AppError, isAppError } from '../errors.ts';
import type { Logger } from '../telemetry/logger.ts';

export interface ConnectedCrm {
  connection: CrmConnection;
  crm: CrmPort;
  /** the last part of the address that its outbound messages go to; null: they are off */
  outboundToken: string | null;
}
export interface Surroundings {
  db: Database;
  clock: Clock;
  logger: Logger;
}

interface ConnectingSurroundings extends Surroundings {
  /** the company's */
  timezone: string;
}

export async function connectCrms(config: Config, { db, clock, logger }: Surroundings): Promise<ConnectedCrm[]> {
  const { hubspot, salesforce } = config;
  const around = { db, clock, logger, timezone: config.company.timezone };
  return [
    ...(hubspot ? await connectHubSpot(hubspot, around) : []),
    ...(salesforce ? await connectSalesforce(salesforce, around) : []),
  ];
}

/** What was won before we came is left for Coming aboard. */
function remember(
  { db, clock, timezone }: ConnectingSurroundings,
  account: { provider: CrmProvider; accountId: string; name: string },
): Promise<CrmConnection> {
  const now = clock.now();
  return rememberConnection(db, { ...account, wonSince: localDate(now.toISOString(), timezone) }, now);
}

/** Some deals need a dozen reads: one failure in three would hardly ever let all of them through together. */
const patienceMs = 40_000;

/** The account's id is configured, or asked once at start; while HubSpot is away the last known one serves. */
async function connectHubSpot(config: HubSpotConfig, around: ConnectingSurroundings): Promise<ConnectedCrm[]> {
  const { accessToken } = config;
  if (accessToken === null) return [];
  const accountId =
    config.accountId ?? (await knownAccount(around.db, 'hubspot')) ?? (await askHubSpot(config.baseUrl, accessToken));
  const connection = await remember(around, { provider: 'hubspot', accountId, name: `HubSpot ${accountId}` });
  return [{ connection, crm: hubSpotPort(config, accessToken, connection, around), outboundToken: null }];
}

export function hubSpotPort(
  { baseUrl, callsPer10Seconds }: HubSpotConfig,
  token: AccessToken,
  { id: connectionId, accountId }: CrmConnection,
  { db, logger }: Surroundings,
): CrmPort {
  const gate = createRateGate({
    db,
    connectionId,
    sizes: { burst: bucketFor(callsPer10Seconds, 10), search: bucketFor(5, 1) },
  });
  return createHubSpot({ token, baseUrl, accountId, gate, logger, patienceMs });
}

async function askHubSpot(baseUrl: string, token: string): Promise<string> {
  const { fetchAccountId } = await import('../../integrations/hubspot/account.ts');
  return fetchAccountId({ token, baseUrl });
}

const secondsPerDay = 86_400;

/** As HubSpot's. Where nothing is known of an organisation that does not answer, it is off until the next start. */
async function connectSalesforce(config: SalesforceConfig, around: ConnectingSurroundings): Promise<ConnectedCrm[]> {
  const { db, logger } = around;
  try {
    const credentials = await readCredentials(config);
    const organizationId =
      config.organizationId ?? (await knownAccount(db, 'salesforce')) ?? (await askSalesforce(credentials));
    const account = { provider: 'salesforce' as const, accountId: organizationId };
    const connection = await remember(around, { ...account, name: `Salesforce ${organizationId}` });
    const crm = salesforcePort(credentials, config, connection, around);
    return [{ connection, crm, outboundToken: config.outboundToken }];
  } catch (error) {
    if (!isAppError(error)) throw error;
    logger.error({ code: error.code, reason: error.message }, 'Salesforce could not be connected; it is off');
    return [];
  }
}

export function salesforcePort(
  credentials: Credentials,
  { apiVersion, dailyCalls }: SalesforceLimits,
  { id: connectionId, accountId: organizationId }: CrmConnection,
  { db, logger }: Surroundings,
): CrmPort {
  const calls = bucketFor(dailyCalls, secondsPerDay);
  const gate = createRateGate({ db, connectionId, sizes: { burst: calls, search: calls } });
  return createSalesforce({ credentials, organizationId, apiVersion, gate, logger, patienceMs });
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
