/** A session by the app's own credentials, or by a key for one user. Neither gives a refresh token: one signs in again. */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { Connection } from 'jsforce/lib/core.js';
import { AppError } from '../../src/errors.ts';
import { unexpectedAnswer, unreachable } from './errors.ts';
import { Exchange } from './http.ts';
import { tokenSchema } from './schemas.ts';
import { describeSignInRefusal } from './sign-in-refusal.ts';

export type Credentials =
  | { loginUrl: string; clientId: string; clientSecret: string }
  /** PEM, of the certificate that the app was given */
  | { loginUrl: string; clientId: string; username: string; privateKey: string };

export interface Session {
  accessToken: string;
  instanceUrl: string;
  organizationId: string;
  userId: string;
  /** what the app was granted: `api`, `refresh_token`, … */
  scopes: string[];
}

const doing = 'signing in';

export async function signIn(credentials: Credentials, timeoutMs: number): Promise<Session> {
  const exchange = new Exchange(timeoutMs);
  // without a client id jsforce asks for no other session by itself, which it would do without end
  const connection = new Connection({ loginUrl: credentials.loginUrl });
  const form = 'clientSecret' in credentials ? clientCredentials(credentials) : jwtBearer(credentials, Date.now());
  let answer: unknown;
  try {
    answer = await connection.request(
      {
        method: 'POST',
        url: `${credentials.loginUrl}/services/oauth2/token`,
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: new URLSearchParams(form).toString(),
      },
      { transport: exchange },
    );
  } catch (cause) {
    const isByKey = 'privateKey' in credentials;
    throw exchange.answer ? describeSignInRefusal(exchange.answer, cause, isByKey) : unreachable(cause, doing);
  }
  const token = tokenSchema.safeParse(answer);
  if (!token.success) throw unexpectedAnswer(token.error, doing);
  const { access_token: accessToken, instance_url: instanceUrl, scope, id } = token.data;
  return { accessToken, instanceUrl: instanceUrl.replace(/\/+$/, ''), scopes: scope.split(' ').filter(Boolean), ...id };
}

const clientCredentials = ({ clientId, clientSecret }: { clientId: string; clientSecret: string }) => ({
  grant_type: 'client_credentials',
  client_id: clientId,
  client_secret: clientSecret,
});

const assertionLifeSeconds = 180;

function jwtBearer(
  { loginUrl, clientId, username, privateKey }: Extract<Credentials, { privateKey: string }>,
  nowMs: number,
) {
  const claims = {
    iss: clientId,
    sub: username,
    aud: audienceOf(loginUrl),
    exp: Math.floor(nowMs / 1_000) + assertionLifeSeconds,
  };
  const signed = `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url(claims)}`;
  const signature = sign('RSA-SHA256', Buffer.from(signed), readKey(privateKey)).toString('base64url');
  return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: `${signed}.${signature}` };
}

/** The name of Salesforce's login service, not the organisation's own address. */
function audienceOf(loginUrl: string): string {
  const { hostname } = new URL(loginUrl);
  return hostname === 'test.salesforce.com' || /\.(?:sandbox|scratch)\./.test(hostname)
    ? 'https://test.salesforce.com'
    : 'https://login.salesforce.com';
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function readKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new AppError('integration_off', {
      message: 'SALESFORCE_PRIVATE_KEY_FILE holds no private key that can be read (PEM, without a passphrase)',
      cause,
    });
  }
}
