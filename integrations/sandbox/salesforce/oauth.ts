/** Signing in: client credentials, JWT bearer, refresh token, and the code that the authorisation page gives. */
import { createHash, createHmac } from 'node:crypto';
import { Router, type Request, type Response, urlencoded } from 'express';
import { z } from 'zod';
import type { SandboxSalesforceFaults } from '../../../src/contracts/sandbox/salesforce.ts';
import { wrongWith } from './assertion.ts';
import { authorizePage, type GivenCodes } from './authorize-page.ts';
import type { Sessions } from './sessions.ts';
import type { OrgState } from './state.ts';
import { answerIntrospection, answerUserInfo } from './token-info.ts';

export interface SalesforceApp {
  clientId: string;
  clientSecret: string;
  /** PEM, for the JWT bearer flow; absent: that flow is off */
  publicKey?: string;
  callbackUrls?: string[];
}

export interface OAuthOptions {
  app: SalesforceApp;
  state: OrgState;
  sessions: Sessions;
  faults(): SandboxSalesforceFaults;
  /** whom the app runs as */
  runAs: { id: string; username: string };
  signedIn(outcome: { isRefused: boolean }): void;
  changed(): void;
}

const scope = 'refresh_token api';
const audiences = ['https://login.salesforce.com', 'https://test.salesforce.com'];

interface Refusal {
  error: string;
  error_description: string;
}
const refusal = (error: string, error_description: string): Refusal => ({ error, error_description });
const words: Record<string, string> = {
  invalid_grant: 'authentication failure',
  invalid_client: 'invalid client credentials',
  inactive_user: 'user is inactive',
  inactive_org: 'organization is inactive',
};

const askedSchema = z.object({
  grant_type: z.string().default(''),
  client_id: z.string().default(''),
  client_secret: z.string().optional(),
  assertion: z.string().default(''),
  refresh_token: z.string().default(''),
  code: z.string().default(''),
  code_verifier: z.string().optional(),
  redirect_uri: z.string().default(''),
});
type Asked = z.infer<typeof askedSchema>;
interface Granted {
  userId: string;
  refreshToken?: string;
}

/** Where this server is reached, as the caller has it. */
export const addressOf = ({ protocol, headers, baseUrl }: Request): string =>
  `${protocol}://${headers.host ?? ''}${baseUrl}`;

export function oauthRoutes(options: OAuthOptions): Router {
  const { app, state, sessions } = options;
  const router = Router();
  const codes: GivenCodes = new Map();
  router.use(urlencoded({ extended: false }));

  const grant = (asked: Asked, address: string): Granted | Refusal => {
    const { signInError } = options.faults();
    if (signInError) return refusal(signInError, words[signInError] ?? signInError);
    if (asked.grant_type === 'urn:ietf:params:oauth:grant-type:jwt-bearer') return byAssertion(asked, address);
    if (asked.client_id !== app.clientId) return refusal('invalid_client_id', 'client identifier invalid');
    const isSecretRight = asked.client_secret === app.clientSecret;
    switch (asked.grant_type) {
      case 'client_credentials':
        return isSecretRight ? { userId: options.runAs.id } : refusal('invalid_client', 'invalid client credentials');
      case 'refresh_token': {
        const held = state.refreshTokens[asked.refresh_token];
        if (asked.client_secret !== undefined && !isSecretRight)
          return refusal('invalid_client', 'invalid client credentials');
        return held ? { userId: held.userId } : refusal('invalid_grant', 'expired access/refresh token');
      }
      case 'authorization_code':
        return isSecretRight ? byCode(asked) : refusal('invalid_client', 'invalid client credentials');
      default:
        return refusal('unsupported_grant_type', 'grant type not supported');
    }
  };
  const byAssertion = ({ assertion }: Asked, address: string): Granted | Refusal => {
    const publicKey = state.certificate ?? app.publicKey;
    if (publicKey === undefined) return refusal('invalid_client', 'invalid client credentials');
    const wrong = wrongWith(assertion, {
      clientId: app.clientId,
      username: options.runAs.username,
      publicKey,
      // the organisation's own address stands for its login service
      audiences: [...audiences, address, new URL(address).origin],
    });
    return wrong === null ? { userId: options.runAs.id } : refusal('invalid_grant', wrong);
  };
  const byCode = ({ code, code_verifier, redirect_uri }: Asked): Granted | Refusal => {
    const held = codes.get(code);
    codes.delete(code);
    if (!held || held.until < Date.now()) return refusal('invalid_grant', 'expired authorization code');
    if (held.redirectUri !== redirect_uri)
      return refusal('redirect_uri_mismatch', 'redirect_uri must match configuration');
    const proof = code_verifier === undefined ? null : createHash('sha256').update(code_verifier).digest('base64url');
    if (held.challenge !== proof) return refusal('invalid_grant', 'invalid code verifier');
    return { userId: options.runAs.id, refreshToken: sessions.rememberRefresh(options.runAs.id, app.clientId) };
  };

  const base = (request: Request): string => addressOf(request).replace(/\/services\/oauth2$/, '');

  router.post('/token', (request: Request, response: Response) => {
    const address = base(request);
    const granted = grant(askedSchema.parse(request.body ?? {}), address);
    options.signedIn({ isRefused: 'error' in granted });
    if ('error' in granted) {
      response.status(400).json(granted);
      return;
    }
    const id = `${address}/id/${state.organizationId}/${granted.userId}`;
    const issuedAt = String(Date.now());
    response.set('cache-control', 'no-cache, no-store').json({
      access_token: sessions.open(granted.userId).token,
      ...(granted.refreshToken !== undefined && { refresh_token: granted.refreshToken }),
      signature: createHmac('sha256', app.clientSecret).update(`${id}${issuedAt}`).digest('base64'),
      scope,
      instance_url: address,
      id,
      token_type: 'Bearer',
      issued_at: issuedAt,
    });
  });
  router.post('/revoke', (request: Request, response: Response) => {
    const { token } = z.object({ token: z.string().default('') }).parse(request.body ?? {});
    if (state.refreshTokens[token]) {
      delete state.refreshTokens[token];
      sessions.expireAll();
      options.changed();
    } else if (!sessions.end(token)) {
      response
        .status(400)
        .type('application/x-www-form-urlencoded')
        .send('error=invalid_token&error_description=invalid%20token');
      return;
    }
    response.status(200).end();
  });
  const whose = { app, sessions, scope, organizationId: state.organizationId, runAs: options.runAs };
  router.post('/introspect', (request: Request, response: Response) =>
    answerIntrospection(whose, base(request), request, response),
  );
  router.all('/userinfo', (request: Request, response: Response) =>
    answerUserInfo(whose, base(request), request, response),
  );
  router.get('/authorize', authorizePage(app, codes));
  return router;
}
