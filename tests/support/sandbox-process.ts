/** The sandbox HubSpot and mailbox as a process of their own, which survives what a fault test does to the others. */
import { createServer } from 'node:http';
import express, { Router } from 'express';
import { z } from 'zod';
import { createMemoryStore, createSandboxHubSpot } from '../../integrations/sandbox/hubspot/index.ts';
import { createSandboxMailbox } from '../../integrations/sandbox/mailbox/index.ts';

const optionsSchema = z.object({
  port: z.number(),
  smtpPort: z.number(),
  publicUrl: z.string(),
  token: z.string(),
  clientSecret: z.string(),
  appId: z.number(),
  smtpUser: z.string(),
  smtpPassword: z.string(),
  scopes: z.array(z.string()),
});
export type SandboxProcessOptions = z.infer<typeof optionsSchema>;

const options = optionsSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
const quiet = (): void => undefined;
const log = { debug: quiet, info: quiet, warn: console.warn, error: console.error };
const hubspot = createSandboxHubSpot({
  store: createMemoryStore(),
  webhook: {
    targetUrl: `${options.publicUrl}/webhooks/hubspot`,
    clientSecret: options.clientSecret,
    appId: options.appId,
  },
  tokens: [{ token: options.token, appId: options.appId, name: 'Gangway', scopes: options.scopes }],
  log,
  withDeals: false,
});
const mailbox = createSandboxMailbox({
  dir: null,
  user: options.smtpUser,
  password: options.smtpPassword,
  port: options.smtpPort,
  bounces: null,
  log,
});
await Promise.all([hubspot.start(), mailbox.start()]);
const control = Router().use('/hubspot', hubspot.control).use('/mailbox', mailbox.control);
const server = createServer(express().use('/control', control).use(hubspot.router));
server.listen(options.port, '127.0.0.1');
process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
  void Promise.all([hubspot.stop(), mailbox.stop()]);
});
