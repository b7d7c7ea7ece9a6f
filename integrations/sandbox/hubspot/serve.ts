/** Puts HubSpot's routes on Express, each behind faults, token, scopes and limits, and counts every call. */
import { json, Router, type Request, type Response } from 'express';
import {
  type Answer,
  ApiFailure,
  badRequest,
  faultAnswer,
  missingScopes,
  notFound,
  rateLimited,
  unauthorized,
  wrongMediaType,
} from './answers.ts';
import type { Counters } from './counters.ts';
import type { ChosenTrouble, Faults, Trouble } from './faults.ts';
import type { RateLimits } from './limits.ts';
import type { AccessToken, Route } from './routes.ts';

export interface ServeOptions {
  routes: Route[];
  tokens: AccessToken[];
  /** of accounts that consented */
  consentedToken(bearer: string): AccessToken | null;
  areTokensRevoked(): boolean;
  faults: Faults;
  limits: RateLimits;
  counters: Counters;
}

export interface Served {
  router: Router;
  /** ends calls that are kept waiting on purpose */
  stop(): void;
}

const bodyLimit = '10mb';

export function serve(options: ServeOptions): Served {
  const router = Router();
  const waiting = new Set<() => void>();
  router.use((request: Request, response: Response, next: () => void) => {
    const isEmpty = request.get('content-length') === '0';
    // null: without a body
    if (!isEmpty && request.is('application/json') === false) send(response, wrongMediaType().answer);
    else next();
  });
  router.use(json({ limit: bodyLimit }));
  for (const route of options.routes) {
    router[route.method](route.path, (request: Request<Record<string, string>>, response: Response) =>
      respond(options, route, request, response, waiting),
    );
  }
  router.use((request: Request, response: Response) =>
    send(response, notFound(`No route ${request.method} ${request.path}`).answer),
  );
  router.use((error: unknown, _request: Request, response: Response, next: (error: unknown) => void) => {
    if (error instanceof SyntaxError) send(response, badRequest(`Invalid input JSON: ${error.message}`).answer);
    else next(error);
  });
  return {
    router,
    stop() {
      for (const end of waiting) end();
    },
  };
}

async function respond(
  options: ServeOptions,
  route: Route,
  request: Request<Record<string, string>>,
  response: Response,
  waiting: Set<() => void>,
): Promise<void> {
  const { counters, faults } = options;
  const label = `${request.method} ${labelOf(route.path, request.params)}`;
  const isWrite = changes(route);
  const chosen = faults.choose(request.method, request.path);
  if (chosen && !chosen.afterwards && chosen.trouble.kind !== 'slow') {
    counters.call(label, {
      status: chosen.trouble.kind === 'status' ? chosen.trouble.status : null,
      isWrite,
      records: 0,
    });
    return makeTrouble(chosen.trouble, response, waiting);
  }
  const answer = answerTo(options, route, request, response);
  counters.call(label, { status: chosen?.afterwards ? null : answer.status, isWrite, records: answer.records ?? 0 });
  await deliver(answer, chosen, response, waiting);
}

function answerTo(
  { tokens, consentedToken, areTokensRevoked, limits }: ServeOptions,
  route: Route,
  request: Request<Record<string, string>>,
  response: Response,
): Answer {
  try {
    const [, bearer] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
    const token = tokens.find((one) => one.token === bearer) ?? (bearer ? consentedToken(bearer) : null);
    if (!token || areTokensRevoked()) throw unauthorized();
    const { headers, refusal } = limits.take(token, route.limitClass ?? 'burst');
    response.set(headers);
    if (refusal) throw refusal;
    const lacking = route.scopes(request.params).filter((scope) => !token.scopes.includes(scope));
    if (lacking.length > 0) throw missingScopes(lacking);
    const query = new URL(request.originalUrl, 'http://sandbox').searchParams;
    return route.handle({
      params: request.params,
      query,
      body: request.body,
      token,
      source: { changeSource: 'INTEGRATION', sourceId: String(token.appId) },
    });
  } catch (error) {
    if (error instanceof ApiFailure) return error.answer;
    throw error;
  }
}

/** HubSpot reads by POST as well. */
const changes = ({ method, path }: Route): boolean =>
  method !== 'get' && !/\/(?:read|search|access-token-info)$/.test(path);

/** Types are told apart, records are not. */
const labelOf = (path: string, params: Record<string, string>): string =>
  path.replaceAll(/:(type|from|to)\b/g, (_whole, name: string) => params[name] ?? '');

async function deliver(
  answer: Answer,
  chosen: ChosenTrouble | null,
  response: Response,
  waiting: Set<() => void>,
): Promise<void> {
  if (chosen?.trouble.kind === 'slow') await pause(chosen.trouble.delayMs, waiting);
  if (chosen?.afterwards && chosen.trouble.kind !== 'slow') return makeTrouble(chosen.trouble, response, waiting);
  send(response, answer);
}

async function makeTrouble(trouble: Trouble, response: Response, waiting: Set<() => void>): Promise<void> {
  if (trouble.kind === 'status')
    return send(
      response,
      trouble.status === 429 ? rateLimited('TEN_SECONDLY_ROLLING').answer : faultAnswer(trouble.status),
    );
  if (trouble.kind === 'timeout') {
    const { promise, resolve } = Promise.withResolvers<void>();
    response.once('close', resolve);
    waiting.add(resolve);
    await promise;
    waiting.delete(resolve);
  }
  response.socket?.destroy();
}

async function pause(ms: number, waiting: Set<() => void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  waiting.add(resolve);
  await promise;
  clearTimeout(timer);
  waiting.delete(resolve);
}

function send(response: Response, { status, body }: Answer): void {
  if (response.destroyed) return;
  if (body === null) response.status(status).end();
  else response.status(status).json(body);
}
