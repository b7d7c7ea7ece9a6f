/** Connections made in the console: begun by consent or with a client's credentials, and ended. */
import { randomBytes } from 'node:crypto';
import type { CrmProvider } from '../../../integrations/ports.ts';
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
  /** takes up what was stored, in this process at once, in the others within seconds */
  refreshCrms(): Promise<void>;
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
    await storeCredential(tx, { connectionId: id, secret, scopes, connectedBy }, deps.secret, now);
    return id;
  });
  await deps.refreshCrms();
  await resumeConnection(deps, connectionId);
  return connectionId;
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
    await setConnectionStatus(tx, connectionId, 'paused', `Disconnected by ${by}`, deps.clock.now());
  });
  await deps.refreshCrms();
  return stored.secret;
}

/** The last part of the address that outbound messages go to. */
export async function outboundTokenOf(deps: ConnectDeps, connectionId: string): Promise<string> {
  return (await salesforceClient(deps, connectionId)).secret.outboundToken;
}

async function salesforceClient({ db, secret: key }: ConnectDeps, connectionId: string) {
  const stored = await readCredential(db, connectionId, key);
  if (stored?.secret.kind !== 'salesforce_client')
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
