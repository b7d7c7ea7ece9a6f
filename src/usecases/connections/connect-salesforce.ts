/** An organisation by its external client app, for itself or for a user: it is tried before anything is kept. */
import { AppError, isAppError } from '../../errors.ts';
import { connect, type ConnectDeps, knownClient, newOutboundToken } from './connect.ts';
import { requireUsableKey } from './private-key.ts';

/** The app signs in for itself by its secret, or for a user by the key of its certificate. */
type GivenClient = { loginUrl: string; clientId: string } & (
  { clientSecret: string } | { username: string; privateKey: string }
);

export interface ConnectSalesforceDeps extends ConnectDeps {
  /** signs in once. Throws crm_revoked, crm_unavailable. @returns the organisation's id */
  askSalesforce(client: GivenClient): Promise<string>;
  /** of the environment, whose address is trusted whatever it is */
  trustedLoginUrl: string | null;
}

export async function connectSalesforce(
  deps: ConnectSalesforceDeps,
  { given, connectedBy }: { given: GivenClient; connectedBy: string },
): Promise<{ connectionId: string; outboundToken: string }> {
  const client = { ...given, loginUrl: checkedLoginUrl(given.loginUrl, deps.trustedLoginUrl) };
  if ('privateKey' in client) requireUsableKey(client.privateKey);
  const accountId = await deps.askSalesforce(client).catch(refusedAsEntered('Nothing was connected.'));
  // an organisation that is connected anew keeps the address that its outbound messages go to
  const [known] = await deps.db.query<{ id: string }>(
    `SELECT id FROM crm_connections WHERE provider = 'salesforce' AND account_id = $1`,
    [accountId],
  );
  const outboundToken = (known && (await knownClient(deps, known.id))?.outboundToken) ?? newOutboundToken();
  const secret =
    'privateKey' in client
      ? { kind: 'salesforce_key' as const, ...client, outboundToken }
      : { kind: 'salesforce_client' as const, ...client, outboundToken };
  const connectionId = await connect(deps, { provider: 'salesforce', accountId, secret, scopes: [], connectedBy });
  return { connectionId, outboundToken };
}

/** What a CRM refuses is here no access that was taken away, but something to be entered anew. */
export const refusedAsEntered =
  (consequence: string) =>
  (error: unknown): never => {
    if (!isAppError(error) || error.code !== 'crm_revoked') throw error;
    throw new AppError('invalid_input', { message: `${consequence} ${error.message}`, cause: error });
  };

/** One can sign in there, and no record is found under it. */
const isForEveryOrganisation = (hostname: string): boolean => /^(?:login|test)\.salesforce\.com$/.test(hostname);

/** Only Salesforce's own hosts: the server calls this address with a secret, so nobody may send it elsewhere. */
export function checkedLoginUrl(text: string, trusted: string | null): string {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  if (url !== null) {
    const loginUrl = (url.origin + url.pathname).replace(/\/+$/, '');
    const isSalesforce = url.protocol === 'https:' && /(^|\.)salesforce\.com$/.test(url.hostname) && url.port === '';
    if ((isSalesforce && !isForEveryOrganisation(url.hostname)) || loginUrl === trusted) return loginUrl;
  }
  throw new AppError('invalid_input', {
    message: 'Give the My Domain address of the organisation, as https://example.my.salesforce.com',
  });
}
