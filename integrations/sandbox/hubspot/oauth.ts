/**
 * Consent as HubSpot gives it: a page that asks, a code for one exchange, tokens that end. Tokens carry their own proof,
 * so they outlive a restart of the sandbox as HubSpot's do; what was revoked is forgotten with it.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { Router, urlencoded } from 'express';
import { z } from 'zod';
import type { SandboxFaults } from '../../../src/contracts/sandbox/hubspot.ts';
import type { AccessToken } from './routes.ts';

export interface SandboxOAuthApp {
  clientId: string;
  clientSecret: string;
  appId: number;
  scopes: string[];
}

export interface SandboxOAuth {
  router: Router;
  /** null: not one of ours, or over */
  tokenOf(bearer: string): AccessToken | null;
  /** every access token ends before its time; whoever renews goes on */
  endTokens(): void;
}

const accessSeconds = 1_800;
const installedBy = 1;
const codeMs = 60_000;

const authorizeSchema = z.object({
  client_id: z.string(),
  redirect_uri: z.url(),
  scope: z.string(),
  state: z.string().optional(),
});
const tokenSchema = z.discriminatedUnion('grant_type', [
  z.object({
    grant_type: z.literal('authorization_code'),
    client_id: z.string(),
    client_secret: z.string(),
    code: z.string(),
    redirect_uri: z.string(),
  }),
  z.object({
    grant_type: z.literal('refresh_token'),
    client_id: z.string(),
    client_secret: z.string(),
    refresh_token: z.string(),
  }),
]);
const aboutTokenSchema = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  token: z.string(),
  token_type_hint: z.string().optional(),
});

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

interface SandboxOAuthOptions {
  app: SandboxOAuthApp;
  portalId: number;
  /** what is answered instead of a token */
  signInError(): SandboxFaults['signInError'];
}

export function createSandboxOAuth({ app, portalId, signInError }: SandboxOAuthOptions): SandboxOAuth {
  const codes = new Map<string, { redirectUrl: string; until: number }>();
  let generation = 0;
  /** tokens of earlier rounds ended before their time */
  let round = 0;
  const proof = (text: string): string => createHmac('sha256', app.clientSecret).update(text).digest('base64url');
  const refreshToken = (): string => `na1-${proof(`refresh:${generation}`).slice(0, 36)}`;
  const grant = () => {
    const until = Date.now() + accessSeconds * 1_000;
    return {
      token_type: 'bearer',
      token_use: 'access_token',
      refresh_token: refreshToken(),
      access_token: `CK${generation}.${round}.${until}.${proof(`access:${generation}:${round}:${until}`)}`,
      hub_id: portalId,
      user_id: installedBy,
      scopes: app.scopes,
      expires_in: accessSeconds,
    };
  };
  const isApp = (given: { client_id: string; client_secret: string }): boolean =>
    given.client_id === app.clientId && given.client_secret === app.clientSecret;
  const refusal = (error: string, description: string) => ({
    status: 'BAD_REQUEST',
    message: description,
    category: 'VALIDATION_ERROR',
    error,
    error_description: description,
    correlationId: randomUUID(),
  });

  const router = Router();
  const form = urlencoded({ extended: false });
  router.get('/oauth/authorize', (request, response) => {
    const asked = authorizeSchema.safeParse(request.query);
    if (!asked.success || asked.data.client_id !== app.clientId)
      return void response
        .status(400)
        .type('html')
        .send('<p>Your app could not be found or its link is incomplete.</p>');
    const { redirect_uri: redirectUrl, scope, state = '' } = asked.data;
    const back = (more: Record<string, string>): string => {
      const url = new URL(redirectUrl);
      for (const [name, value] of Object.entries({ ...more, state })) url.searchParams.set(name, value);
      return escaped(url.href);
    };
    const code = randomUUID();
    codes.set(code, { redirectUrl, until: Date.now() + codeMs });
    const list = scope
      .split(' ')
      .map((one) => `<li>${escaped(one)}</li>`)
      .join('');
    response
      .type('html')
      .send(
        `<!doctype html><html lang="en"><title>Connect Gangway</title><main style="font:16px system-ui;max-width:36rem;margin:3rem auto"><h1>Connect Gangway to account ${portalId}</h1><p>It may then:</p><ul>${list}</ul><p><a href="${back({ code })}">Connect app</a> · <a href="${back({ error: 'access_denied' })}">Cancel</a></p></main></html>`,
      );
  });
  router.post('/oauth/2026-03/token', form, (request, response) => {
    const asked = tokenSchema.safeParse(request.body);
    if (!asked.success)
      return void response.status(400).json(refusal('invalid_request', 'missing or unknown grant_type'));
    if (!isApp(asked.data) || signInError() === 'invalid_client')
      return void response.status(401).json(refusal('invalid_client', 'missing or invalid client secret'));
    if (signInError() === 'invalid_grant')
      return void response.status(400).json(refusal('invalid_grant', 'missing or invalid refresh token'));
    if (asked.data.grant_type === 'refresh_token') {
      if (asked.data.refresh_token !== refreshToken())
        return void response.status(400).json(refusal('invalid_grant', 'missing or invalid refresh token'));
      return void response.json(grant());
    }
    const code = codes.get(asked.data.code);
    codes.delete(asked.data.code);
    if (!code || code.until < Date.now() || code.redirectUrl !== asked.data.redirect_uri)
      return void response.status(400).json(refusal('invalid_grant', 'missing or unknown auth code'));
    response.json(grant());
  });
  router.post('/oauth/2026-03/token/revoke', form, (request, response) => {
    const asked = aboutTokenSchema.safeParse(request.body);
    if (!asked.success || !isApp(asked.data))
      return void response.status(401).json(refusal('invalid_client', 'missing or invalid client secret'));
    if (asked.data.token === refreshToken()) generation += 1;
    response.status(200).json({});
  });
  return {
    router,
    tokenOf(bearer) {
      const [, given = '', ofRound = '', until = '', sign = ''] = /^CK(\d+)\.(\d+)\.(\d+)\.(.+)$/.exec(bearer) ?? [];
      const isOurs = sign !== '' && sign === proof(`access:${given}:${ofRound}:${until}`);
      if (!isOurs || Number(given) !== generation) return null;
      if (Number(ofRound) < round || Number(until) < Date.now()) return null;
      return { token: bearer, appId: app.appId, name: 'Gangway', scopes: app.scopes, isConsented: true };
    },
    endTokens() {
      round += 1;
    },
  };
}
