/** A whole Gangway in this process, as `npm start` runs it, with a sandbox HubSpot that answers at once. */
import { createServer, type Server } from 'node:http';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import express from 'express';
import { createCrmActivities } from '../../activities/crm.ts';
import { createDecisionActivities } from '../../activities/decisions.ts';
import { createMessageActivities } from '../../activities/messages.ts';
import { createTrackerActivities } from '../../activities/trackers.ts';
import { neededScopes } from '../../integrations/hubspot/check.ts';
import { signHubSpotRequest } from '../../integrations/hubspot/signature.ts';
import { createMemoryStore, createSandboxHubSpot, sandboxPortalId } from '../../integrations/sandbox/hubspot/index.ts';
import type { MailPort } from '../../integrations/ports-mail.ts';
import { readConfig } from '../../src/config/config.ts';
import { portOf } from '../../src/main/port-of.ts';
import { startApiRole } from '../../src/main/api-role.ts';
import { type Core, createCore } from '../../src/main/core.ts';
import { startWorkerProcess } from '../../src/main/worker-process.ts';
import { createLogger, type Logger } from '../../src/telemetry/logger.ts';
import { connectTemporalClient, connectTemporalWorker } from '../../src/temporal/connect.ts';
import { startDispatcher } from '../../src/temporal/dispatcher.ts';
import { installTemporalLog } from '../../src/temporal/runtime.ts';
import { bundleWorkflows, startWorkers } from '../../src/temporal/worker.ts';
import { ensureStaff } from '../../src/usecases/people/ensure-staff.ts';
import type { Place } from './services.ts';

const appId = 1_160_452;
const token = 'pat-bench-token';
const clientSecret = 'the-client-secret-of-the-bench';
const secret = 'the secret of the bench, long enough for anything';

export type Advance = ReturnType<typeof createDecisionActivities>['advance'];
export interface RigOptions {
  callsPer10Seconds?: number;
  limitsOn?: boolean;
  /** a process of its own, as under `npm start` and in production; else in this one, where it can be looked into */
  workerApart?: boolean;
  /** around every pass of an onboarding */
  around?: (advance: Advance) => Advance;
  /** takes everything where left out */
  mail?: MailPort;
  /** what must have happened before there is a worker here */
  startWorkersAfter?: (core: Core) => Promise<void>;
}
export interface Rig {
  place: Place;
  core: Core;
  url: string;
  client: Client;
  native: NativeConnection;
  /** the sandbox's own API, below /hubspot */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** HubSpot's call for these deals, signed */
  deliver(dealIds: string[]): Promise<void>;
  stop(): Promise<void>;
}

let isLogInstalled = false;

export async function startRig(
  place: Place,
  {
    callsPer10Seconds = 1_000,
    limitsOn = false,
    workerApart = false,
    around = (advance) => advance,
    mail = readyMail,
    startWorkersAfter,
  }: RigOptions = {},
): Promise<Rig> {
  const logger = createLogger({ level: 'error', name: 'bench' });
  if (!isLogInstalled) installTemporalLog(logger);
  isLogInstalled = true;
  const server = await listening();
  const url = `http://127.0.0.1:${portOf(server)}`;
  const hubspot = createSandboxHubSpot({
    store: createMemoryStore(),
    webhook: { targetUrl: `${url}/webhooks/hubspot`, clientSecret, appId },
    tokens: [{ token, appId, name: 'Gangway', scopes: [...neededScopes] }],
    log: logger,
    withDeals: false,
  });
  await hubspot.start();
  const hubspotServer = await listening(express().use('/control', hubspot.control).use(hubspot.router));
  const hubspotUrl = `http://127.0.0.1:${portOf(hubspotServer)}`;
  const control = controlOf(`${hubspotUrl}/control`);
  await control('PUT', '/limits', { enabled: limitsOn, searchLagMs: 0 });
  await control('PUT', '/webhooks', { enabled: false });
  const vendor = {
    HUBSPOT_ACCESS_TOKEN: token,
    HUBSPOT_CLIENT_SECRET: clientSecret,
    HUBSPOT_ACCOUNT_ID: String(sandboxPortalId),
    HUBSPOT_APP_ID: String(appId),
    HUBSPOT_BASE_URL: hubspotUrl,
    HUBSPOT_CALLS_PER_10_SECONDS: String(callsPer10Seconds),
  };
  const config = readConfig({ DATABASE_POOL: '20', ...vendor });
  const { databaseUrl } = place;
  const core = await createCore({ config, databaseUrl, publicUrl: url, logger });
  await ensureStaff(core, staff);
  await Promise.all([...core.deps.crms.values()].map((crm) => crm.setUp()));
  const api = await startApiRole({
    core,
    config,
    mail: readyMail,
    secret,
    publicUrl: url,
    databaseUrl,
    logger,
    sandbox: null,
    checkTemporal: async () => place.namespace,
    server,
  });
  const target = { address: place.temporalAddress, namespace: place.namespace, apiKey: null, tls: null };
  const [bundle, native, client] = await Promise.all([
    bundleWorkflows(),
    connectTemporalWorker(target),
    connectTemporalClient(target),
  ]);
  await startWorkersAfter?.(core);
  const stopWorkers = workerApart
    ? await startApart(place, { ...vendor, PUBLIC_URL: url })
    : await startWithin({
        core,
        native,
        namespace: place.namespace,
        bundle,
        databaseUrl,
        client,
        around,
        mail,
        logger,
      });
  return {
    place,
    core,
    url,
    client,
    native,
    control,
    deliver: (dealIds) => deliver(`${url}/webhooks/hubspot`, dealIds),
    async stop() {
      await api.stop();
      await stopWorkers();
      await Promise.allSettled([native.close(), client.connection.close()]);
      hubspotServer.closeAllConnections();
      await new Promise((resolve) => hubspotServer.close(resolve));
      await hubspot.stop();
      await core.close();
    },
  };
}

