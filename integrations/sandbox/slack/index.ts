/** A Slack workspace in small: the Web API with its tokens, scopes and refusals, and what people do there. */
import { type RequestHandler, Router } from 'express';
import { createMemoryStore, createSaver, type SandboxStore } from '../store.ts';
import { configMethods } from './config-methods.ts';
import { createControl } from './control.ts';
import { createFaults, type SlackFaults } from './faults.ts';
import type { SlackTarget } from './http-delivery.ts';
import { createInstallCodes, type SlackApp } from './oauth-methods.ts';
import { createOutgoing } from './outgoing.ts';
import { createRates } from './rates.ts';
import { createResponseUrls } from './response-urls.ts';
import { restore, toSave } from './saved-state.ts';
import { createSocketMode, type SocketMode } from './socket-mode.ts';
import { createSurface, type SlackSurface } from './surface.ts';
import { createState, type SlackConversation, type SlackState, type SlackToken } from './state.ts';
import { createWebApi } from './web-api.ts';
import { createWorkspace, type SlackWorkspace } from './workspace.ts';

export interface SandboxSlackOptions {
  tokens: readonly SlackToken[];
  people: readonly { name: string; email: string }[];
  /** the app's settings, read with an app configuration token; absent: nobody may read them */
  manifest?: Record<string, unknown>;
  /** whom a press installs; absent: nobody */
  app?: SlackApp;
  /** absent: it lives as long as its process */
  store?: SandboxStore;
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
  /** this server's own address of `upgrade`, as ws://…, for Socket Mode */
  socketAddress?: string;
  /** calls a minute by method, where they are not to be Slack's */
  perMinute?: Readonly<Record<string, number>>;
  log?: { error(details: object, message: string): void };
}

export interface SandboxSlack extends SlackSurface, SlackWorkspace {
  /** below the API's address: `<address>/<method>` */
  router: Router;
  /** below `hooksAddress`: what is answered to a response_url */
  hooks: Router;
  /** below /sandbox/api/slack */
  control: Router;
  /** what an administrator's yes to the app's installation leads back with */
  createInstallCode(redirectUrl: string): string;
  /** of the server's event of this name: an app in Socket Mode connects */
  upgrade: SocketMode['upgrade'];
  conversations(): SlackConversation[];
  ephemerals(): SlackState['ephemerals'];
  views(): SlackState['views'];
  faults: Pick<SlackFaults, 'set' | 'list'>;
  /** with what was saved last */
  start(): Promise<void>;
  /** saves; no event is sent again */
  stop(): Promise<void>;
}

const nobody: SlackApp = { clientId: '', clientSecret: '' };
const nowhere: SlackTarget = { address: 'http://127.0.0.1:9', signingSecret: '', retryMs: [] };

export function createSandboxSlack(options: SandboxSlackOptions): SandboxSlack {
  const { tokens, people, channels = [], store = createMemoryStore(), target = nowhere, app = nobody } = options;
  const { now = () => new Date(), today = now, hooksAddress = '', socketAddress = '', log } = options;
  const state = createState(people, channels, today);
  const saver = createSaver(
    store,
    () => toSave(state),
    (error) => log?.error({ err: error }, 'The sandbox Slack could not be saved'),
  );
  const faults = createFaults();
  const rates = createRates(options.perMinute);
  const responseUrls = createResponseUrls(state, now);
  const installing = createInstallCodes(app, tokens, now);
  const socketMode = createSocketMode(socketAddress);
  const outgoing = createOutgoing(target, socketMode, now);
  const surface = createSurface({
    state,
    now,
    outgoing,
    responseUrl: (origin) => `${hooksAddress}/${responseUrls.create(origin)}`,
  });
  const workspace = createWorkspace(state, outgoing, now);
  const saving: RequestHandler = (request, response, next) => {
    if (request.method !== 'GET') response.once('close', saver.touch);
    next();
  };
  const saved = (router: Router): Router => Router().use(saving, router);
  return {
    router: saved(
      createWebApi({
        state,
        more: { ...socketMode.methods, ...installing.methods, ...configMethods(options.manifest) },
        tokens,
        faults,
        rates,
        now,
      }),
    ),
    hooks: saved(responseUrls.router),
    control: saved(createControl({ state, surface, workspace, outgoing, faults })),
    createInstallCode: installing.create,
    upgrade: socketMode.upgrade,
    conversations: () => [...state.conversations.values()],
    ephemerals: () => state.ephemerals,
    views: () => state.views,
    faults,
    async start() {
      const last = await store.load();
      if (last !== undefined && !restore(state, last)) log?.error({}, 'The sandbox Slack begins anew');
    },
    async stop() {
      outgoing.close();
      await saver.flush();
    },
    ...surface,
    ...workspace,
  };
}
