/** The Web API's door: tokens, scopes, rates, and Slack's way to answer. */
import { json, type Request, Router, urlencoded } from 'express';
import { z } from 'zod';
import type { SlackFaults } from './faults.ts';
import { type SlackMethod, SlackRefusal, SlackThrottle } from './method.ts';
import { methods } from './methods.ts';
import type { Rates } from './rates.ts';
import type { SlackState, SlackToken } from './state.ts';

export interface WebApiParts {
  state: SlackState;
  /** methods besides those that are always there */
  more: Readonly<Record<string, SlackMethod>>;
  tokens: readonly SlackToken[];
  faults: SlackFaults;
  rates: Rates;
  now: () => Date;
}

const argsSchema = z.record(z.string(), z.unknown()).default({});

export function createWebApi({ state, more, tokens, faults, rates, now }: WebApiParts): Router {
  const answer = (request: Request<{ method: string }>, given: SlackToken | undefined): Record<string, unknown> => {
    const method = methods.get(request.params.method) ?? own(more, request.params.method);
    if (!method) throw new SlackRefusal('unknown_method', { req_method: request.params.method });
    if (method.isOpen !== true) authorise(request, method, given);
    rates.count(request.params.method, now().getTime());
    return method.answer(state, readArgs(request), now().getTime());
  };
  const authorise = (
    request: Request<{ method: string }>,
    method: SlackMethod,
    given: SlackToken | undefined,
  ): void => {
    if (!request.get('authorization')) throw new SlackRefusal('not_authed');
    if (!given) throw new SlackRefusal('invalid_auth');
    if (state.gone !== null) throw new SlackRefusal(state.gone);
    if (!isTaken(method, request.params.method, given)) throw new SlackRefusal('not_allowed_token_type');
    const scopes = method.scopesFor?.(state, readArgs(request)) ?? method.scopes;
    if (scopes.length > 0 && !scopes.some((scope) => given.scopes.includes(scope)))
      throw new SlackRefusal('missing_scope', { needed: scopes.join(','), provided: given.scopes.join(',') });
  };
  const router = Router();
  router.use(json({ limit: '1mb' }), urlencoded({ extended: false, limit: '1mb' }));
  router.post('/:method', faults.middleware, (request, response) => {
    const token = tokens.find((one) => request.get('authorization') === `Bearer ${one.token}`);
    if (token) response.set('X-OAuth-Scopes', token.scopes.join(','));
    try {
      response.json({ ok: true, ...answer(request, token) });
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      if (error instanceof SlackThrottle) response.status(429).set('Retry-After', String(error.retryAfterSeconds));
      response.json({ ok: false, error: error.message, ...error.details });
    }
  });
  return router;
}

/** What a token of another kind may ask is who it is. */
const isTaken = ({ tokenPrefix = 'xoxb-' }: SlackMethod, name: string, { token }: SlackToken): boolean =>
  token.startsWith(tokenPrefix) || name === 'auth.test';

const own = (more: WebApiParts['more'], name: string): SlackMethod | undefined =>
  Object.hasOwn(more, name) ? more[name] : undefined;

/** In a form, what is no plain value travels as JSON. */
function readArgs(request: Request<{ method: string }>): Record<string, unknown> {
  const args = argsSchema.parse(request.body);
  if (request.is('application/json')) return args;
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, fromForm(value)]));
}

function fromForm(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
