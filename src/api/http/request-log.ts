/** One line and one measurement per request. Paths carry tokens, so only their pattern is logged. */
import type { RequestHandler, Response } from 'express';
import { Histogram, type Registry } from 'prom-client';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Logger } from '../../telemetry/logger.ts';

const known = z.object({ requestId: z.string(), route: z.string().optional(), by: z.string().optional() });

export function requestIdOf(response: Response): string {
  const locals = known.safeParse(response.locals);
  return locals.success ? locals.data.requestId : 'none';
}

/** Called when the endpoint is known. */
export function noteRoute(response: Response, route: string): void {
  response.locals['route'] = route;
}
export function noteCaller(response: Response, by: string): void {
  response.locals['by'] = by;
}

const given = /^[\w-]{8,64}$/;
const quiet = new Set(['/healthz', '/readyz', '/metrics']);

export function requestLog(logger: Logger, metrics: Registry): RequestHandler {
  const duration = new Histogram({
    name: 'gangway_http_request_seconds',
    help: 'Time to answer',
    labelNames: ['method', 'route', 'status'],
    registers: [metrics],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 5],
  });
  return (request, response, next) => {
    const startedAt = performance.now();
    const asked = request.get('x-request-id');
    response.locals['requestId'] = asked && given.test(asked) ? asked : uuid();
    response.setHeader('X-Request-Id', requestIdOf(response));
    response.on('close', () => {
      const locals = known.safeParse(response.locals);
      const route = locals.data?.route ?? 'other';
      const ms = performance.now() - startedAt;
      duration.observe({ method: request.method, route, status: response.statusCode }, ms / 1000);
      const line = {
        requestId: locals.data?.requestId,
        method: request.method,
        route,
        status: response.statusCode,
        ms: Math.round(ms * 10) / 10,
        by: locals.data?.by,
        ...(response.writableFinished ? {} : { aborted: true }),
      };
      if (response.statusCode >= 500) logger.warn(line, 'request');
      else if (quiet.has(route)) logger.debug(line, 'request');
      else logger.info(line, 'request');
    });
    next();
  };
}
