/** Mounts an endpoint as its contract says: access, undeclared input refused, answer checked outside production. */
import { isDeepStrictEqual } from 'node:util';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { Endpoint } from '../../contracts/api/endpoint.ts';
import type { StoredLink } from '../../db/links.ts';
import { asWaitedFor } from '../../db/waited-for.ts';
import { AppError } from '../../errors.ts';
import type { ApiDeps } from '../deps.ts';
import { openTaskLink } from '../../usecases/task-links/open-task-link.ts';
import { authorise } from './access.ts';
import { type Caller, findCaller, readCookie, sessionCookieName } from './caller.ts';
import { refuseCrossSite } from './cross-site.ts';
import type { Call, Handler } from './handler.ts';
import { type Answer, answerOnce } from './idempotency.ts';
import { invalid } from './problem.ts';
import { noteCaller, noteRoute } from './request-log.ts';
import { writeSessionCookie } from './session-cookie.ts';
import { unstorablePath } from './storable.ts';

export interface MountOptions {
  /** a mail provider presses it for somebody: no cookie, no origin */
  isForeign?: boolean;
  /** the answer holds a secret that must not be kept for repeats */
  isSecret?: boolean;
}

const strict = (schema: z.ZodType): z.ZodType => (schema instanceof z.ZodObject ? schema.strict() : schema);

export function mount(
  router: Router,
  deps: ApiDeps,
  endpoint: Endpoint,
  handler: Handler,
  { isForeign = false, isSecret = false }: MountOptions = {},
): void {
  const query = strict(endpoint.query);
  const cookieName = sessionCookieName(deps.publicUrl);
  const { origin } = new URL(deps.publicUrl);
  const isChecked = deps.environment !== 'production';
  router[endpoint.method](endpoint.path, async (request: Request, response: Response) => {
    noteRoute(response, `/api/v1${endpoint.path}`);
    if (!isForeign) refuseCrossSite(request, origin);
    const caller = await findCaller(deps.db, request, cookieName);
    noteCaller(response, nameOf(caller));
    authorise(caller, endpoint.access);
    const params = endpoint.params.safeParse(request.params);
    if (!params.success)
      throw new AppError('not_found', { message: 'There is nothing at this address', cause: params.error });
    const link = await linkOf(deps, endpoint, request);
    const input = {
      params: params.data,
      query: parse(query, request.query, 'query'),
      body: parse(endpoint.body, bodyOf(request, endpoint, isForeign), 'body'),
    };
    const call: Call = {
      ...input,
      caller,
      link,
      ip: request.ip ?? 'unknown',
      userAgent: request.get('user-agent') ?? null,
      sessionToken: readCookie(request, cookieName),
      setSession: (token) => writeSessionCookie(response, deps.publicUrl, token),
    };
    const work = async (): Promise<Answer> => ({
      status: endpoint.status,
      body: await asWaitedFor(() => handler(call, deps)),
    });
    const answer = isSecret
      ? await work()
      : await answerOnce(deps.db, request, response, { caller, link, body: input.body }, work);
    if (isChecked && answer.status < 400) check(endpoint, answer.body);
    send(response, answer);
  });
}

/** No body counts as an empty one; a body where none is declared is refused. */
function bodyOf(request: Request, endpoint: Endpoint, isForeign: boolean): unknown {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (endpoint.body instanceof z.ZodUndefined)
    return hasBody && request.method !== 'HEAD' ? (request.body ?? '') : undefined;
  if (!hasBody || isForeign) return request.body ?? {};
  if (!request.is('application/json'))
    throw new AppError('unsupported_media_type', { message: 'Send application/json' });
  return request.body;
}

function parse(schema: z.ZodType, value: unknown, where: 'query' | 'body'): unknown {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalid(parsed.error, where);
  const path = unstorablePath(parsed.data)?.join('.');
  if (path !== undefined) {
    const message = 'This text holds characters that cannot be stored';
    throw new AppError('invalid_input', {
      message: `The ${where} is not valid: ${path}: ${message}`,
      details: { errors: [{ path, message }] },
    });
  }
  return parsed.data;
}

async function linkOf(deps: ApiDeps, endpoint: Endpoint, request: Request): Promise<StoredLink | null> {
  return endpoint.access.kind === 'link'
    ? openTaskLink(deps.db, String(request.params['token']), deps.clock.now())
    : null;
}

const nameOf = (caller: Caller): string =>
  caller.kind === 'person'
    ? `person:${caller.person.id}`
    : caller.kind === 'api_key'
      ? `key:${caller.key.id}`
      : 'anonymous';

/** An answer that its contract does not describe is our mistake: too little breaks callers, too much may leak. */
function check(endpoint: Endpoint, body: unknown): void {
  const onTheWire: unknown = body === undefined ? undefined : JSON.parse(JSON.stringify(body));
  const parsed = endpoint.response.safeParse(onTheWire);
  if (!parsed.success)
    throw new AppError('internal', {
      message: `The answer of ${endpoint.id} does not fit its contract`,
      cause: parsed.error,
    });
  if (!isDeepStrictEqual(parsed.data, onTheWire))
    throw new AppError('internal', {
      message: `The answer of ${endpoint.id} holds more than its contract says`,
      cause: new Error(endpoint.id),
    });
}

function send(response: Response, { status, body }: Answer): void {
  response.setHeader('Cache-Control', 'no-store');
  response.status(status);
  if (status === 204 || body === undefined || body === null) response.end();
  else if (status >= 400) response.type('application/problem+json').send(JSON.stringify(body));
  else response.json(body);
}
