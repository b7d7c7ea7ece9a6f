/** A new secret for a connection there is, whatever it signed in with: tried first, then kept sealed and used at once. */
import { type CrmConnection, connectionById } from '../../db/connections.ts';
import type { CrmSecret } from '../../db/crm-credentials.ts';
import { AppError } from '../../errors.ts';
import { resumeConnection } from '../crm/resume-connection.ts';
import { keepCredential, knownClient, newOutboundToken, takeUp } from './connect.ts';
import { checkedLoginUrl, type ConnectSalesforceDeps, refusedAsEntered } from './connect-salesforce.ts';
import { requireUsableKey } from './private-key.ts';

export interface RotateDeps extends ConnectSalesforceDeps {
  /** calls once. Throws crm_revoked, crm_unavailable. @returns the account's id */
  askHubSpot(accessToken: string): Promise<string>;
}

interface GivenClient {
  /** absent: the ones it has */
  clientId?: string | undefined;
  loginUrl?: string | undefined;
}
export type NewSecret =
  { accessToken: string } | (GivenClient & { clientSecret: string }) | (GivenClient & { privateKey: string });

export async function rotateSecret(
  deps: RotateDeps,
  { connectionId, given, by }: { connectionId: string; given: NewSecret; by: string },
): Promise<void> {
  const connection = await connectionById(deps.db, connectionId);
  const secret = await tried(deps, connection, given).catch(
    refusedAsEntered('It is refused, and what there was stays in use.'),
  );
  await deps.db.transaction((tx) => keepCredential(deps, tx, { connectionId, secret, scopes: [], connectedBy: by }));
  await takeUp(deps, connectionId);
  // one that a person paused stays so
  if (connection.status === 'revoked') await resumeConnection({ db: deps.db, clock: deps.clock }, connectionId);
}

async function tried(deps: RotateDeps, connection: CrmConnection, given: NewSecret): Promise<CrmSecret> {
  if ('accessToken' in given) {
    if (connection.provider !== 'hubspot') throw wrongKind('Salesforce takes a consumer secret, or a private key');
    requireSame(connection, await deps.askHubSpot(given.accessToken));
    return { kind: 'hubspot_token', accessToken: given.accessToken };
  }
  if (connection.provider !== 'salesforce') throw wrongKind('HubSpot takes an access token');
  const known = await knownClient(deps, connection.id);
  const [loginUrl, clientId] = [given.loginUrl ?? known?.loginUrl, given.clientId ?? known?.clientId];
  if (loginUrl === undefined || clientId === undefined)
    throw new AppError('invalid_input', { message: 'Give the My Domain address and the consumer key as well' });
  const app = {
    loginUrl: loginUrl === known?.loginUrl ? loginUrl : checkedLoginUrl(loginUrl, deps.trustedLoginUrl),
    clientId,
  };
  const outboundToken = known?.outboundToken ?? newOutboundToken();
  const username = known?.username ?? null;
  if ('clientSecret' in given) {
    // another way of signing in would act as another user
    if (username !== null)
      throw wrongKind(
        `It signs in as ${username} by a key: give its new private key, or connect it anew in the other way`,
      );
    const client = { ...app, clientSecret: given.clientSecret };
    requireSame(connection, await deps.askSalesforce(client));
    return { kind: 'salesforce_client', ...client, outboundToken };
  }
  if (username === null)
    throw wrongKind('It signs in by a consumer secret: give the new one, or connect it anew in the other way');
  requireUsableKey(given.privateKey);
  const client = { ...app, username, privateKey: given.privateKey };
  requireSame(connection, await deps.askSalesforce(client));
  return { kind: 'salesforce_key', ...client, outboundToken };
}

const wrongKind = (message: string): AppError => new AppError('invalid_input', { message });

function requireSame({ accountId }: CrmConnection, answered: string): void {
  if (answered !== accountId)
    throw new AppError('invalid_input', {
      message: `It signs in to the account ${answered}; this connection is to ${accountId}`,
    });
}
