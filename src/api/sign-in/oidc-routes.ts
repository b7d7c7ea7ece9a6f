/** The two browser redirects of an OpenID Connect sign-in; what went wrong is told on the sign-in page. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { redirectPath } from '../../contracts/api/access.ts';
import { isAppError } from '../../errors.ts';
import { createOidcSignIn, type PendingSignIn } from '../../usecases/sign-in/oidc.ts';
import { signInWithProvider } from '../../usecases/sign-in/sign-in-with-provider.ts';
import type { ApiDeps } from '../deps.ts';
import { readCookie, sessionCookieName } from '../http/caller.ts';
import { noteRoute, requestIdOf } from '../http/request-log.ts';
import { writeSessionCookie } from '../http/session-cookie.ts';

const minutes = 10;
const pendingShape = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  redirectTo: z.string().nullable(),
  until: z.number(),
});

export function oidcRoutes(deps: ApiDeps): Router {
  const router = Router();
  if (!deps.oidc) return router;
  const oidc = createOidcSignIn(deps.oidc, deps.publicUrl);
  const cookieName = `${sessionCookieName(deps.publicUrl)}-oidc`;
  const cookie = { httpOnly: true, sameSite: 'lax', secure: deps.publicUrl.startsWith('https:'), path: '/' } as const;

  router.get('/auth/oidc/start', async (request: Request, response: Response) => {
    noteRoute(response, '/api/v1/auth/oidc/start');
    const redirectTo = redirectPath.safeParse(request.query['redirectTo']).data ?? null;
    response.setHeader('Cache-Control', 'no-store');
    try {
      const { url, pending } = await oidc.begin(redirectTo);
      response.cookie(cookieName, seal(deps.secret, pending), { ...cookie, maxAge: minutes * 60_000 });
      response.redirect(302, url.href);
    } catch (error) {
      deps.logger.warn({ requestId: requestIdOf(response), err: error }, 'The sign-in provider does not answer');
      response.redirect(302, '/sign-in?problem=oidc_failed');
    }
  });

  router.get('/auth/oidc/callback', async (request: Request, response: Response) => {
    noteRoute(response, '/api/v1/auth/oidc/callback');
    response.setHeader('Cache-Control', 'no-store');
    const pending = unseal(deps.secret, readCookie(request, cookieName));
    // a HEAD would use the code up without anybody signing in
    if (request.method === 'HEAD' || !pending) return response.redirect(302, '/sign-in?problem=oidc_expired');
    response.clearCookie(cookieName, cookie);
    try {
      const who = await oidc.complete(new URL(request.originalUrl, deps.publicUrl), pending);
      const session = await signInWithProvider(deps, who, {
        ip: request.ip ?? 'unknown',
        userAgent: request.get('user-agent') ?? null,
        sessionToken: readCookie(request, sessionCookieName(deps.publicUrl)),
      });
      writeSessionCookie(response, deps.publicUrl, session);
      response.redirect(302, pending.redirectTo ?? '/console');
    } catch (error) {
      deps.logger.warn({ requestId: requestIdOf(response), err: error }, 'A sign-in with the provider failed');
      response.redirect(
        302,
        `/sign-in?problem=${isAppError(error) && error.code === 'forbidden' ? 'oidc_unknown' : 'oidc_failed'}`,
      );
    }
  });
  return router;
}

const signature = (secret: string, payload: string): string =>
  createHmac('sha256', secret).update(`oidc:${payload}`).digest('base64url');

function seal(secret: string, pending: PendingSignIn): string {
  const payload = Buffer.from(JSON.stringify({ ...pending, until: Date.now() + minutes * 60_000 })).toString(
    'base64url',
  );
  return `${payload}.${signature(secret, payload)}`;
}

function unseal(secret: string, sealed: string | null): PendingSignIn | null {
  const [payload, given] = (sealed ?? '').split('.');
  if (!payload || !given) return null;
  const expected = Buffer.from(signature(secret, payload));
  const actual = Buffer.from(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return null;
  const pending = pendingShape.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  return pending.success && pending.data.until > Date.now() ? pending.data : null;
}
