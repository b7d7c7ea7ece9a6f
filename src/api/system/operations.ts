/** What operators and orchestrators ask: alive, ready, how fast. */
import { Router } from 'express';
import { AppError } from '../../errors.ts';
import type { ApiDeps, ReadyPart } from '../deps.ts';
import { noteRoute } from '../http/request-log.ts';
import { isOperator } from './operator.ts';

/** Anybody may ask; what it costs is paid once in this time. */
const readyForMs = 1_000;

export function operationRoutes(deps: ApiDeps): Router {
  const router = Router();
  const ready = onceIn(readyForMs, deps.ready);
  router.get('/healthz', (_request, response) => {
    noteRoute(response, '/healthz');
    response.setHeader('Cache-Control', 'no-store');
    response.json({ status: 'alive', version: deps.version });
  });
  router.get('/readyz', async (request, response) => {
    noteRoute(response, '/readyz');
    const parts = await ready();
    const isReady = parts.every((part) => part.isReady);
    const shown = isOperator(request, deps.metricsToken) ? parts : parts.map((part) => ({ ...part, detail: '' }));
    response.setHeader('Cache-Control', 'no-store');
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not ready', parts: shown });
  });
  router.get('/metrics', async (request, response) => {
    noteRoute(response, '/metrics');
    if (!isOperator(request, deps.metricsToken))
      throw new AppError('not_signed_in', {
        message:
          deps.metricsToken === null
            ? 'Set METRICS_TOKEN to read metrics from elsewhere'
            : 'The metrics token is missing or wrong',
      });
    response.type(deps.metrics.contentType).send(await deps.metrics.metrics());
  });
  return router;
}

function onceIn(ms: number, look: () => Promise<ReadyPart[]>): () => Promise<ReadyPart[]> {
  let last: { at: number; parts: Promise<ReadyPart[]> } | null = null;
  return () => {
    if (last === null || performance.now() - last.at > ms) last = { at: performance.now(), parts: look() };
    return last.parts;
  };
}
