/** Bounces (RFC 3464), as the mail server hands them on: the raw message, authenticated by the configured secret. */
import { raw, Router, type Request, type Response } from 'express';
import { mayReportBounces, readBounce } from '../../integrations/email/webhook.ts';
import type { Clock } from '../db/clock.ts';
import type { Database } from '../db/database.ts';
import { countRefusal } from '../db/inbox.ts';
import type { Logger } from '../telemetry/logger.ts';
import { recordBounce } from '../usecases/messages/record-bounce.ts';

export interface EmailWebhookDeps {
  db: Database;
  clock: Clock;
  logger: Logger;
  /** keys the bounce addresses */
  secret: string;
  bounceSecret: string;
}

export function createEmailWebhook({ db, clock, logger, secret, bounceSecret }: EmailWebhookDeps): Router {
  const router = Router();
  router.post(
    '/webhooks/email/bounce',
    raw({ type: () => true, limit: '1mb' }),
    async (request: Request, response: Response) => {
      if (!mayReportBounces(request.headers.authorization, bounceSecret)) {
        await countRefusal(db, 'email', 'secret', clock.now());
        return void response.sendStatus(401);
      }
      const bounce = await readBounce(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0), {
        secret,
        recipient: request.get('x-envelope-recipient') ?? null,
      });
      if (bounce.result === 'report') await recordBounce({ db, clock }, bounce.report);
      else logger.warn({ reason: bounce.reason }, 'A bounce could not be read and was left');
      response.sendStatus(200);
    },
  );
  return router;
}
