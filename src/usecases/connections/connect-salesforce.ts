/** An organisation by the client credentials of its external client app: they are tried before anything is kept. */
import { AppError } from '../../errors.ts';
import { connect, type ConnectDeps, knownClient, newOutboundToken } from './connect.ts';

export interface ConnectSalesforceDeps extends ConnectDeps {
  /** signs in once. Throws crm_revoked, crm_unavailable. @returns the organisation's id */
  askSalesforce(
    client: { loginUrl: string; clientId: string } & (
      { clientSecret: string } | { username: string; privateKey: string }
    ),
  ): Promise<string>;
  /** of the environment, whose address is trusted whatever it is */
  trustedLoginUrl: string | null;
}

export async function connectSalesforce(
  deps: ConnectSalesforceDeps,
  given: { loginUrl: string; clientId: string; clientSecret: string; connectedBy: string },
): Promise<{ connectionId: string; outboundToken: string }> {
  const { clientId, clientSecret, connectedBy } = given;
  const loginUrl = checkedLoginUrl(given.loginUrl, deps.trustedLoginUrl);
  const accountId = await deps.askSalesforce({ loginUrl, clientId, clientSecret });
  // an organisation that is connected anew keeps the address that its outbound messages go to
  const [known] = await deps.db.query<{ id: string }>(
    `SELECT id FROM crm_connections WHERE provider = 'salesforce' AND account_id = $1`,
    [accountId],
  );
  const outboundToken = (known && (await knownClient(deps, known.id))?.outboundToken) ?? newOutboundToken();
  const secret = { kind: 'salesforce_client' as const, loginUrl, clientId, clientSecret, outboundToken };
  const connectionId = await connect(deps, { provider: 'salesforce', accountId, secret, scopes: [], connectedBy });
  return { connectionId, outboundToken };
}

/** Only Salesforce's own hosts: the server calls this address with a secret, so nobody may send it elsewhere. */
export function checkedLoginUrl(text: string, trusted: string | null): string {
  const url = new URL(text);
  const loginUrl = (url.origin + url.pathname).replace(/\/+$/, '');
  const isSalesforce = url.protocol === 'https:' && /(^|\.)salesforce\.com$/.test(url.hostname) && url.port === '';
  if (isSalesforce || loginUrl === trusted) return loginUrl;
  throw new AppError('invalid_input', {
    message: 'Give the My Domain address of the organisation, as https://example.my.salesforce.com',
  });
}
