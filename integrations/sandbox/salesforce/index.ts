/** A Salesforce organisation in small: reached by address and credentials like the real one, with a page's worth of levers besides. */
import { Router } from 'express';
import type { Logger } from '../../../src/telemetry/logger.ts';
import { createChance } from '../chance.ts';
import { createSaver, type SandboxStore } from '../store.ts';
import { accountRoutes } from './account-api.ts';
import { collectionRoutes } from './collections-api.ts';
import { compositeRoutes } from './composite-api.ts';
import { createControl } from './control.ts';
import { createCounters } from './counters.ts';
import { createFaults } from './faults.ts';
import { toldOf } from './flow.ts';
import { answerIdentity } from './identity.ts';
import { type CallLimits, createCallLimits } from './limits.ts';
import { oauthRoutes, type SalesforceApp } from './oauth.ts';
import { createOrg, type Org } from './org.ts';
import { createOutbound, type Outbound } from './outbound.ts';
import { queryRoutes } from './query-api.ts';
import { createRowLocks } from './row-locks.ts';
import { freshState, integrationUser, seedOrganization } from './seed.ts';
import { seedOpportunities } from './seed-opportunities.ts';
import { serve, type Served } from './serve.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { sobjectRoutes } from './sobjects-api.ts';
import { orgStateSchema, type OrgState } from './state.ts';
import { createWriter } from './writes.ts';

export { integrationUser, sandboxOrganizationId } from './seed.ts';

export interface SandboxSalesforceOptions {
  store: SandboxStore;
  app: SalesforceApp;
  /** where the package's outbound messages go; absent: nowhere */
  outboundUrl?: string;
  log: Logger;
  /** business time, for closing dates; absent: real time */
  today?: () => Date;
  /** half a dozen opportunities to try things with; tests that make their own go without */
  withOpportunities?: boolean;
}

export interface SandboxSalesforce {
  /** sign-in and API as Salesforce serves them; mount it at a base address of its own */
  router: Router;
  control: Router;
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Running {
  org: Org;
  sessions: Sessions;
  outbound: Outbound;
  limits: CallLimits;
  served: Served;
  oauth: Router;
  restartFaults(): void;
}

export function createSandboxSalesforce({
  store,
  app,
  outboundUrl,
  log,
  today = () => new Date(),
  withOpportunities = true,
}: SandboxSalesforceOptions): SandboxSalesforce {
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
  const saved = (): void => saver.touch();

  const run = (state: OrgState, isFresh: boolean): Running => {
    let isSeeding = isFresh;
    const org = createOrg({
      state,
      touched: saved,
      changed(change) {
        const told = isSeeding ? null : toldOf(change);
        if (told) outbound.tell(told);
      },
    });
    const chance = createChance(state.faults.seed + 1);
    const settings = () => state.outbound;
    const outbound = createOutbound({ org, targetUrl: outboundUrl, settings, chance, counters, saved });
    if (isFresh) seedOrganization(org);
    if (isFresh && withOpportunities) seedOpportunities(org, today());
    isSeeding = false;
    const sessions = createSessions(state, saved);
    const faults = createFaults(() => state.faults);
    const limits = createCallLimits(() => state.limits);
    const writer = createWriter({ org, faults, locks: createRowLocks(), limits: () => state.limits });
    const routes = [
      ...accountRoutes(state, limits),
      ...queryRoutes(org),
      ...collectionRoutes(org, writer),
      ...compositeRoutes,
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
        const status = isRefused ? 400 : 200;
        counters.call('POST /services/oauth2/token', { status, isThrottled: false, written: [] });
      },
      changed: saved,
    });
    return { org, sessions, outbound, limits, served, oauth, restartFaults: () => faults.restart() };
  };
  const halt = async (): Promise<void> => {
    const { served, outbound } = current();
    served.stop();
    await outbound.stop();
  };

  const control = createControl({
    org: () => current().org,
    outbound: () => current().outbound,
    limits: () => current().limits,
    counters,
    today,
    changed: saved,
    faultsChanged: () => current().restartFaults(),
    expireSessions: () => current().sessions.expireAll(),
    async replace(state) {
      await halt();
      running = run(state ?? freshState(), state === null);
      running.outbound.start();
      saver.touch();
    },
  });
  const router = Router();
  router.use('/services/oauth2', (request, response, next) => current().oauth(request, response, next));
  router.use('/services/data', (request, response, next) => current().served.router(request, response, next));
  router.get('/id/:organization/:user', (request, response) =>
    answerIdentity(current().org, current().sessions, request, response),
  );
  return {
    router,
    control,
    async start() {
      const held = await store.load();
      const parsed = held === undefined ? null : orgStateSchema.safeParse(held);
      if (parsed && !parsed.success)
        log.warn(
          { issues: parsed.error.issues.slice(0, 3) },
          'The sandbox Salesforce’s saved state is of another form and was left aside',
        );
      running = run(parsed?.success ? parsed.data : freshState(), !parsed?.success);
      running.outbound.start();
      await saver.flush();
    },
    async stop() {
      await halt();
      await saver.flush();
    },
  };
}
