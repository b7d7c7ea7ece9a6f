/** A HubSpot in small: reached by address and token like the real one, with a page's worth of levers besides. */
import { Router } from 'express';
import type { Logger } from '../../../src/telemetry/logger.ts';
import { accountRoutes } from './account-api.ts';
import { associationRoutes } from './associations-api.ts';
import { batchRoutes } from './batch-api.ts';
import { createChance } from '../chance.ts';
import type { Change } from './changes.ts';
import { createControl } from './control.ts';
import { createCounters } from './counters.ts';
import { createFaults } from './faults.ts';
import { createRateLimits } from './limits.ts';
import { objectRoutes } from './objects-api.ts';
import { createSandboxOAuth, type SandboxOAuthApp } from './oauth.ts';
import { createPortal, type Portal } from './portal.ts';
import type { AccessToken } from './routes.ts';
import { createSearchIndex } from './search-index.ts';
import { freshState } from './seed.ts';
import { seedDeals } from './seed-deals.ts';
import { serve, type Served } from './serve.ts';
import { portalStateSchema, type PortalState } from './state.ts';
import { createSaver, type SandboxStore } from '../store.ts';
import { eventsOf } from './webhook-events.ts';
import { createWebhooks, type Webhooks, type WebhookTarget } from './webhooks.ts';

export { createFileStore, createMemoryStore } from '../store.ts';
import { sandboxPortalId } from './seed.ts';

export { sandboxPortalId };
export type { AccessToken } from './routes.ts';

export interface SandboxHubSpotOptions {
  store: SandboxStore;
  webhook: WebhookTarget;
  tokens: AccessToken[];
  /** an app that the account may consent to; absent: there is none */
  oauthApp?: SandboxOAuthApp;
  log: Logger;
  /** business time, for the dates HubSpot sets by itself; absent: real time */
  today?: () => Date;
  /** a dozen deals to try things with; tests that make their own go without */
  withDeals?: boolean;
}

export interface SandboxHubSpot {
  /** the API as HubSpot serves it; mount it at a base address of its own */
  router: Router;
  control: Router;
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Running {
  portal: Portal;
  webhooks: Webhooks;
  served: Served;
  restartFaults(): void;
}

export function createSandboxHubSpot({
  store,
  webhook,
  tokens,
  oauthApp,
  log,
  today = () => new Date(),
  withDeals = true,
}: SandboxHubSpotOptions): SandboxHubSpot {
  const counters = createCounters();
  let running: Running | null = null;
  const current = (): Running => {
    if (!running) throw new Error('The sandbox HubSpot was not started');
    return running;
  };
  const oauth =
    oauthApp &&
    createSandboxOAuth({
      app: oauthApp,
      portalId: sandboxPortalId,
      signInError: () => current().portal.state.faults.signInError,
    });
  const saver = createSaver(
    store,
    () => current().portal.state,
    (error) => log.error({ err: error }, 'The sandbox HubSpot could not be saved'),
  );

  const run = (state: PortalState, isFresh: boolean): Running => {
    const index = createSearchIndex(state);
    const webhooks = createWebhooks({
      state,
      target: webhook,
      settings: () => state.webhooks,
      chance: createChance(state.faults.seed + 1),
      counters,
      saved: () => saver.touch(),
    });
    let isSeeding = isFresh;
    let lastEventId = Date.now() * 1_000;
    const changed = (change: Change): void => {
      if (!isSeeding)
        webhooks.enqueue(
          eventsOf(change, state.webhooks, {
            portalId: state.portalId,
            appId: webhook.appId,
            nextEventId: () => ++lastEventId,
          }),
        );
    };
    const portal = createPortal({
      state,
      changed,
      today,
      touched(type, record) {
        index.note(type, record);
        saver.touch();
      },
    });
    if (isFresh && withDeals) seedDeals(portal, today());
    isSeeding = false;
    const limits = createRateLimits(() => state.limits, state.timezone);
    const faults = createFaults(() => state.faults);
    const routes = [
      ...batchRoutes(portal, faults),
      ...objectRoutes(portal, index),
      ...associationRoutes(portal),
      ...accountRoutes(portal, tokens, limits),
    ];
    const served = serve({
      routes,
      tokens,
      consentedToken: (bearer) => oauth?.tokenOf(bearer) ?? null,
      areTokensRevoked: () => state.faults.tokensRevoked,
      faults,
      limits,
      counters,
    });
    return { portal, webhooks, served, restartFaults: () => faults.restart() };
  };
  const halt = async (): Promise<void> => {
    const { webhooks, served } = current();
    served.stop();
    await webhooks.stop();
  };

  const control = createControl({
    portal: () => current().portal,
    webhooks: () => current().webhooks,
    counters,
    changed: () => saver.touch(),
    faultsChanged: () => current().restartFaults(),
    endTokens: () => oauth?.endTokens(),
    async replace(state) {
      await halt();
      running = run(state ?? freshState(), state === null);
      running.webhooks.start();
      saver.touch();
    },
  });
  const router = Router();
  if (oauth) router.use(oauth.router);
  router.use((request, response, next) => current().served.router(request, response, next));
  return {
    router,
    control,
    async start() {
      const saved = await store.load();
      const parsed = saved === undefined ? null : portalStateSchema.safeParse(saved);
      if (parsed && !parsed.success)
        log.warn(
          { issues: parsed.error.issues.slice(0, 3) },
          'The sandbox HubSpot’s saved state is of another form and was left aside',
        );
      running = run(parsed?.success ? parsed.data : freshState(), !parsed?.success);
      running.webhooks.start();
      await saver.flush();
    },
    async stop() {
      await halt();
      await saver.flush();
    },
  };
}
