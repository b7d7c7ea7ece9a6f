/** The sandbox CRMs and mailbox as a process of their own, which survives what a fault test does to the others. */
import { createServer } from 'node:http';
import express, { Router } from 'express';
import { z } from 'zod';
import { createMemoryStore, createSandboxHubSpot } from '../../integrations/sandbox/hubspot/index.ts';
import { createSandboxMailbox } from '../../integrations/sandbox/mailbox/index.ts';
import { createSandboxSalesforce } from '../../integrations/sandbox/salesforce/index.ts';

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
  /** below /salesforce; null: HubSpot is the only CRM */
  salesforce: z.object({ clientId: z.string(), clientSecret: z.string(), outboundToken: z.string() }).nullable(),
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
const salesforce =
  options.salesforce &&
  createSandboxSalesforce({
    store: createMemoryStore(),
    app: options.salesforce,
    outboundUrl: `${options.publicUrl}/webhooks/salesforce/${options.salesforce.outboundToken}`,
    log,
    withOpportunities: false,
  });
await Promise.all([hubspot.start(), mailbox.start(), salesforce?.start()]);
const control = Router().use('/hubspot', hubspot.control).use('/mailbox', mailbox.control);
const app = express().use('/control', control);
if (salesforce) {
  control.use('/salesforce', salesforce.control);
  app.use('/salesforce', salesforce.router);
}
// Salesforce's addresses may be longer than Node takes by itself
const server = createServer({ maxHeaderSize: 65_536 }, app.use(hubspot.router));
server.listen(options.port, '127.0.0.1');
process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
  void Promise.all([hubspot.stop(), mailbox.stop(), salesforce?.stop()]);
});
