/** A sandbox Salesforce behind a real HTTP server, jsforce signed in to it, and somebody who takes its messages. */
import { createServer } from 'node:http';
import express from 'express';
import jsforce, { type Connection } from 'jsforce';
import { z } from 'zod';
import { acknowledgement } from '../../integrations/salesforce/webhook.ts';
import {
  sandboxOpportunitySchema,
  type sandboxOutboundSchema,
  sandboxSalesforceCountersSchema,
  type sandboxSalesforceFaultsSchema,
  type sandboxSalesforceLimitsSchema,
} from '../../src/contracts/sandbox/salesforce.ts';
import { createSandboxSalesforce, type SandboxSalesforceOptions } from '../../integrations/sandbox/salesforce/index.ts';
import { createMemoryStore } from '../../integrations/sandbox/store.ts';

export const app = { clientId: '3MVG9sandbox', clientSecret: 'sandbox-client-secret' };
export const apiVersion = '66.0';

export interface SandboxOrg {
  /** the organisation’s own address */
  url: string;
  signIn(): Promise<Connection>;
  /** any call, as it goes over the wire */
  call(
    method: string,
    path: string,
    options?: CallOptions,
  ): Promise<{ status: number; body: unknown; headers: Headers }>;
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  addOpportunity(fields?: Record<string, unknown>): Promise<Opportunity>;
  opportunity(id: string): Promise<Opportunity>;
  counters(): Promise<z.infer<typeof sandboxSalesforceCountersSchema>>;
  setFaults(faults: z.input<typeof sandboxSalesforceFaultsSchema>): Promise<unknown>;
  setLimits(limits: z.input<typeof sandboxSalesforceLimitsSchema> & { used?: number }): Promise<unknown>;
  setOutbound(settings: z.input<typeof sandboxOutboundSchema>): Promise<unknown>;
  /** outbound messages as they came in */
  received: string[];
  /** what is answered to them; by itself: acknowledged */
  answerMessages(answer: () => { status: number; body: string }): void;
  stop(): Promise<void>;
}
type Opportunity = z.infer<typeof sandboxOpportunitySchema>;
interface CallOptions {
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

export async function startOrg(options: Partial<SandboxSalesforceOptions> = {}): Promise<SandboxOrg> {
  const received: string[] = [];
  let answer = () => ({ status: 200, body: acknowledgement });
  const site = express();
  // addresses may be longer here than Node takes by itself
  const server = createServer({ maxHeaderSize: 65_536 }, site);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const sandbox = createSandboxSalesforce({
    store: createMemoryStore(),
    app,
    log: silent,
    outboundUrl: `http://127.0.0.1:${port}/messages`,
    withOpportunities: false,
    ...options,
  });
  site.use('/org', sandbox.router);
  site.use('/control', sandbox.control);
  site.post('/messages', express.text({ type: () => true, limit: '2mb' }), (request, response) => {
    received.push(z.string().parse(request.body));
    const { status, body } = answer();
    response.status(status).type('text/xml').send(body);
  });
  await sandbox.start();
  const url = `http://127.0.0.1:${port}/org`;
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/control${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  };
  return {
    url,
    received,
    control,
    addOpportunity: async (fields = {}) =>
      sandboxOpportunitySchema.parse(await control('POST', '/opportunities', { name: 'A deal', ...fields })),
    opportunity: async (id) => sandboxOpportunitySchema.parse(await control('GET', `/opportunities/${id}`)),
    counters: async () => sandboxSalesforceCountersSchema.parse(await control('GET', '/counters')),
    setFaults: (faults) => control('PUT', '/faults', faults),
    setLimits: (limits) => control('PUT', '/limits', limits),
    setOutbound: (settings) => control('PUT', '/outbound', settings),
    answerMessages(given) {
      answer = given;
    },
    async signIn() {
      const connection = new jsforce.Connection({ oauth2: { loginUrl: url, ...app }, version: apiVersion });
      await connection.authorize({ grant_type: 'client_credentials' });
      return connection;
    },
    async call(method, path, { body, token, headers = {} } = {}) {
      const response = await fetch(`${url}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(typeof body !== 'string' && { 'content-type': 'application/json' }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body !== undefined && {
          body: body instanceof URLSearchParams || typeof body === 'string' ? body : JSON.stringify(body),
        }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
      const parsed: unknown = isJson ? JSON.parse(text) : text;
      return { status: response.status, body: parsed, headers: response.headers };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await sandbox.stop();
    },
  };
}
