/** Everything that answers HTTP: webhooks, API, live events, web. */
import type { Server } from 'node:http';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Router } from 'express';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { neededScopes } from '../../integrations/hubspot/check.ts';
import { fetchAccountId } from '../../integrations/hubspot/account.ts';
import { fetchOrganizationId } from '../../integrations/salesforce/organization.ts';
import type { MailPort } from '../../integrations/ports-mail.ts';
import { type ApiDeps, createApiServer } from '../api/server.ts';
import type { Config } from '../config/config.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../telemetry/logger.ts';
import { searchDeals } from '../usecases/crm/search-deals.ts';
import { sendSignInMail } from '../usecases/messages/send-sign-in-mail.ts';
import { sendTaskLink } from '../usecases/messages/send-task-link.ts';
import { previewChase } from '../usecases/onboardings/preview-chase.ts';
import { runCommand } from '../usecases/onboardings/run-command.ts';
import { disconnectWorkspace } from '../usecases/slack/disconnect-workspace.ts';
import { startByHand } from '../usecases/onboardings/start-by-hand.ts';
import { publishPlaybooks } from '../usecases/publish-playbooks.ts';
import { addDocument } from '../usecases/documents/add-document.ts';
import { acceptMail } from '../usecases/replies/decide-mail.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { Core } from './core.ts';
import { createReplyDeps } from './inbound.ts';
import { portOf } from './port-of.ts';
import { createSlack, slackOAuthOf } from './slack.ts';
import { botScopes } from '../../integrations/slack/manifest.ts';
import { startSlackIn } from './slack-in.ts';
import { systemParts } from './system-parts.ts';
import { createWebhooks } from './webhooks.ts';

const projectRoot = new URL('../../', import.meta.url);

export interface ApiRoleOptions {
  core: Core;
  config: Config;
  mail: MailPort | null;
  secret: string;
  publicUrl: string;
  databaseUrl: string;
  logger: Logger;
  sandbox: Router | null;
  /** further parts of this process that must serve before traffic comes */
  isWorkerReady?: () => boolean;
  checkTemporal: () => Promise<string>;
  /** a server that listens already */
  server: Server;
}

export interface ApiRole {
  port: number;
  stop(): Promise<void>;
}

/** what a request that is being answered gets to end in */
const drainMs = 5_000;

export async function startApiRole(options: ApiRoleOptions): Promise<ApiRole> {
  const { core, config, mail, secret, publicUrl, logger, server } = options;
  const { deps, db, clock } = core;
  const playbooksDir = resolve(fileURLToPath(projectRoot), config.playbooksDir);
  const problems = await publishPlaybooks({ ...deps, logger }, playbooksDir);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const sending = { ...deps, mail, secret, companyName: config.company.name };
  const replies = createReplyDeps({ core, config, mail, secret, logger });
  const { slack: slackConfig } = config;
  const slack = slackConfig ? await createSlack({ db, config: slackConfig, secret, logger }) : null;
  const slackIn =
    slackConfig && slack
      ? startSlackIn({ core, config: slackConfig, slack, databaseUrl: options.databaseUrl, secret, logger })
      : null;
  const apiDeps: ApiDeps = {
    db,
    clock,
    logger,
    environment: config.environment,
    version: packageJson.version,
    publicUrl,
    trustProxy: config.http.trustProxy,
    secret,
    companyName: config.company.name,
    adminEmail: config.adminEmail,
    signInMailsPerHour: config.signInMailsPerHour,
    ledgerDays: config.ledgerDays,
    metricsToken: config.http.metricsToken,
    oidc: config.oidc,
    slackOAuth: slackOAuthOf(slackConfig, publicUrl),
    slack: slack && {
      neededScopes: botScopes,
      disconnect: (teamId, by) => disconnectWorkspace({ db, slack }, { teamId, by }),
    },
    webDir: fileURLToPath(new URL('dist/web/', projectRoot)),
    metrics,
    databaseUrl: options.databaseUrl,
    ready: async () => [
      await part('database', () => db.query('SELECT 1')),
      await part('temporal', options.checkTemporal),
      ...(options.isWorkerReady ? [{ name: 'worker', isReady: options.isWorkerReady(), detail: '' }] : []),
    ],
    systemParts: () =>
      systemParts({
        db,
        clock,
        config,
        mail,
        checkTemporal: options.checkTemporal,
        isSandboxOn: options.sandbox !== null,
      }),
    runCommand: (call) => runCommand(deps, call),
    startOnboarding: (input, actor) => startByHand(deps, input, actor),
    previewChase: (onboardingId) => previewChase(deps, onboardingId),
    searchDeals: (search) => searchDeals(deps, search),
    connecting: {
      db,
      clock,
      secret,
      timezone: config.company.timezone,
      logger,
      crms: core.registry.crms,
      refreshCrms: core.registry.refresh,
      ofEnvironment: core.registry.ofEnvironment,
      askSalesforce: fetchOrganizationId,
      async askHubSpot(token) {
        if (!config.hubspot)
          throw new AppError('integration_off', { message: 'HUBSPOT_CLIENT_SECRET, which signs events, is not set' });
        return fetchAccountId({ token, baseUrl: config.hubspot.baseUrl });
      },
      trustedLoginUrl: config.salesforce?.loginUrl ?? null,
    },
    hubSpotOAuth: core.hubSpotOAuth,
    hubSpotScopes: neededScopes,
    crm: deps,
    acceptMail: (mailId, decision) => acceptMail(replies, mailId, decision),
    addDocument: (upload) => addDocument(replies, upload),
    reader: replies.reader,
    inboundAddress: config.inbound?.address ?? null,
    playbooks: deps.playbooks,
    playbooksDir,
    playbookProblems: problems,
    sendSignInMail: (target) => sendSignInMail(sending, target),
    sendTaskLink: (target) => sendTaskLink(sending, target),
    webhooks: createWebhooks(options, slackIn?.webhook ?? null),
    sandbox: options.sandbox,
  };
  const api = createApiServer(apiDeps);
  server.on('request', api.app);
  return {
    port: portOf(server),
    async stop() {
      const closed = new Promise<void>((done) => void server.close(() => done()));
      await api.close();
      server.closeIdleConnections();
      // a page may have asked for its events anew on a connection that was open
      const tooLong = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearTimeout(tooLong);
      // what was acknowledged while it drained is handled still
      await slackIn?.stop();
    },
  };
}

async function part(
  name: string,
  check: () => Promise<unknown>,
): Promise<{ name: string; isReady: boolean; detail: string }> {
  try {
    await check();
    return { name, isReady: true, detail: '' };
  } catch (error) {
    return { name, isReady: false, detail: error instanceof Error ? error.message : String(error) };
  }
}
