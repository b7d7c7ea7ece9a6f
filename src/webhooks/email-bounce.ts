/** Raw delivery reports from whatever relay takes the mail to our bounce addresses. */
import { raw, Router, type Request, type Response } from 'express';
import { knowsSecret, readBounce } from '../../integrations/email/webhook.ts';
import type { Clock } from '../db/clock.ts';
import type { Database } from '../db/database.ts';
import { countRefusal } from '../db/inbox.ts';
import type { Logger } from '../telemetry/logger.ts';
import { recordBounce, recordComplaint } from '../usecases/messages/record-bounce.ts';
import { receiveMail } from '../usecases/replies/receive-mail.ts';

export interface BounceWebhookDeps {
  db: Database;
  clock: Clock;
  logger: Logger;
  /** MAIL_BOUNCE_SECRET: who may report */
  bounceSecret: string;
  /** keys the bounce addresses */
  secret: string;
  /** whether absence notes, which come back here too, are read; answers by mail are on */
  keepsReplies: boolean;
}

const bodyLimit = '1mb';
const path = '/webhooks/email/bounce';

/** Answers 204 to everything that was understood, also to mails that are no report: a relay must not repeat those. */
export function createBounceWebhook(deps: BounceWebhookDeps): Router {
  const router = Router();
  const authorise = async (request: Request, response: Response): Promise<boolean> => {
    if (request.method === 'POST' && knowsSecret(request.headers.authorization, deps.bounceSecret)) return true;
    await countRefusal(deps.db, 'email', request.method === 'POST' ? 'secret' : 'method', deps.clock.now());
    response.sendStatus(401);
    return false;
  };
  router.all(
    path,
    async (request, response, next) => {
      if (await authorise(request, response)) next();
    },
    raw({ type: () => true, limit: bodyLimit }),
    async (request: Request, response: Response) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const recipient = request.get('x-envelope-to') ?? null;
      const read = await readBounce(body, { secret: deps.secret, recipient });
      if (read.result === 'ignored' && deps.keepsReplies)
        await deps.db.transaction((tx) =>
          receiveMail(tx, { source: 'bounce', raw: body, recipient }, deps.clock.now()),
        );
      else if (read.result === 'ignored')
        deps.logger.info({ reason: read.reason }, 'A mail to a bounce address was left');
      else if (read.result === 'complaint') {
        if (await recordComplaint(deps, read.messageId))
          deps.logger.warn({ messageId: read.messageId }, 'A mail was reported as unwanted');
      } else if (await recordBounce(deps, read.report))
        deps.logger.warn({ messageId: read.report.messageId, status: read.report.status }, 'A mail came back');
      response.sendStatus(204);
    },
  );
  return router;
}
