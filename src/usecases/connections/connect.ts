/** Connections made in the console: begun by consent or with a client's credentials, and ended. */
import { randomBytes } from 'node:crypto';
import type { CrmPort, CrmProvider } from '../../../integrations/ports.ts';
import { forgetAccess } from '../../db/crm-access.ts';
import type { Sql } from '../../db/database.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { noteAccess } from '../crm/note-access.ts';
import { connectionById, rememberConnection, setConnectionStatus } from '../../db/connections.ts';
import {
  type CrmSecret,
  forgetCredential,
  readCredential,
  renewCredential,
  storeCredential,
} from '../../db/crm-credentials.ts';
import { localDate } from '../../domain/calendar.ts';
import { AppError } from '../../errors.ts';
import type { ChangeDeps } from '../change-onboarding.ts';
import { resumeConnection } from '../crm/resume-connection.ts';

export interface ConnectDeps extends Pick<ChangeDeps, 'db' | 'clock'> {
  /** the deployment's, seals what is stored */
  secret: string;
  /** the company's */
  timezone: string;
  logger: Logger;
  crms: ReadonlyMap<string, CrmPort>;
  /** null: the environment knows nothing of this connection */
  ofEnvironment(connectionId: string): EnvironmentAccess | null;
  /** takes up what was stored, in this process at once, in the others within seconds */
  refreshCrms(): Promise<void>;
}

/** What the environment would sign in with, were nothing stored. */
export interface EnvironmentAccess {
  salesforce: KnownClient | null;
}

/** Of a Salesforce's external client app what is no secret. */
interface KnownClient {
  loginUrl: string;
  clientId: string;
  outboundToken: string | null;
  /** whom a key signs in; null: the app signs in for itself, by its secret */
  username: string | null;
}

export const newOutboundToken = (): string => randomBytes(32).toString('base64url');

/** What waited while access was away goes on. @returns the connection's id; the one there was, for an account that was connected before */
export async function connect(
  deps: ConnectDeps,
  given: { provider: CrmProvider; accountId: string; secret: CrmSecret; scopes: string[]; connectedBy: string },
): Promise<string> {
  const { provider, accountId, secret, scopes, connectedBy } = given;
  const names = { hubspot: 'HubSpot', salesforce: 'Salesforce' } as const;
  const now = deps.clock.now();
  const connectionId = await deps.db.transaction(async (tx) => {
    const { id } = await rememberConnection(
      tx,
      {
        provider,
        accountId,
        name: `${names[provider]} ${accountId}`,
        wonSince: localDate(now.toISOString(), deps.timezone),
      },
      now,
    );
    await keepCredential(deps, tx, { connectionId: id, secret, scopes, connectedBy });
    return id;
  });
  await takeUp(deps, connectionId);
  await resumeConnection({ db: deps.db, clock: deps.clock }, connectionId);
  return connectionId;
}

/** From now on it goes before whatever was there, and before the environment. */
export async function keepCredential(
  { secret: key, clock }: ConnectDeps,
  tx: Sql,
  given: Parameters<typeof storeCredential>[1],
): Promise<void> {
  await storeCredential(tx, given, key, clock.now());
  await forgetAccess(tx, given.connectionId);
}

export async function takeUp(deps: ConnectDeps, connectionId: string): Promise<void> {
  await deps.refreshCrms();
  const crm = deps.crms.get(connectionId);
  if (crm) await noteAccess(deps, connectionId, crm);
}

/** Onboardings go on without their CRM; what is wanted there waits until somebody connects it again. @returns what was forgotten */
export async function disconnect(deps: ConnectDeps, connectionId: string, by: string): Promise<CrmSecret> {
  await connectionById(deps.db, connectionId);
  const stored = await readCredential(deps.db, connectionId, deps.secret);
  if (!stored)
    throw new AppError('not_allowed_now', {
      message: 'This connection comes from the environment: take its variables away and start again',
    });
  await deps.db.transaction(async (tx) => {
    await forgetCredential(tx, connectionId);
    await forgetAccess(tx, connectionId);
    await setConnectionStatus(tx, connectionId, 'paused', `Disconnected by ${by}`, deps.clock.now());
  });
  await deps.refreshCrms();
  return stored.secret;
}

/** Of a Salesforce: what was stored, else what the environment has. */
export async function knownClient(
  { db, secret: key, ofEnvironment }: ConnectDeps,
  connectionId: string,
): Promise<KnownClient | null> {
  const stored = await readCredential(db, connectionId, key);
  if (stored?.secret.kind === 'salesforce_client') return { ...stored.secret, username: null };
  if (stored?.secret.kind === 'salesforce_key') return stored.secret;
  return ofEnvironment(connectionId)?.salesforce ?? null;
}

/** The last part of the address that outbound messages go to. */
export async function outboundTokenOf(deps: ConnectDeps, connectionId: string): Promise<string> {
  return (await salesforceClient(deps, connectionId)).secret.outboundToken;
}

async function salesforceClient({ db, secret: key }: ConnectDeps, connectionId: string) {
  const stored = await readCredential(db, connectionId, key);
  if (stored?.secret.kind !== 'salesforce_client' && stored?.secret.kind !== 'salesforce_key')
    throw new AppError('not_found', { message: 'Only a Salesforce that was connected here has such an address' });
  return { version: stored.version, secret: stored.secret };
}

/** The old address is refused from now on; Salesforce repeats what it could not deliver for a day. @returns the new one's last part */
export async function rotateOutboundToken(deps: ConnectDeps, connectionId: string): Promise<string> {
  const { version, secret } = await salesforceClient(deps, connectionId);
  const outboundToken = newOutboundToken();
  await renewCredential(
    deps.db,
    { connectionId, version, secret: { ...secret, outboundToken }, scopes: null },
    deps.secret,
  );
  await deps.refreshCrms();
  return outboundToken;
}
