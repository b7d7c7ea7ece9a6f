/** A Slack workspace in small: the Web API with its tokens, scopes and refusals. Its state lives as long as the process. */
import { json, type Request, Router, urlencoded } from 'express';
import { z } from 'zod';
import { createControl } from './control.ts';
import { createFaults, type SlackFaults } from './faults.ts';
import { SlackRefusal, SlackThrottle } from './method.ts';
import { methods } from './methods.ts';
import { createOutgoing, type SlackTarget } from './outgoing.ts';
import { createRates } from './rates.ts';
import { createResponseUrls } from './response-urls.ts';
import { createSurface, type SlackSurface } from './surface.ts';
import { createState, type SlackConversation, type SlackState, type SlackToken } from './state.ts';
import { createWorkspace, type SlackWorkspace } from './workspace.ts';

export interface SandboxSlackOptions {
  tokens: readonly SlackToken[];
  people: readonly { name: string; email: string }[];
  /** public ones, with everybody in them */
  channels?: readonly string[];
  /** the instant that Slack itself goes by: timestamps of messages, and how long a trigger id lives */
  now?: () => Date;
  /** what people see beside what was said; absent: the same */
  today?: () => Date;
  /** where the app listens; absent: nowhere */
  target?: SlackTarget;
  /** this server's own address of `hooks`, for response_url */
  hooksAddress?: string;
  /** calls a minute by method, where they are not to be Slack's */
  perMinute?: Readonly<Record<string, number>>;
}

export interface SandboxSlack extends SlackSurface, SlackWorkspace {
  /** below the API's address: `<address>/<method>` */
  router: Router;
  /** below `hooksAddress`: what is answered to a response_url */
  hooks: Router;
  /** below /sandbox/api/slack */
  control: Router;
  conversations(): SlackConversation[];
  ephemerals(): SlackState['ephemerals'];
  views(): SlackState['views'];
  faults: Pick<SlackFaults, 'set' | 'list'>;
  /** no event is sent again */
  close(): void;
}

const nowhere: SlackTarget = { address: 'http://127.0.0.1:9', signingSecret: '', retryMs: [] };
const argsSchema = z.record(z.string(), z.unknown()).default({});

export function createSandboxSlack(options: SandboxSlackOptions): SandboxSlack {
  const {
    tokens,
    people,
    channels = [],
    now = () => new Date(),
    today = now,
    target = nowhere,
    hooksAddress = '',
  } = options;
  const state = createState(people, channels, today);
  const rates = createRates(options.perMinute);
  const faults = createFaults();
  const responseUrls = createResponseUrls(state, now);
  const answer = (request: Request<{ method: string }>, given: SlackToken | undefined): Record<string, unknown> => {
    const method = methods.get(request.params.method);
    if (!method) throw new SlackRefusal('unknown_method', { req_method: request.params.method });
    if (!request.get('authorization')) throw new SlackRefusal('not_authed');
    if (!given) throw new SlackRefusal('invalid_auth');
    if (state.gone !== null) throw new SlackRefusal(state.gone);
    if (method.scopes.length > 0 && !method.scopes.some((scope) => given.scopes.includes(scope)))
      throw new SlackRefusal('missing_scope', { needed: method.scopes.join(','), provided: given.scopes.join(',') });
    rates.count(request.params.method, now().getTime());
    return method.answer(state, readArgs(request), now().getTime());
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
  const outgoing = createOutgoing(target, now);
  const responseUrl: Parameters<typeof createSurface>[0]['responseUrl'] = (origin) =>
    `${hooksAddress}/${responseUrls.create(origin)}`;
  const surface = createSurface({ state, now, outgoing, responseUrl });
  const workspace = createWorkspace(state, outgoing, now);
  return {
    router,
    hooks: responseUrls.router,
    control: createControl({ state, surface, workspace, outgoing, faults }),
    conversations: () => [...state.conversations.values()],
    ephemerals: () => state.ephemerals,
    views: () => state.views,
    faults,
    close: outgoing.close,
    ...surface,
    ...workspace,
  };
}

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