async function startApart(place: Place, vendor: Record<string, string>): Promise<() => Promise<void>> {
  const worker = await startWorkerProcess({
    environment: {
      ...vendor,
      DATABASE_URL: place.databaseUrl,
      TEMPORAL_ADDRESS: place.temporalAddress,
      TEMPORAL_NAMESPACE: place.namespace,
      GANGWAY_SECRET: secret,
      LOG_LEVEL: 'error',
    },
    logger: createLogger({ level: 'error', name: 'bench' }),
  });
  return worker.stop;
}

async function startWithin({
  core,
  native,
  namespace,
  bundle,
  databaseUrl,
  client,
  around,
  mail,
  logger,
}: {
  core: Core;
  native: NativeConnection;
  namespace: string;
  bundle: { code: string };
  databaseUrl: string;
  client: Client;
  around: (advance: Advance) => Advance;
  mail: MailPort;
  logger: Logger;
}): Promise<() => Promise<void>> {
  const decisions = createDecisionActivities(core.deps);
  const sending = { ...core.deps, mail, secret, companyName: 'Bench' };
  const workers = await startWorkers({
    connection: native,
    namespace,
    bundle,
    logger,
    activities: {
      decisions: { ...decisions, advance: around(decisions.advance) },
      crm: {
        ...createCrmActivities(core.deps),
        ...createTrackerActivities({ ...core.deps, trackers: new Map(), logger }),
      },
      messages: createMessageActivities(sending, { ...sending, reader: null, scanner: null, logger }),
    },
  });
  const dispatcher = startDispatcher({ db: core.db, databaseUrl, client, logger });
  return async () => {
    await dispatcher.stop();
    await workers.stop();
  };
}

const readyMail: MailPort = {
  send: async () => ({ serverResponse: '250 ok' }),
  check: async () => [],
};

const staff = [
  {
    name: 'Mira',
    email: 'mira@bench.example',
    staffRole: 'admin' as const,
    timezone: 'UTC',
    defaultFor: ['team.manager'],
  },
  { name: 'Ana', email: 'ana@bench.example', staffRole: 'manager' as const, timezone: 'UTC', defaultFor: ['team.csm'] },
  {
    name: 'Jonas',
    email: 'jonas@bench.example',
    staffRole: 'member' as const,
    timezone: 'UTC',
    defaultFor: ['team.implementation_manager'],
  },
];

async function listening(app?: express.Express): Promise<Server> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const controlOf =
  (base: string) =>
  async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(base + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };

let nextEvent = 1;

async function deliver(target: string, dealIds: string[]): Promise<void> {
  const body = JSON.stringify(
    dealIds.map((dealId) => ({
      eventId: nextEvent++,
      subscriptionId: 1,
      portalId: sandboxPortalId,
      appId,
      occurredAt: Date.now(),
      subscriptionType: 'deal.propertyChange',
      attemptNumber: 0,
      objectId: Number(dealId),
      propertyName: 'dealstage',
      propertyValue: 'closedwon',
      changeSource: 'CRM_UI',
      sourceId: 'userId:1',
    })),
  );
  const timestampMs = Date.now();
  const response = await fetch(target, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-hubspot-request-timestamp': String(timestampMs),
      'x-hubspot-signature-v3': signHubSpotRequest({
        method: 'POST',
        publicUrl: target,
        rawBody: Buffer.from(body),
        clientSecret,
        timestampMs,
      }),
    },
  });
  if (!response.ok) throw new Error(`The webhook answered ${response.status}`);
}
