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
import { patience } from '../db/waited-for.ts';
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
const patienceMs = (): number => patience(40_000);

async function connectHubSpot(config: HubSpotConfig, around: ConnectingSurroundings): Promise<ConnectedCrm[]> {
  const { accessToken, baseUrl } = config;
  if (accessToken === null) return [];
  return orOff('HubSpot', around, async () => {
    const accountId = config.accountId ?? (await accountOf('hubspot', around, () => askHubSpot(baseUrl, accessToken)));
    const connection = await remember(around, { provider: 'hubspot', accountId, name: `HubSpot ${accountId}` });
    return { connection, crm: hubSpotPort(config, accessToken, connection, around), outboundToken: null };
  });
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

function connectSalesforce(config: SalesforceConfig, around: ConnectingSurroundings): Promise<ConnectedCrm[]> {
  return orOff('Salesforce', around, async () => {
    const credentials = await readCredentials(config);
    const accountId =
      config.organizationId ?? (await accountOf('salesforce', around, () => askSalesforce(credentials)));
    const connection = await remember(around, { provider: 'salesforce', accountId, name: `Salesforce ${accountId}` });
    const crm = salesforcePort(credentials, config, connection, around);
    return { connection, crm, outboundToken: config.outboundToken };
  });
}

async function orOff(
  name: string,
  { logger }: Surroundings,
  connect: () => Promise<ConnectedCrm>,
): Promise<ConnectedCrm[]> {
  try {
    return [await connect()];
  } catch (error) {
    if (!isAppError(error)) throw error;
    logger.error(
      { code: error.code, reason: error.message },
      `${name} could not be connected; it is off until the next start`,
    );
    return [];
  }
}

/** While the vendor does not say whose the credentials are, the one account that is known serves; of several any could be meant. */
async function accountOf(
  provider: CrmProvider,
  { db, logger }: Surroundings,
  ask: () => Promise<string>,
): Promise<string> {
  try {
    return await ask();
  } catch (error) {
    if (!isAppError(error)) throw error;
    const [known, another] = await knownAccounts(db, provider);
    if (known === undefined || another !== undefined) throw error;
    logger.warn(
      { provider, accountId: known, code: error.code },
      'The CRM does not say which account it is; taken for the known one',
    );
    return known;
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

async function knownAccounts(db: Database, provider: CrmProvider): Promise<string[]> {
  const rows = await db.query<{ account_id: string }>('SELECT account_id FROM crm_connections WHERE provider = $1', [
    provider,
  ]);
  return rows.map(({ account_id }) => account_id);
}
