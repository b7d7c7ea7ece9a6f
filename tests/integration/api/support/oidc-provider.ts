/** A small OpenID provider with real RS256 signatures; the test says whom it knows. */
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { portOf } from './port-of.ts';

export interface Claims {
  email: string;
  email_verified: boolean;
  name?: string;
  nonce?: string;
}
export interface OidcProvider {
  issuer: string;
  /** what the browser does at the provider: @returns the address it is sent back to. */
  approve(authorizationUrl: string, claims: Claims): string;
  close(): Promise<void>;
}

const clientId = 'gangway-test';
const clientSecret = 'a client secret';
export const oidcClient = { clientId, clientSecret, label: 'Sign in with Test' };

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export async function startOidcProvider(): Promise<OidcProvider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const grants = new Map<string, { claims: Claims; nonce: string; challenge: string }>();
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${portOf(server)}`;

  const idToken = (claims: Claims, nonce: string): string => {
    const now = Math.floor(Date.now() / 1000);
    const unsigned = `${encode({ alg: 'RS256', kid: '1', typ: 'JWT' })}.${encode({ iss: issuer, aud: clientId, sub: claims.email, iat: now, exp: now + 60, nonce, ...claims })}`;
    return `${unsigned}.${sign('sha256', Buffer.from(unsigned), privateKey).toString('base64url')}`;
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: object): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    switch (new URL(request.url ?? '/', issuer).pathname) {
      case '/.well-known/openid-configuration':
        return send(200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          code_challenge_methods_supported: ['S256'],
          token_endpoint_auth_methods_supported: ['client_secret_post'],
        });
      case '/keys':
        return send(200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: '1', alg: 'RS256', use: 'sig' }] });
      case '/token': {
        const form = new URLSearchParams(await text(request));
        const grant = grants.get(form.get('code') ?? '');
        grants.delete(form.get('code') ?? '');
        const challenge = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url');
        if (!grant || challenge !== grant.challenge || form.get('client_secret') !== clientSecret)
          return send(400, { error: 'invalid_grant' });
        return send(200, {
          access_token: randomUUID(),
          token_type: 'Bearer',
          expires_in: 60,
          id_token: idToken(grant.claims, grant.nonce),
        });
      }
      default:
        send(404, {});
    }
  }

  return {
    issuer,
    approve(authorizationUrl, claims) {
      const asked = new URL(authorizationUrl).searchParams;
      const code = randomUUID();
      grants.set(code, { claims, nonce: asked.get('nonce') ?? '', challenge: asked.get('code_challenge') ?? '' });
      const back = new URL(asked.get('redirect_uri') ?? '');
      back.search = new URLSearchParams({ code, state: asked.get('state') ?? '' }).toString();
      return back.href;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
