/** The sandbox: servers that behave like HubSpot, Salesforce, Jira, Slack and a mailbox, reached only by address and credentials like the real ones. */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import express, { Router } from 'express';
import { neededScopes } from '../../integrations/hubspot/check.ts';
import { createFileStore, createSandboxHubSpot, sandboxPortalId } from '../../integrations/sandbox/hubspot/index.ts';
import { salespeople } from '../../integrations/sandbox/hubspot/seed.ts';
import { createSandboxJira } from '../../integrations/sandbox/jira/index.ts';
import { createSandboxMailbox } from '../../integrations/sandbox/mailbox/index.ts';
import { sandboxClockRoutes } from '../api/sandbox/clock.ts';
import { sandboxPeopleSchema } from '../contracts/sandbox/people.ts';
import type { Logger } from '../telemetry/logger.ts';
import { ensureStaff, type StaffMember } from '../usecases/people/ensure-staff.ts';
import type { Core } from './core.ts';
import { choosePorts } from './local/ports.ts';
import { mountSandboxSalesforce } from './sandbox-salesforce.ts';
import { mountSandboxSlack } from './sandbox-slack.ts';

export interface RunningSandbox {
  /** addresses and credentials, as a person would set them for the real ones */
  environment: Record<string, string>;
  signInAs: string[];
  seed(core: Core): Promise<void>;
  control(core: Core): Router;
  stop(): Promise<void>;
}

export interface SandboxOptions {
  dataDir: string;
  publicUrl: string;
  secret: string;
  /** false: a real workspace is configured */
  withSlack: boolean;
  logger: Logger;
}

const domain = 'northwind-crm.example';
const receivingHost = 'mx.sandbox.example';
const appId = 1_160_452;
/** Salesforce's addresses may be longer than Node takes by itself */
const maxHeaderSize = 65_536;

const staff: StaffMember[] = [
  {
    name: 'Mira Lindqvist',
    email: `mira.lindqvist@${domain}`,
    staffRole: 'admin',
    timezone: 'Europe/Stockholm',
    defaultFor: ['team.manager'],
  },
  {
    name: 'Ana Sousa',
    email: `ana.sousa@${domain}`,
    staffRole: 'manager',
    timezone: 'Europe/Lisbon',
    managerEmail: `mira.lindqvist@${domain}`,
    defaultFor: ['team.csm'],
  },
  {
    name: 'Jonas Weber',
    email: `jonas.weber@${domain}`,
    staffRole: 'member',
    timezone: 'Europe/Berlin',
    managerEmail: `mira.lindqvist@${domain}`,
    defaultFor: ['team.implementation_manager'],
  },
];

