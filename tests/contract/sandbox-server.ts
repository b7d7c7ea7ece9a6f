/** A sandbox HubSpot behind a real HTTP server, the client pointed at it, and a webhook target that remembers. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { z } from 'zod';
import { createHubSpot, type HubSpotOptions } from '../../integrations/hubspot/client.ts';
import { neededScopes } from '../../integrations/hubspot/check.ts';
import type { CrmPort, RateGate } from '../../integrations/ports.ts';
import { sandboxDealIdsSchema, sandboxDealListSchema } from '../../src/contracts/sandbox/hubspot.ts';
import {
  createMemoryStore,
  createSandboxHubSpot,
  sandboxPortalId,
  type SandboxHubSpotOptions,
} from '../../integrations/sandbox/hubspot/index.ts';
import { type PortalState, portalStateSchema } from '../../integrations/sandbox/hubspot/state.ts';

export const silent = { debug() {}, info() {}, warn() {}, error() {} };
export const token = 'pat-na1-sandbox';
export const clientSecret = '5f1d3b6a-sandbox-client-secret';
export const appId = 7_701;

export interface Received {
  body: Buffer;
  headers: IncomingHttpHeaders;
  at: number;
}

export interface RecordingGate extends RateGate {
  acquired: ('burst' | 'search')[];
  blocked: { limitClass: string; ms: number }[];
}
export function recordingGate(): RecordingGate {
  const acquired: RecordingGate['acquired'] = [];
  const blocked: RecordingGate['blocked'] = [];
  return {
    acquired,
    blocked,
    acquire(limitClass) {
      acquired.push(limitClass);
      return Promise.resolve();
    },
    block(limitClass, ms) {
      blocked.push({ limitClass, ms });
      return Promise.resolve();
    },
  };
}

export async function listen(app: Express): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // a TCP server's address is never text
  const { port } = z.object({ port: z.number() }).parse(server.address() satisfies AddressInfo | string | null);
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const dealSchema = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.string().nullable()),
  stageId: z.string(),
  stageLabel: z.string(),
  mergedIds: z.array(z.string()),
  notes: z.array(z.object({ properties: z.record(z.string(), z.string()) })),
  tasks: z.array(z.object({ properties: z.record(z.string(), z.string()) })),
  contacts: z.array(z.object({ id: z.string() })),
  company: z.object({ id: z.string() }).nullable(),
});
export type SandboxDeal = z.infer<typeof dealSchema>;

export interface Sandbox {
  url: string;
  hookUrl: string;
  received: Received[];
  /** what the webhook target answers; default 200 */
  answerHooks(answer: (received: Received) => number | Promise<number>): void;
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** HubSpot's API as any client would call it */
  api(
    method: string,
    path: string,
    body?: unknown,
    bearer?: string,
  ): Promise<{ status: number; body: unknown; headers: Headers }>;
  addDeal(input?: Record<string, unknown>): Promise<SandboxDeal>;
  deal(id: string): Promise<SandboxDeal>;
  /** with companies and people of their own, won unless said otherwise */
  addDeals(count: number): Promise<string[]>;
  merge(primaryId: string, mergedId: string, keepsPrimaryId?: boolean): Promise<SandboxDeal>;
  dealNames(): Promise<Map<string, string>>;
  /** changes anything at all behind HubSpot's back */
  change(alter: (state: PortalState) => void): Promise<void>;
  calls(): Promise<Record<string, { calls: number; records: number; throttled: number; failed: number }>>;
  hubspot(options?: Partial<HubSpotOptions>): { crm: CrmPort; gate: RecordingGate };
  stop(): Promise<void>;
}

export async function startSandbox(options: Partial<SandboxHubSpotOptions> = {}): Promise<Sandbox> {
  const received: Received[] = [];
  let answer: (received: Received) => number | Promise<number> = () => 200;
  const app = express();
  app.post('/hook', express.raw({ type: () => true }), async (request, response) => {
    const one = { body: z.instanceof(Buffer).parse(request.body), headers: request.headers, at: performance.now() };
    received.push(one);
    response.sendStatus(await answer(one));
  });
  const server = await listen(app);
  const hookUrl = `${server.url}/hook`;
  const sandbox = createSandboxHubSpot({
    store: createMemoryStore(),
    webhook: { targetUrl: hookUrl, clientSecret, appId },
    tokens: [{ token, appId, name: 'Gangway', scopes: [...neededScopes] }],
    log: silent,
    withDeals: false,
    ...options,
  });
  app.use('/control', sandbox.control);
  app.use('/api', sandbox.router);
  await sandbox.start();
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${server.url}/control${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  };
  return {
    url: `${server.url}/api`,
    hookUrl,
    received,
    control,
    answerHooks(given) {
      answer = given;
    },
    async api(method, path, body, bearer = token) {
      const response = await fetch(`${server.url}/api${path}`, {
        method,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const parsed: unknown = text === '' ? null : JSON.parse(text);
      return { status: response.status, body: parsed, headers: response.headers };
    },
    addDeal: async (input = {}) => dealSchema.parse(await control('POST', '/deals', { name: 'A deal', ...input })),
    addDeals: async (count) => sandboxDealIdsSchema.parse(await control('POST', '/deals/bulk', { count })).ids,
    merge: async (primaryId, mergedId, keepsPrimaryId = false) =>
      dealSchema.parse(await control('POST', '/deals/merge', { primaryId, mergedId, keepsPrimaryId })),
    dealNames: async () =>
      new Map(sandboxDealListSchema.parse(await control('GET', '/deals')).deals.map(({ id, name }) => [id, name])),
    async change(alter) {
      const state = portalStateSchema.parse(await control('GET', '/state'));
      alter(state);
      await control('PUT', '/state', state);
    },
    deal: async (id) => dealSchema.parse(await control('GET', `/deals/${id}`)),
    calls: async () =>
      z
        .object({
          calls: z.record(
            z.string(),
            z.object({ calls: z.number(), records: z.number(), throttled: z.number(), failed: z.number() }),
          ),
        })
        .parse(await control('GET', '/counters')).calls,
    hubspot(given = {}) {
      const gate = recordingGate();
      return {
        gate,
        crm: createHubSpot({
          token,
          baseUrl: `${server.url}/api`,
          accountId: String(sandboxPortalId),
          gate,
          logger: silent,
          timeoutMs: 30_000,
          ...given,
        }),
      };
    },
    async stop() {
      await sandbox.stop();
      await server.close();
    },
  };
}
