/** The sandbox Slack behind HTTP, and an app that it can send to. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { LogLevel, WebClient } from '@slack/web-api';
import express, { type RequestHandler, text } from 'express';
import { afterEach, beforeEach } from 'vitest';
import { z } from 'zod';
import { createSandboxSlack, type SandboxSlack } from '../../integrations/sandbox/slack/index.ts';
import type { SlackPort } from '../../integrations/ports-slack.ts';
import { createSlackPort } from '../../integrations/slack/client.ts';
import { botScopes } from '../../integrations/slack/manifest.ts';
import { sandboxSlackSchema, type SandboxSlackWorkspace } from '../../src/contracts/sandbox/slack.ts';
import { portOf } from '../../src/main/port-of.ts';

export const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5';
export const slackApp = { clientId: '12.34', clientSecret: 'app-secret' };
export const ana = { name: 'Ana Sousa', email: 'ana.sousa@northwind-crm.example' };
export const jonas = { name: 'Jonas Weber', email: 'jonas.weber@northwind-crm.example' };
export const anaId = 'U0SANDBOX000';
export const jonasId = 'U0SANDBOX001';
const postedSchema = z.object({ channel: z.string(), ts: z.string() });

// the client repeats Slack's refusals on the console
const silent = (): void => undefined;
const quiet = {
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  setLevel: silent,
  getLevel: () => LogLevel.ERROR,
  setName: silent,
};

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface SlackFixture {
  readonly slack: SandboxSlack;
  readonly web: WebClient;
  readonly apiUrl: string;
  /** where the app is served */
  readonly appUrl: string;
  /** our own client, with nothing that spares Slack */
  readonly port: SlackPort;
  /** what the app was sent */
  readonly received: Received[];
  /** how the app answers; 200 with nothing unless told */
  app: RequestHandler;
  /** the app itself, before anything reads its bodies */
  mount(app: RequestHandler): void;
  pass(ms: number): void;
  /** how long the sandbox waits for the app from now on: for long, unless a test is about the end of it */
  answerWithin(ms: number): void;
  /** the sandbox page's own calls */
  control(method: string, path: string, body?: unknown): Promise<{ status: number; said: unknown }>;
  look(): Promise<SandboxSlackWorkspace>;
  post(message: Record<string, unknown>): Promise<{ channel: string; ts: string }>;
}

export function useSandboxSlack({
  timeoutMs = 20_000,
  channels = [],
  manifest = {},
}: {
  timeoutMs?: number;
  channels?: string[];
  /** the app's settings; a test may change them */
  manifest?: Record<string, unknown>;
} = {}): SlackFixture {
  let slack: SandboxSlack;
  let web: WebClient;
  let port: SlackPort;
  let received: Received[] = [];
  let mounted: RequestHandler | null = null;
  let aheadMs = 0;
  let servers: Server[] = [];
  let address = '';
  let appUrl = '';
  let answerWithinMs = 0;
  const listen = async (handler: RequestHandler): Promise<string> => {
    const server = createServer(express().use(handler));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    return `http://127.0.0.1:${portOf(server)}`;
  };
  const taken: RequestHandler = (_request, response) => void response.end();
  const fixture: SlackFixture = {
    get slack() {
      return slack;
    },
    get web() {
      return web;
    },
    get apiUrl() {
      return `${address}/api/`;
    },
    get appUrl() {
      return appUrl;
    },
    get port() {
      return port;
    },
    get received() {
      return received;
    },
    app: taken,
    mount(app) {
      mounted = app;
    },
    pass(ms) {
      aheadMs += ms;
    },
    answerWithin(ms) {
      answerWithinMs = ms;
    },
    async control(method, path, body) {
      const response = await fetch(`${address}/control${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, said: text === '' ? null : JSON.parse(text) };
    },
    look: async () => sandboxSlackSchema.parse((await fixture.control('GET', '')).said),
    post: async (message) => postedSchema.parse(await web.apiCall('chat.postMessage', message)),
  };

  beforeEach(async () => {
    received = [];
    aheadMs = 0;
    answerWithinMs = 20_000;
    fixture.app = taken;
    mounted = null;
    const record: RequestHandler = (request, response, next) => {
      received.push({ path: request.path, headers: request.headers, body: String(request.body) });
      fixture.app(request, response, next);
    };
    const standIn = express().use(text({ type: () => true }), record);
    appUrl = await listen((...given) => (mounted ?? standIn)(...given));
    address = await listen((...given) =>
      express().use('/api', slack.router).use('/hooks', slack.hooks).use('/control', slack.control)(...given),
    );
    servers.at(-1)?.on('upgrade', (request, stream) => slack.upgrade(request, stream));
    const target = {
      address: appUrl,
      signingSecret,
      retryMs: [0, 1, 2],
      get answerWithinMs() {
        return answerWithinMs;
      },
    };
    slack = createSandboxSlack({
      tokens: [
        { token: 'xoxb-full', scopes: botScopes },
        { token: 'xoxb-public', scopes: ['channels:manage', 'channels:history'] },
        { token: 'xapp-1', scopes: ['connections:write'] },
        { token: 'xoxe.xoxp-1', scopes: ['app_configurations:read'] },
      ],
      people: [ana, jonas],
      app: slackApp,
      manifest,
      channels,
      now: () => new Date(Date.now() + aheadMs),
      target,
      perMinute: { 'users.info': 2 },
      hooksAddress: `${address}/hooks`,
      socketAddress: `${address.replace('http', 'ws')}/link`,
    });
    port = createSlackPort({
      teamId: 'T0SANDBOX',
      token: 'xoxb-full',
      apiUrl: fixture.apiUrl,
      timeoutMs,
      gate: { acquire: () => Promise.resolve(), block: () => Promise.resolve() },
    });
    web = new WebClient('xoxb-full', {
      slackApiUrl: fixture.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: quiet,
    });
  });
  afterEach(async () => {
    await slack.stop();
    for (const server of servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    servers = [];
  });
  return fixture;
}
