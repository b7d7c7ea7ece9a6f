/** What operators and orchestrators ask: alive, ready, how fast. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type Request, Router } from 'express';
import { AppError } from '../../errors.ts';
import type { ApiDeps } from '../deps.ts';
import { noteRoute } from '../http/request-log.ts';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

export function operationRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    noteRoute(response, '/healthz');
    response.setHeader('Cache-Control', 'no-store');
    response.json({ status: 'alive', version: deps.version });
  });
  router.get('/readyz', async (_request, response) => {
    noteRoute(response, '/readyz');
    const parts = await deps.ready();
    const isReady = parts.every((part) => part.isReady);
    response.setHeader('Cache-Control', 'no-store');
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not ready', parts });
  });
  router.get('/metrics', async (request, response) => {
    noteRoute(response, '/metrics');
    refuseStrangers(request, deps.metricsToken);
    response.type(deps.metrics.contentType).send(await deps.metrics.metrics());
  });
  return router;
}

/** Without a token only this very machine may look, and nobody through a proxy on it. */
function refuseStrangers(request: Request, token: string | null): void {
  const isAllowed =
    token === null
      ? loopback.has(request.socket.remoteAddress ?? '') && request.headers['x-forwarded-for'] === undefined
      : isSameSecret(request.headers.authorization ?? '', `Bearer ${token}`);
  if (!isAllowed)
    throw new AppError('not_signed_in', {
      message:
        token === null ? 'Set METRICS_TOKEN to read metrics from elsewhere' : 'The metrics token is missing or wrong',
    });
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSameSecret = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
