/** Gangway as it runs in production, each part a process of its own, on a PostgreSQL and a Temporal of its own. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { neededScopes } from '../../../integrations/hubspot/check.ts';
import { sandboxPortalId } from '../../../integrations/sandbox/hubspot/index.ts';
import { sandboxOrganizationId } from '../../../integrations/sandbox/salesforce/index.ts';
import { readConfig } from '../../../src/config/config.ts';
import { migrate } from '../../../src/db/migrate.ts';
import { createSession } from '../../../src/db/sessions.ts';
import { createCore, type Core } from '../../../src/main/core.ts';
import { defaultCacheDir, isRoot } from '../../../src/main/local/paths.ts';
import { choosePorts } from '../../../src/main/local/ports.ts';
import { startLocalPostgres } from '../../../src/main/local/postgres.ts';
import { findTemporalBinaries } from '../../../src/main/local/temporal-binaries.ts';
import { startLocalTemporal } from '../../../src/main/local/temporal.ts';
import { ensureStaff, type StaffMember } from '../../../src/usecases/people/ensure-staff.ts';
import { type Killable, killable, patiently, supervise, type Supervised } from '../../support/processes.ts';
import type { SandboxProcessOptions } from '../../support/sandbox-process.ts';

const namespace = 'gangway';
const appId = 1_160_452;
const domain = 'northwind-crm.example';
const salesforceApp = {
  clientId: '3MVG9faulttest0123456789',
  clientSecret: 'fault-salesforce-secret-0123456789',
  outboundToken: 'faultoutbound0123456789faultoutbound01234567',
};
const staff: StaffMember[] = [
  {
    name: 'Mira Lindqvist',
    email: `mira@${domain}`,
    staffRole: 'admin',
    timezone: 'America/New_York',
    defaultFor: ['team.manager'],
  },
  {
    name: 'Ana Sousa',
    email: `ana@${domain}`,
    staffRole: 'manager',
    timezone: 'America/New_York',
    managerEmail: `mira@${domain}`,
    defaultFor: ['team.csm', 'team.implementation_manager'],
  },
];
const silent = { debug() {}, info() {}, warn() {}, error() {} };

export interface World {
  dataDir: string;
  apiUrl: string;
  databaseUrl: string;
  temporal: { address: string; namespace: string };
  /** this test's own view into the system */
  core: Core;
  /** of a manager, as a browser sends it, and of an administrator */
  cookie: string;
  adminCookie: string;
  targets: Killable[];
  supervised: Supervised[];
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** logs of a test that failed stay in `dataDir`/logs and beside */
  stop(options: { keepsLogs: boolean }): Promise<void>;
}

interface WorldOptions {
  /** besides HubSpot */
  withSalesforce?: boolean;
  environment?: Record<string, string>;
}

