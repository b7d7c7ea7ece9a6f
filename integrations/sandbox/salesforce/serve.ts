/** Puts the REST API on Express: faults, session and limits before each call, and every call counted. */
import { json, Router, type Request, type Response } from 'express';
import type { SandboxSalesforceFaults } from '../../../src/contracts/sandbox/salesforce.ts';
import { versionList, versions } from './account-api.ts';
import { type Answer, ApiFailure, jsonError, noAuthorization, noSession, notFound } from './answers.ts';
import type { Counters } from './counters.ts';
import type { ChosenTrouble, Faults } from './faults.ts';
import type { CallLimits } from './limits.ts';
import { type InnerCall, matchRoute, type Route } from './routes.ts';
import { makeTrouble, pause, send } from './send.ts';
import type { Session, Sessions } from './sessions.ts';
import type { OrgState } from './state.ts';

export interface ServeOptions {
  routes: Route[];
  state: OrgState;
  sessions: Sessions;
  faults: Faults;
  settings(): SandboxSalesforceFaults;
  limits: CallLimits;
  counters: Counters;
}

export interface Served {
  router: Router;
  /** ends calls that are kept waiting on purpose */
  stop(): void;
}

const bodyLimit = '50mb';
/** of the whole address, and of it with all headers, in bytes */
const longestUri = 16_384;
const defaultBatch = 2_000;
const smallestBatch = 200;

export function serve(options: ServeOptions): Served {
  const router = Router();
  const waiting = new Set<() => void>();
  router.get('/', (_request: Request, response: Response) => void response.json(versionList()));
  router.use(json({ limit: bodyLimit, type: () => true }));
  router.use('/v:version', (request: Request<{ version: string }>, response: Response) =>
    respond(options, request, response, waiting),
  );
  router.use((_request: Request, response: Response) => send(response, notFound().answer));
  router.use((error: unknown, _request: Request, response: Response, next: (error: unknown) => void) => {
    if (error instanceof SyntaxError) send(response, jsonError(`Unexpected character: ${error.message}`).answer);
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
  request: Request<{ version: string }>,
  response: Response,
  waiting: Set<() => void>,
): Promise<void> {
  const { counters, faults, state, limits } = options;
  if (Buffer.byteLength(request.originalUrl) > longestUri) {
    response.status(414).type('html').send('<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>');
    return;
  }
  if (Buffer.byteLength(request.originalUrl) + headerBytes(request) > longestUri) {
    response
      .status(431)
      .type('html')
      .send('<h1>Bad Message 431</h1><pre>reason: Request Header Fields Too Large</pre>');
    return;
  }
  const label = `${request.method} ${labelOf(request.path)}`;
  // a query’s objects stand in its text
  const chosen = faults.choose(request.method, request.url);
  if (chosen && !chosen.afterwards && chosen.trouble.kind !== 'slow') {
    const status = chosen.trouble.kind === 'answer' ? chosen.trouble.answer.status : null;
    counters.call(label, { status, isThrottled: status === 403, written: [] });
    return makeTrouble(chosen, response, waiting);
  }
  const answer = await answerTo(options, request, response, chosen, waiting);
  const isThrottled = answer.status === 403 && JSON.stringify(answer.body).includes('REQUEST_LIMIT_EXCEEDED');
  counters.call(label, {
    status: chosen?.afterwards ? null : answer.status,
    isThrottled,
    written: answer.written ?? [],
  });
  response.set('Sforce-Limit-Info', `api-usage=${limits.used()}/${state.limits.daily}`);
  if (chosen?.afterwards) return makeTrouble(chosen, response, waiting);
  send(response, answer);
}

async function answerTo(
  options: ServeOptions,
  request: Request<{ version: string }>,
  response: Response,
  chosen: ChosenTrouble | null,
  waiting: Set<() => void>,
): Promise<Answer> {
  try {
    const version = request.params.version;
    if (!versions.some((one) => one === version)) throw notFound();
    const session = sessionOf(options, request.headers.authorization);
    const running = options.limits.begin();
    try {
      if (chosen?.trouble.kind === 'slow') await pause(chosen.trouble.delayMs, response, waiting);
      return await handle(
        options,
        { method: request.method, path: request.url, body: request.body },
        session,
        version,
        batchOf(request),
      );
    } finally {
      running.end();
    }
  } catch (error) {
    if (error instanceof ApiFailure) return error.answer;
    throw error;
  }
}

function sessionOf({ sessions, settings }: ServeOptions, authorization: string | undefined): Session {
  if (authorization === undefined) throw noAuthorization();
  const session = sessions.find(authorization);
  if (!session || settings().areSessionsRefused) throw noSession();
  return session;
}

/** Also for the calls inside a composite one. */
async function handle(
  options: ServeOptions,
  { method, path, body }: InnerCall,
  session: Session,
  version: string,
  batchSize: number,
): Promise<Answer> {
  const url = new URL(path, 'http://sandbox');
  const { route, params } = matchRoute(options.routes, method, url.pathname);
  return route.handle({
    params,
    query: url.searchParams,
    body,
    session,
    version,
    batchSize,
    async again(inner) {
      try {
        return await handle(options, inner, session, version, batchSize);
      } catch (error) {
        if (error instanceof ApiFailure) return error.answer;
        throw error;
      }
    },
  });
}

const headerBytes = ({ rawHeaders }: Request<{ version: string }>): number =>
  rawHeaders.reduce((sum, part) => sum + Buffer.byteLength(part) + 2, 0);

/** `Sforce-Query-Options: batchSize=200` */
function batchOf({ headers }: Request): number {
  const given = headers['sforce-query-options'];
  const [, size] = /batchSize=(\d+)/.exec(typeof given === 'string' ? given : '') ?? [];
  return size === undefined ? defaultBatch : Math.min(defaultBatch, Math.max(smallestBatch, Number(size)));
}

/** Objects are told apart, records are not. */
const labelOf = (path: string): string =>
  path
    .replace(/\b[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?(?:-\d+)?(?=\/|$)/g, ':id')
    .replace(/^(\/sobjects\/[^/]+\/[^/:]+__c\/)[^/]+$/, '$1:value');
