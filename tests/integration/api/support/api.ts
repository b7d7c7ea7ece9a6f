/** The real Express app on a real PostgreSQL; what belongs to others is recorded or given by the test. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Router } from 'express';
import { Registry } from 'prom-client';
import { afterAll, beforeAll } from 'vitest';
import { type ApiDeps, type ApiServer, createApiServer } from '../../../../src/api/server.ts';
import type { CommandCall } from '../../../../src/api/deps.ts';
import { createClock } from '../../../../src/db/clock.ts';
import { createDatabase, type Database } from '../../../../src/db/database.ts';
import { createPlaybookStore } from '../../../../src/db/playbook-store.ts';
import { portOf } from './port-of.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';

type SignInMail = Parameters<ApiDeps['sendSignInMail']>[0];

export interface TestApi {
  readonly url: string;
  readonly deps: ApiDeps;
  readonly db: Database;
  readonly signInMails: SignInMail[];
  readonly linkMails: { taskId: string; personId: string }[];
  readonly commands: CommandCall[];
  readonly uploads: Parameters<ApiDeps['addDocument']>[0][];
  readonly logged: object[];
  /** what the next command does */
  onCommand(run: ApiDeps['runCommand']): void;
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

const secret = 'a secret of the tests, long enough for anything';
export { secret as testSecret };

export function useTestApi(given: (context: { port: number }) => Partial<ApiDeps> = () => ({})): TestApi {
  let database: TestDatabase;
  let db: Database;
  let api: ApiServer;
  let deps: ApiDeps;
  let server: Server;
  let url = '';
  const signInMails: SignInMail[] = [];
  const linkMails: { taskId: string; personId: string }[] = [];
  const commands: CommandCall[] = [];
  const uploads: TestApi['uploads'][number][] = [];
  const logged: object[] = [];
  const accept: ApiDeps['runCommand'] = async () => ({
    onboardingId: '00000000-0000-4000-8000-000000000001',
    version: 2,
  });
  let runCommand = accept;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = createDatabase({ url: database.url, poolSize: 8, onError: (error) => logged.push({ err: error }) });
    server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = portOf(server);
    url = `http://localhost:${port}`;
    const log = (details: object, message: string): void => void logged.push({ ...details, message });
    deps = {
      db,
      databaseUrl: database.url,
      clock: createClock(db),
      logger: { debug: log, info: log, warn: log, error: log },
      environment: 'test',
      version: '0.0.0-test',
      publicUrl: url,
      trustProxy: 1,
      secret,
      companyName: 'Vendor Ltd',
      adminEmail: null,
      signInMailsPerHour: 5,
      ledgerDays: 400,
      metricsToken: null,
      oidc: null,
      slackOAuth: null,
      slack: null,
      webDir: '/nonexistent',
      metrics: new Registry(),
      playbooks: createPlaybookStore(db),
      ready: async () => [{ name: 'database', isReady: true, detail: 'answers' }],
      systemParts: async () => [{ name: 'Database', state: 'on', detail: 'answers', since: null }],
      runCommand: (command) => {
        commands.push(command);
        return runCommand(command);
      },
      startOnboarding: async () => ({ onboardingId: '00000000-0000-4000-8000-000000000001', created: true }),
      previewChase: async () => [],
      searchDeals: async () => ({ items: [], unanswered: [] }),
      connecting: {
        db,
        clock: createClock(db),
        secret,
        timezone: 'Europe/Berlin',
        logger: { debug: log, info: log, warn: log, error: log },
        crms: new Map(),
        refreshCrms: async () => undefined,
        ofEnvironment: () => null,
        askHubSpot: async () => '4711',
        askSalesforce: async () => '00D000000000001AAA',
        trustedLoginUrl: null,
      },
      hubSpotOAuth: null,
      hubSpotScopes: ['crm.objects.deals.read'],
      crm: {
        db,
        clock: createClock(db),
        playbooks: createPlaybookStore(db),
        publicUrl: url,
        crms: new Map(),
        company: { timezone: 'Europe/Berlin', country: null },
        logger: { debug: log, info: log, warn: log, error: log },
      },
      acceptMail: async () => undefined,
      addDocument: async (upload) => void uploads.push(upload),
      reader: null,
      inboundAddress: null,
      playbooksDir: 'playbooks',
      playbookProblems: new Map(),
      sendSignInMail: async (mail) => void signInMails.push(mail),
      sendTaskLink: async (target) => void linkMails.push(target),
      webhooks: Router(),
      sandbox: null,
      ...given({ port }),
    };
    api = createApiServer(deps);
    server.on('request', api.app);
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await api.close();
    await db.close();
    await database.drop();
  });
  return {
    get url() {
      return url;
    },
    get db() {
      return db;
    },
    get deps() {
      return deps;
    },
    signInMails,
    linkMails,
    commands,
    uploads,
    logged,
    onCommand: (run) => {
      runCommand = run;
    },
    fetch: (path, init) => fetch(url + path, { redirect: 'manual', ...init }),
  };
}
