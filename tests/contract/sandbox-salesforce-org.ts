/** A sandbox Salesforce behind a real HTTP server, and jsforce signed in to it. */
import { createServer } from 'node:http';
import express from 'express';
import jsforce, { type Connection } from 'jsforce';
import { z } from 'zod';
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
  stop(): Promise<void>;
}
interface CallOptions {
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

export async function startOrg(options: Partial<SandboxSalesforceOptions> = {}): Promise<SandboxOrg> {
  const sandbox = createSandboxSalesforce({ store: createMemoryStore(), app, log: silent, ...options });
  await sandbox.start();
  // addresses may be longer here than Node takes by itself
  const server = createServer({ maxHeaderSize: 65_536 }, express().use('/org', sandbox.router));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const url = `http://127.0.0.1:${port}/org`;
  return {
    url,
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
