/**
 * HubSpot's events: verified on the raw bytes against the configured public URL, stored in one statement, acknowledged.
 * Nothing else happens here; HubSpot waits five seconds and tries again for a day.
 */
import { raw, Router, type Request, type Response } from 'express';
import { projectHubSpotEvents, refusedUnread, verifyHubSpotSignature } from '../../integrations/hubspot/webhook.ts';
import type { Clock } from '../db/clock.ts';
import type { CrmConnection } from '../db/connections.ts';
import type { Database } from '../db/database.ts';
import { countRefusal, type ReceivedEvent } from '../db/inbox.ts';
import { createInboxWriter } from '../db/inbox-writer.ts';
import type { Logger } from '../telemetry/logger.ts';

export interface HubSpotWebhookDeps {
  db: Database;
  clock: Clock;
  logger: Logger;
  /** scheme, host and path prefix as HubSpot calls it */
  publicUrl: string;
  clientSecret: string;
  appId: string | null;
  /** at the moment */
  connections(): CrmConnection[];
  /** tells the dispatcher that events wait; cheap, coalesced */
  poke(): void;
}

/** a hundred events, each with a value of up to 65,536 characters */
const bodyLimit = '10mb';

export function createHubSpotWebhook(deps: HubSpotWebhookDeps): Router {
  const router = Router();
  const inbox = createInboxWriter(deps.db, deps.clock);
  const refuse = async (response: Response, reason: string): Promise<void> => {
    await countRefusal(deps.db, 'hubspot', reason, deps.clock.now());
    response.status(401).end();
  };
  router.post(
    '/webhooks/hubspot',
    async (request: Request, response: Response, next) => {
      const reason = refusedUnread({ headers: request.headers, nowMs: Date.now() });
      if (reason === null) next();
      else await refuse(response, reason);
    },
    raw({ type: () => true, limit: bodyLimit }),
    async (request: Request, response: Response) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const verdict = verifyHubSpotSignature({
        method: request.method,
        publicUrl: deps.publicUrl + request.originalUrl,
        rawBody: body,
        headers: request.headers,
        clientSecret: deps.clientSecret,
        nowMs: Date.now(),
      });
      if (!verdict.ok) return refuse(response, verdict.reason);
      const received = projectHubSpotEvents(body, { appId: deps.appId }).flatMap((event): ReceivedEvent[] => {
        const connection = connectionOf(deps, event.accountId);
        return connection ? [{ connectionId: connection.id, event }] : [];
      });
      if (received.length > 0) await inbox.store(received);
      deps.poke();
      response.sendStatus(200);
    },
  );
  router.all('/webhooks/hubspot', (_request, response) => refuse(response, 'method'));
  return router;
}

/** An event too broken to name its account is shown with the first one. Other accounts' events are acknowledged and left. */
function connectionOf({ connections, logger }: HubSpotWebhookDeps, portalId: string): CrmConnection | undefined {
  const known = connections();
  const connection = known.find(({ accountId }) => accountId === portalId) ?? (portalId === '' ? known[0] : undefined);
  if (!connection) logger.warn({ portalId }, 'An event of a HubSpot account that is not connected was left');
  return connection;
}
