/**
 * Connecting an account by consent (OAuth, version 2026-03 of the token endpoints, parameters in the body). The client
 * library still calls version 1, which ends in February 2027, so these three calls go round it.
 */
import { z } from 'zod';
import { AppError } from '../../src/errors.ts';

const timeoutMs = 15_000;
/** too many, locked, or the account is being moved: says nothing about the consent */
const passing = new Set([408, 423, 429, 477]);

export interface HubSpotGrant {
  /** the portal's id */
  accountId: string;
  scopes: string[];
  accessToken: string;
  refreshToken: string;
  /** real time */
  expiresAt: Date;
}

export interface HubSpotOAuth {
  /** where an administrator of the account says yes */
  consentUrl(state: string): string;
  /** Throws crm_revoked for a code that is wrong, used or too old, crm_unavailable. */
  redeem(code: string): Promise<HubSpotGrant>;
  /** Throws crm_revoked where the account took its consent back, crm_unavailable. */
  refresh(refreshToken: string): Promise<HubSpotGrant>;
  /** Nothing may be refreshed any more; an access token ends by itself within half an hour. */
  revoke(refreshToken: string): Promise<void>;
}

const grantSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive(),
  hub_id: z.number(),
  // left out where they are those that were asked for (RFC 6749)
  scopes: z.array(z.string()).optional(),
});
const refusalSchema = z.object({
  error: z.string().optional(),
  error_description: z.string().optional(),
  message: z.string().optional(),
});

export interface HubSpotOAuthOptions {
  clientId: string;
  clientSecret: string;
  redirectUrl: string;
  scopes: readonly string[];
  /** of the API */
  baseUrl: string;
  /** of HubSpot's own pages */
  appUrl: string;
}

export function createHubSpotOAuth(options: HubSpotOAuthOptions): HubSpotOAuth {
  const { clientId, clientSecret, redirectUrl, scopes, baseUrl, appUrl } = options;
  const app = { client_id: clientId, client_secret: clientSecret };
  const grant = async (form: Record<string, string>): Promise<HubSpotGrant> => {
    const askedAt = Date.now();
    const answer = await post(`${baseUrl}/oauth/2026-03/token`, { ...app, ...form });
    const parsed = grantSchema.safeParse(answer);
    if (!parsed.success)
      throw new AppError('crm_unavailable', {
        message: 'HubSpot granted something that cannot be read',
        cause: parsed.error,
      });
    const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds, hub_id: hubId } = parsed.data;
    return {
      accountId: String(hubId),
      scopes: parsed.data.scopes ?? [...scopes],
      accessToken,
      refreshToken,
      expiresAt: new Date(askedAt + seconds * 1_000),
    };
  };
  return {
    consentUrl(state) {
      const url = new URL(`${appUrl}/oauth/authorize`);
      const asked = { client_id: clientId, redirect_uri: redirectUrl, scope: scopes.join(' '), state };
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
      return url.href;
    },
    redeem: (code) => grant({ grant_type: 'authorization_code', redirect_uri: redirectUrl, code }),
    refresh: (refreshToken) => grant({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    async revoke(refreshToken) {
      await post(`${baseUrl}/oauth/2026-03/token/revoke`, {
        ...app,
        token: refreshToken,
        token_type_hint: 'refresh_token',
      });
    },
  };
}

async function post(url: string, form: Record<string, string>): Promise<unknown> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    });
    text = await response.text();
  } catch (cause) {
    throw new AppError('crm_unavailable', { message: 'HubSpot did not answer while its consent was asked for', cause });
  }
  if (response.ok) return parseJson(text);
  const { error, error_description: description, message } = refusalSchema.safeParse(parseJson(text)).data ?? {};
  const said = description ?? message ?? error ?? `HTTP ${response.status}`;
  const isRefusal = response.status >= 400 && response.status < 500 && !passing.has(response.status);
  throw new AppError(isRefusal ? 'crm_revoked' : 'crm_unavailable', {
    message: `HubSpot ${isRefusal ? 'refused the consent' : 'could not look at the consent'}: ${said}`,
    details: { status: response.status },
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