/** @param businessNow a working hour of everybody, so that mails go out during the test */
export async function startWorld(businessNow: Date, options: WorldOptions = {}): Promise<World> {
  const started = new AsyncDisposableStack();
  try {
    return await startParts(businessNow, options, started);
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
}

async function startParts(
  businessNow: Date,
  { withSalesforce = false, environment: further }: WorldOptions,
  started: AsyncDisposableStack,
): Promise<World> {
  const dataDir = await mkdtemp(join(isRoot() ? '/var/tmp' : tmpdir(), 'gangway-fault-'));
  await mkdir(join(dataDir, 'logs'));
  const log = (): void => undefined;
  const ports = await choosePorts(join(dataDir, 'ports.json'), ['api', 'sandbox', 'smtp']);
  const [postgres, binaries] = await Promise.all([
    startLocalPostgres({ dataDir, log }),
    findTemporalBinaries({ cacheDir: defaultCacheDir(), log }),
  ]);
  started.defer(postgres.stop);
  const temporal = await startLocalTemporal({ dataDir, postgres: postgres.connection, binaries, namespace, log });
  started.defer(temporal.stop);
  await migrate(postgres.url);

  const apiUrl = `http://127.0.0.1:${ports.api}`;
  const sandboxUrl = `http://127.0.0.1:${ports.sandbox}`;
  const sandbox: SandboxProcessOptions = {
    port: ports.sandbox,
    smtpPort: ports.smtp,
    publicUrl: apiUrl,
    token: 'pat-fault-0123456789',
    clientSecret: 'fault-client-secret-0123456789',
    appId,
    smtpUser: 'gangway',
    smtpPassword: 'fault-smtp',
    scopes: [...neededScopes],
    salesforce: withSalesforce ? salesforceApp : null,
  };
  const environment = {
    NODE_ENV: 'production',
    LOG_LEVEL: 'info',
    HOST: '127.0.0.1',
    PORT: String(ports.api),
    PUBLIC_URL: apiUrl,
    GANGWAY_SECRET: 'fault-test-secret-0123456789-0123456789',
    COMPANY_NAME: 'Northwind',
    DATABASE_URL: postgres.url,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: namespace,
    HUBSPOT_ACCESS_TOKEN: sandbox.token,
    HUBSPOT_CLIENT_SECRET: sandbox.clientSecret,
    HUBSPOT_ACCOUNT_ID: String(sandboxPortalId),
    HUBSPOT_APP_ID: String(appId),
    HUBSPOT_BASE_URL: sandboxUrl,
    HUBSPOT_CALLS_PER_10_SECONDS: '190',
    SMTP_URL: `smtp://${sandbox.smtpUser}:${sandbox.smtpPassword}@127.0.0.1:${ports.smtp}`,
    MAIL_FROM: `onboarding@${domain}`,
    ...(withSalesforce && {
      SALESFORCE_LOGIN_URL: `${sandboxUrl}/salesforce`,
      SALESFORCE_CLIENT_ID: salesforceApp.clientId,
      SALESFORCE_CLIENT_SECRET: salesforceApp.clientSecret,
      SALESFORCE_ORGANIZATION_ID: sandboxOrganizationId,
      SALESFORCE_OUTBOUND_TOKEN: salesforceApp.outboundToken,
      SALESFORCE_DAILY_CALLS: '90000',
    }),
    ...further,
  };
  const run = (name: string, ...args: string[]): Supervised => {
    const one = supervise({ name, args, environment, logFile: join(dataDir, 'logs', `${name}.log`) });
    started.defer(one.stop);
    return one;
  };
  const survivor = run('sandbox', 'tests/support/sandbox-process.ts', JSON.stringify(sandbox));
  const control = (method: string, path: string, body?: unknown): Promise<unknown> =>
    ask(`${sandboxUrl}/control${path}`, method, body);
  await patiently(() => control('GET', '/hubspot/counters'));

  const core = await createCore({
    config: readConfig(environment),
    databaseUrl: postgres.url,
    publicUrl: apiUrl,
    logger: silent,
  });
  started.defer(core.close);
  await core.db.query(
    'INSERT INTO business_clock (id, offset_ms) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET offset_ms = $1',
    [businessNow.getTime() - Date.now()],
  );
  await core.clock.refresh();
  await ensureStaff(core, staff);
  await Promise.all([...core.deps.crms.values()].map((crm) => crm.setUp()));
  const signIn = async (member: StaffMember | undefined): Promise<string> => {
    const [person] = await core.db.query<{ id: string }>('SELECT id FROM people WHERE email = $1', [member?.email]);
    return `gangway=${await createSession(core.db, { personId: person?.id ?? '', userAgent: 'test', replaces: null })}`;
  };
  const [adminCookie, cookie] = [await signIn(staff[0]), await signIn(staff[1])];

  const api = run('api', 'src/main/api.ts');
  const worker = run('worker', 'src/main/worker.ts');
  await patiently(() => ask(`${apiUrl}/readyz`, 'GET'));
  return {
    dataDir,
    apiUrl,
    temporal: { address: temporal.address, namespace },
    core,
    databaseUrl: postgres.url,
    cookie,
    adminCookie,
    supervised: [survivor, api, worker],
    targets: [
      api,
      worker,
      killable('Temporal', join(dataDir, 'temporal', 'temporal.pid')),
      killable('PostgreSQL', join(dataDir, 'postgres.pid')),
    ],
    control,
    async stop({ keepsLogs }) {
      await started.disposeAsync();
      if (!keepsLogs) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function ask(url: string, method: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null;
}
