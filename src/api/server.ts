/** The HTTP side of Gangway as one Express app: API, live events, reference, web, and whatever else is mounted. */
import express, { type Express, Router } from 'express';
import { purgeAccess } from '../db/purge-access.ts';
import { purgeInbox } from '../db/purge-inbox.ts';
import { purgeLedger } from '../db/purge-ledger.ts';
import { purgeRawMails } from '../db/purge-raw-mails.ts';
import type { ApiDeps } from './deps.ts';
import { mountEndpoints } from './endpoints.ts';
import { notFound, problemMiddleware } from './http/problem.ts';
import { requestLog } from './http/request-log.ts';
import { securityHeaders, shownMailHeaders } from './http/security-headers.ts';
import { warnOfUnheardProxy } from './http/unheard-proxy.ts';
import { showPage } from './customer/unsubscribe.ts';
import { documentRoutes } from './documents/download.ts';
import { onboardingDocumentRoutes } from './documents/onboarding-documents.ts';
import { taskLinkDocumentRoutes } from './documents/task-link-documents.ts';
import { createLiveEvents } from './live/live-events.ts';
import { ourPagesOnly } from './sandbox/our-pages-only.ts';
import { oidcRoutes } from './sign-in/oidc-routes.ts';
import { slackInstallRoutes } from './slack/install-routes.ts';
import { connectRoutes } from './staff/connect-routes.ts';
import { backfillSheetRoutes } from './staff/backfill-sheets.ts';
import { ledgerCsvRoute } from './staff/ledger-csv.ts';
import { operationRoutes } from './system/operations.ts';
import { referenceRoutes } from './system/reference.ts';
import { webRoutes } from './system/web.ts';

export type { ApiDeps } from './deps.ts';

export interface ApiServer {
  app: Express;
  /** Ends live streams and timers; the HTTP server is the caller's. */
  close(): Promise<void>;
}

const bodyLimit = '100kb';
const purgeEveryMs = 3_600_000;
const dayMs = 86_400_000;
const inboxDays = 30;
const rawMailDays = 90;

export function createApiServer(deps: ApiDeps): ApiServer {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', deps.trustProxy);
  app.set('query parser', 'simple');
  // vendors' events first: they are verified on raw bytes and answered with nothing
  app.use(deps.webhooks);
  app.use(warnOfUnheardProxy(deps.logger, deps.trustProxy));
  app.use(requestLog(deps.logger, deps.metrics), securityHeaders(deps.publicUrl));
  app.use(operationRoutes(deps), referenceRoutes(deps));
  const live = createLiveEvents(deps);
  app.use('/api/v1', apiRoutes(deps, live.routes));
  if (deps.sandbox) {
    app.use('/sandbox', ourPagesOnly(deps.publicUrl));
    app.use('/sandbox/api', shownMailHeaders, deps.sandbox);
  }
  app.use(slackInstallRoutes(deps), connectRoutes(deps));
  app.use(webRoutes(deps));
  app.use(notFound, problemMiddleware(deps.logger));
  const purging = setInterval(() => {
    const daysAgo = (days: number): Date => new Date(deps.clock.now().getTime() - days * dayMs);
    Promise.all([
      purgeAccess(deps.db),
      purgeLedger(deps.db, daysAgo(deps.ledgerDays)),
      purgeInbox(deps.db, daysAgo(inboxDays)),
      purgeRawMails(deps.db, daysAgo(rawMailDays)),
    ]).catch((error: unknown) =>
      deps.logger.warn({ err: error }, 'What is old could not be removed; tried again in an hour'),
    );
  }, purgeEveryMs).unref();
  return {
    app,
    async close() {
      clearInterval(purging);
      await live.close();
    },
  };
}

function apiRoutes(deps: ApiDeps, liveRoutes: Router): Router {
  const router = Router();
  router.use(
    liveRoutes,
    oidcRoutes(deps),
    documentRoutes(deps),
    taskLinkDocumentRoutes(deps),
    onboardingDocumentRoutes(deps),
    ledgerCsvRoute(deps),
    backfillSheetRoutes(deps),
  );
  router.get('/unsubscribe/:token', showPage);
  // only providers' one-click unsubscribing sends forms
  router.use('/unsubscribe', express.urlencoded({ extended: false, limit: bodyLimit }));
  router.use(express.json({ limit: bodyLimit }));
  mountEndpoints(router, deps);
  router.use(notFound);
  return router;
}
