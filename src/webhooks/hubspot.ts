/**
 * HubSpot's events: verified on the raw bytes against the configured public URL, stored in one statement, acknowledged.
 * Nothing else happens here; HubSpot waits five seconds and tries again for a day.
 */
import { raw, Router, type Request, type Response } from 'express';
import { projectHubSpotEvents, verifyHubSpotSignature } from '../../integrations/hubspot/webhook.ts';
import type { Clock } from '../db/clock.ts';
import type { CrmConnection } from '../db/connections.ts';
import type { Database } from '../db/database.ts';
import { countRefusal, storeEvents } from '../db/inbox.ts';
import type { Logger } from '../telemetry/logger.ts';

export interface HubSpotWebhookDeps {
  db: Database;
  clock: Clock;
  logger: Logger;
  /** scheme, host and path prefix as HubSpot calls it */
  publicUrl: string;
  clientSecret: string;
  appId: string | null;
  /** by portal id */
  connections: Map<string, CrmConnection>;
  /** tells the dispatcher that events wait; cheap, coalesced */
  poke(): void;
}

const bodyLimit = '1mb';

export function createHubSpotWebhook(deps: HubSpotWebhookDeps): Router {
  const router = Router();
  const refuse = async (response: Response, reason: string): Promise<void> => {
    await countRefusal(deps.db, 'hubspot', reason, deps.clock.now());
    response.sendStatus(401);
  };
  router.post('/webhooks/hubspot', raw({ type: () => true, limit: bodyLimit }), async (request: Request, response: Response) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const verdict = verifyHubSpotSignature({
      method: request.method, publicUrl: deps.publicUrl + request.originalUrl, rawBody: body, headers: request.headers, clientSecret: deps.clientSecret, nowMs: Date.now(),
    });
    if (!verdict.ok) return refuse(response, verdict.reason);
    const byPortal = Map.groupBy(projectHubSpotEvents(body, { appId: deps.appId }), (event) => event.accountId);
    for (const [portalId, events] of byPortal) {
      const connection = deps.connections.get(portalId) ?? (portalId === '' ? [...deps.connections.values()][0] : undefined);
      if (connection) await storeEvents(deps.db, connection.id, events, deps.clock.now());
      else deps.logger.warn({ portalId, events: events.length }, 'Events of a HubSpot account that is not connected were acknowledged and left');
    }
    deps.poke();
    response.sendStatus(200);
  });
  router.all('/webhooks/hubspot', (_request, response) => refuse(response, 'method'));
  return router;
}
