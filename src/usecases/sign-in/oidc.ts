/** OpenID Connect: code flow with state, nonce and PKCE; the address must be verified by the provider. */
import * as oidc from 'openid-client';
import { z } from 'zod';
import type { Config } from '../../config/config.ts';
import { AppError } from '../../errors.ts';

export interface PendingSignIn {
  state: string;
  nonce: string;
  verifier: string;
  redirectTo: string | null;
}
export interface OidcSignIn {
  begin(redirectTo: string | null): Promise<{ url: URL; pending: PendingSignIn }>;
  /** @returns the verified address, lower case. */
  complete(currentUrl: URL, pending: PendingSignIn): Promise<{ email: string; name: string | null }>;
}

const claims = z.object({ email: z.email(), email_verified: z.literal(true), name: z.string().optional() });

export function createOidcSignIn(config: NonNullable<Config['oidc']>, publicUrl: string): OidcSignIn {
  const redirectUri = `${publicUrl}/api/v1/auth/oidc/callback`;
  const issuer = new URL(config.issuer);
  // plain http only for a provider on this very machine
  const execute =
    issuer.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(issuer.hostname)
      ? [oidc.allowInsecureRequests]
      : [];
  let discovered: Promise<oidc.Configuration> | null = null;
  const provider = (): Promise<oidc.Configuration> => {
    discovered ??= oidc
      .discovery(issuer, config.clientId, config.clientSecret, undefined, { execute, timeout: 10 })
      .catch((cause: unknown) => {
        discovered = null;
        throw new AppError('internal', { message: 'The sign-in provider cannot be reached', cause });
      });
    return discovered;
  };
  return {
    async begin(redirectTo) {
      const pending = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
        redirectTo,
      };
      const url = oidc.buildAuthorizationUrl(await provider(), {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
      });
      return { url, pending };
    },
    async complete(currentUrl, pending) {
      const returned = new URL(redirectUri);
      returned.search = currentUrl.search;
      const tokens = await oidc
        .authorizationCodeGrant(await provider(), returned, {
          pkceCodeVerifier: pending.verifier,
          expectedState: pending.state,
          expectedNonce: pending.nonce,
          idTokenExpected: true,
        })
        .catch((cause: unknown) => {
          throw new AppError('not_signed_in', { message: 'The sign-in provider’s answer is not valid', cause });
        });
      const known = claims.safeParse(tokens.claims());
      if (!known.success)
        throw new AppError('forbidden', {
          message: 'The sign-in provider gives no verified address',
          cause: known.error,
        });
      return { email: known.data.email.toLowerCase(), name: known.data.name ?? null };
    },
  };
}
