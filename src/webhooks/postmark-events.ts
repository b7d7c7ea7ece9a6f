/** What Postmark tells of mails that we sent through it, into the same facts as raw delivery reports. */
import { json, Router, type Request, type Response } from 'express';
import { knowsSecret, type PostmarkEvent, readPostmarkEvent } from '../../integrations/email/webhook.ts';
import type { Clock } from '../db/clock.ts';
import type { Database } from '../db/database.ts';
import { countRefusal } from '../db/inbox.ts';
import { countOpen, markDelivered } from '../db/message-opens.ts';
import { isMachineAgent } from '../domain/machine-open.ts';
import type { Logger } from '../telemetry/logger.ts';
import { recordBounce, recordComplaint } from '../usecases/messages/record-bounce.ts';
import { reactivateAddress, suppressAddress } from '../usecases/messages/suppress-address.ts';

export interface PostmarkEventsDeps {
  db: Database;
  clock: Clock;
  logger: Logger;
  /** MAIL_BOUNCE_SECRET: who may report */
  bounceSecret: string;
  tracksOpens: boolean;
}

const path = '/webhooks/email/postmark/events';
/** bounces may carry the whole report */
const bodyLimit = '1mb';

/** 200 once the fact is stored, also where it is known or about no mail of ours; at 403 Postmark stops repeating. */
export function createPostmarkEvents(deps: PostmarkEventsDeps): Router {
  const router = Router();
  const refuse = async (response: Response, reason: string, status: number): Promise<void> => {
    await countRefusal(deps.db, 'email', reason, deps.clock.now());
    response.sendStatus(status);
  };
  router.post(
    path,
    async (request: Request, response: Response, next: () => void) => {
      if (knowsSecret(request.headers.authorization, deps.bounceSecret)) next();
      else await refuse(response, 'secret', 401);
    },
    json({ type: () => true, limit: bodyLimit }),
    // of the parser alone: what fails below must be repeated
    async (_error: unknown, _request: Request, response: Response, _next: () => void) =>
      refuse(response, 'unreadable', 403),
    async (request: Request, response: Response) => {
      const event = readPostmarkEvent(request.body);
      if (!event) return refuse(response, 'unreadable', 403);
      if (await record(deps, event))
        deps.logger.warn({ event: event.type }, 'Postmark told of a mail that did not arrive');
      response.sendStatus(200);
    },
  );
  router.all(path, (_request: Request, response: Response) => refuse(response, 'method', 405));
  return router;
}

/** @returns whether it is news that somebody is not reached */
async function record(deps: PostmarkEventsDeps, event: PostmarkEvent): Promise<boolean> {
  const { db, tracksOpens } = deps;
  switch (event.type) {
    case 'bounce':
      return recordBounce(deps, { ...event, status: null });
    case 'complaint':
      return recordComplaint(deps, event.messageId);
    case 'suppressed':
      return suppressAddress(deps, event);
    case 'reactivated':
      await reactivateAddress(deps, event.address);
      return false;
    case 'delivery':
      await markDelivered(db, event.messageId, event.at);
      return false;
    case 'open':
      if (tracksOpens) await countOpen(db, { ...event, isMachine: isMachineAgent(event.userAgent) });
      return false;
    case 'none':
      return false;
  }
}