export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const { dataDir, publicUrl, secret, logger } = options;
  const credential = (name: string): string => createHmac('sha256', secret).update(`sandbox:${name}`).digest('hex');
  const token = `pat-sandbox-${credential('token').slice(0, 32)}`;
  const clientSecret = credential('client-secret');
  const clientId = credential('client-id').slice(0, 36);
  const bounceSecret = credential('bounce');
  const replySecret = credential('replies');
  let businessNow = (): Date => new Date();
  const hubspot = createSandboxHubSpot({
    store: createFileStore(join(dataDir, 'sandbox-hubspot.json')),
    webhook: { targetUrl: `${publicUrl}/webhooks/hubspot`, clientSecret, appId },
    tokens: [{ token, appId, name: 'Gangway', scopes: [...neededScopes] }],
    oauthApp: { clientId, clientSecret, appId, scopes: ['oauth', ...neededScopes] },
    log: logger,
    today: () => businessNow(),
  });
  const mailbox = createSandboxMailbox({
    dir: join(dataDir, 'sandbox-mails'),
    user: 'gangway',
    password: credential('smtp').slice(0, 32),
    bounces: { url: `${publicUrl}/webhooks/email/bounce`, secret: bounceSecret },
    replies: { url: `${publicUrl}/webhooks/email/inbound`, secret: replySecret, authservId: receivingHost },
    log: logger,
    now: () => businessNow(),
  });
  const jiraWebhookSecret = credential('jira-webhook');
  const jiraAccount = { email: `gangway@${domain}`, token: credential('jira').slice(0, 32) };
  const jira = createSandboxJira({
    ...jiraAccount,
    projectKey: 'ONB',
    webhook: { url: `${publicUrl}/webhooks/jira`, secret: jiraWebhookSecret },
    log: logger,
  });
  const [{ smtpUrl }] = await Promise.all([mailbox.start(), hubspot.start()]);
  const app = express().disable('x-powered-by');
  const server = createServer({ maxHeaderSize }, app);
  // connections that were made in the console keep the CRMs' address
  const { crms: port } = await choosePorts(join(dataDir, 'sandbox-port.json'), ['crms']);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${port}`;
  const slack = await mountSandboxSlack({
    dataDir,
    logger,
    app,
    address,
    publicUrl,
    people: [...staff, ...salespeople],
    today: () => businessNow(),
    credential,
  });
  const salesforce = await mountSandboxSalesforce({
    app,
    address,
    publicUrl,
    dataDir,
    logger,
    today: () => businessNow(),
    credential,
  });
  // HubSpot's answers everything that nobody else does
  app.use('/jira', jira.router).use(hubspot.router);
  return {
    environment: {
      COMPANY_NAME: 'Northwind',
      HUBSPOT_ACCESS_TOKEN: token,
      HUBSPOT_CLIENT_SECRET: clientSecret,
      HUBSPOT_CLIENT_ID: clientId,
      HUBSPOT_APP_URL: address,
      HUBSPOT_ACCOUNT_ID: String(sandboxPortalId),
      HUBSPOT_APP_ID: String(appId),
      HUBSPOT_BASE_URL: address,
      HUBSPOT_CALLS_PER_10_SECONDS: '190',
      ...salesforce.environment,
      SMTP_URL: smtpUrl,
      MAIL_FROM: `onboarding@${domain}`,
      MAIL_FROM_NAME: 'Northwind onboarding',
      MAIL_BOUNCE_SECRET: bounceSecret,
      MAIL_INBOUND_ADDRESS: `reply@${domain}`,
      MAIL_INBOUND_SECRET: replySecret,
      MAIL_INBOUND_AUTHSERV_ID: receivingHost,
      JIRA_BASE_URL: `${address}/jira`,
      JIRA_EMAIL: jiraAccount.email,
      JIRA_API_TOKEN: jiraAccount.token,
      JIRA_PROJECT: 'ONB',
      JIRA_WEBHOOK_SECRET: jiraWebhookSecret,
      ...(options.withSlack && slack.environment),
      // whoever tries things signs in as everybody, again and again
      SIGN_IN_MAILS_PER_HOUR: '200',
    },
    signInAs: staff.map(({ email }) => email),
    async seed(core) {
      businessNow = core.clock.now;
      await ensureStaff(core, staff);
      // one that was connected in the console may be at an address that somebody else took
      const settled = await Promise.allSettled([...core.deps.crms.values()].map((crm) => crm.setUp()));
      for (const each of settled) {
        if (each.status === 'fulfilled') continue;
        const err: unknown = each.reason;
        logger.warn({ err }, 'A CRM could not be set up');
      }
    },
    control(core) {
      const router = Router();
      router.use('/hubspot', hubspot.control);
      router.use('/salesforce', salesforce.control);
      router.use('/mailbox', mailbox.control);
      router.use('/jira', jira.control);
      router.use('/slack', slack.control);
      router.use('/clock', sandboxClockRoutes(core));
      router.get('/people', (_request, response) => {
        response.json(sandboxPeopleSchema.parse({ people: staff }));
      });
      return router;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([hubspot.stop(), salesforce.stop(), mailbox.stop(), slack.stop()]);
    },
  };
}
