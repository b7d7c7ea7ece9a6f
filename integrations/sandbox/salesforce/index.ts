/** A Salesforce organisation in small: reached by address and credentials like the real one, with a page's worth of levers besides. */
import { Router, type Request, type Response } from 'express';
import type { Logger } from '../../../src/telemetry/logger.ts';
import { createSaver, type SandboxStore } from '../store.ts';
import { accountRoutes } from './account-api.ts';
import { collectionRoutes } from './collections-api.ts';
import { createCounters } from './counters.ts';
import { createFaults } from './faults.ts';
import { createCallLimits } from './limits.ts';
import { addressOf, oauthRoutes, type SalesforceApp } from './oauth.ts';
import { createOrg, type Org } from './org.ts';
import { queryRoutes } from './query-api.ts';
import { createRowLocks } from './row-locks.ts';
import { freshState, integrationUser, seedOrganization } from './seed.ts';
import { serve, type Served } from './serve.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { sobjectRoutes } from './sobjects-api.ts';
import { orgStateSchema, type OrgState } from './state.ts';
import { createWriter } from './writes.ts';

export { integrationUser, sandboxOrganizationId } from './seed.ts';
export type { SalesforceApp } from './oauth.ts';

export interface SandboxSalesforceOptions {
  store: SandboxStore;
  app: SalesforceApp;
  log: Logger;
}

export interface SandboxSalesforce {
  /** sign-in and API as Salesforce serves them; mount it at a base address of its own */
  router: Router;
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Running {
  org: Org;
  sessions: Sessions;
  served: Served;
  oauth: Router;
}

export function createSandboxSalesforce({ store, app, log }: SandboxSalesforceOptions): SandboxSalesforce {
  const counters = createCounters();
  let running: Running | null = null;
  const current = (): Running => {
    if (!running) throw new Error('The sandbox Salesforce was not started');
    return running;
  };
  const saver = createSaver(
    store,
    () => current().org.state,
    (error) => log.error({ err: error }, 'The sandbox Salesforce could not be saved'),
  );
  const run = (state: OrgState, isFresh: boolean): Running => {
    const org = createOrg({ state, changed: () => undefined, touched: () => saver.touch() });
    if (isFresh) seedOrganization(org);
    const sessions = createSessions(state, () => saver.touch());
    const faults = createFaults(() => state.faults);
    const limits = createCallLimits(() => state.limits);
    const writer = createWriter({ org, faults, locks: createRowLocks(), limits: () => state.limits });
    const routes = [
      ...accountRoutes(state, limits),
      ...queryRoutes(org),
      ...collectionRoutes(org, writer),
      ...sobjectRoutes(org, writer),
    ];
    const served = serve({ routes, state, sessions, faults, settings: () => state.faults, limits, counters });
    const oauth = oauthRoutes({
      app,
      state,
      sessions,
      faults: () => state.faults,
      runAs: integrationUser,
      signedIn({ isRefused }) {
        counters.call('POST /services/oauth2/token', {
          status: isRefused ? 400 : 200,
          isThrottled: false,
          written: [],
        });
      },
      changed: () => saver.touch(),
    });
    return { org, sessions, served, oauth };
  };
  const router = Router();
  router.use('/services/oauth2', (request, response, next) => current().oauth(request, response, next));
  router.use('/services/data', (request, response, next) => current().served.router(request, response, next));
  router.get(
    '/id/:organization/:user',
    (request: Request<{ organization: string; user: string }>, response: Response) => {
      const { org, sessions } = current();
      const user = org.find('User', request.params.user);
      const isRefused = !sessions.find(request.headers.authorization) || org.state.faults.areSessionsRefused;
      if (isRefused || !user || request.params.organization !== org.state.organizationId) {
        response
          .status(403)
          .type('text')
          .send(isRefused ? 'Bad_OAuth_Token' : 'Wrong_Org');
        return;
      }
      const address = addressOf(request);
      response.json({
        id: `${address}${request.path}`,
        asserted_user: true,
        user_id: user['Id'],
        organization_id: org.state.organizationId,
        username: user['Username'],
        display_name: user['Name'],
        email: user['Email'],
        active: user['IsActive'],
        user_type: 'STANDARD',
        language: 'en_US',
        locale: 'en_US',
        urls: {
          rest: `${address}/services/data/v{version}/`,
          sobjects: `${address}/services/data/v{version}/sobjects/`,
          query: `${address}/services/data/v{version}/query/`,
        },
      });
    },
  );
  return {
    router,
    async start() {
      const saved = await store.load();
      const parsed = saved === undefined ? null : orgStateSchema.safeParse(saved);
      if (parsed && !parsed.success)
        log.warn(
          { issues: parsed.error.issues.slice(0, 3) },
          'The sandbox Salesforce’s saved state is of another form and was left aside',
        );
      running = run(parsed?.success ? parsed.data : freshState(), !parsed?.success);
      await saver.flush();
    },
    async stop() {
      current().served.stop();
      await saver.flush();
    },
  };
}
