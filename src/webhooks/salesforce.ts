/**
 * Salesforce's outbound messages: nothing signs them, so an unguessable path for each organisation and the organisation's
 * id inside stand in for a signature. Stored in one statement, acknowledged; nothing else happens here. Salesforce
 * waits a minute, and sends what was not acknowledged again for a day.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { raw, Router, type NextFunction, type Request, type Response } from 'express';
import { acknowledgement, projectOutboundMessage } from '../../integrations/salesforce/webhook.ts';
import type { Clock } from '../db/clock.ts';
import type { CrmConnection } from '../db/connections.ts';
import type { Database } from '../db/database.ts';
import { countRefusal } from '../db/inbox.ts';
import { createInboxWriter } from '../db/inbox-writer.ts';
import type { Logger } from '../telemetry/logger.ts';

export interface SalesforceWebhookDeps {
  db: Database;
  clock: Clock;
  logger: Logger;
  /** at the moment */
  organizations(): SalesforceOrganization[];
  /** tells the dispatcher that events wait; cheap, coalesced */
  poke(): void;
}
export interface SalesforceOrganization {
  /** the last part of the address that its outbound messages go to */
  token: string;
  connection: CrmConnection;
}

const path = '/webhooks/salesforce/:token';
/** a hundred notifications with the package's fields have 50 KB; an administrator may add long ones */
const bodyLimit = '2mb';

export function createSalesforceWebhook(deps: SalesforceWebhookDeps): Router {
  const router = Router();
  const inbox = createInboxWriter(deps.db, deps.clock);
  const refuse = async (response: Response, reason: string, status: number): Promise<void> => {
    await countRefusal(deps.db, 'salesforce', reason, deps.clock.now());
    response.status(status).end();
  };
  router.post(
    path,
    async (request: Request, response: Response, next: NextFunction) => {
      if (connectionsOf(deps, request).length > 0) next();
      else await refuse(response, 'token', 401);
    },
    raw({ type: () => true, limit: bodyLimit }),
    async (request: Request, response: Response) => {
      const projection = projectOutboundMessage(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
      if (!projection.ok) return refuse(response, projection.reason, 400);
      const { organizationId, events } = projection;
      const connection = connectionsOf(deps, request).find(({ accountId }) => accountId === organizationId);
      if (!connection) {
        deps.logger.warn({ organizationId }, 'An outbound message of another Salesforce organisation was refused');
        return refuse(response, 'organization', 403);
      }
      await inbox.store(events.map((event) => ({ connectionId: connection.id, event })));
      deps.poke();
      response.status(200).type('text/xml').send(acknowledgement);
    },
    async (error: unknown, _request: Request, response: Response, next: NextFunction) => {
      const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : null;
      if (type === 'entity.too.large') await refuse(response, 'too_large', 413);
      else next(error);
    },
  );
  router.all(path, (_request: Request, response: Response) => refuse(response, 'method', 401));
  return router;
}

/** Every path is compared, each in the same time whatever was given. */
function connectionsOf({ organizations }: SalesforceWebhookDeps, { params }: Request): CrmConnection[] {
  const given = sha256(typeof params['token'] === 'string' ? params['token'] : '');
  return organizations()
    .filter(({ token }) => timingSafeEqual(sha256(token), given))
    .map(({ connection }) => connection);
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
