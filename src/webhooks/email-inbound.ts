/**
 * Answers by mail from a relay or from Postmark: verified, stored whole, acknowledged. What they say is read afterwards.
 * A relay hears that a mail is too large before it is read, and tells its sender. Postmark tells nobody: what is known of
 * the mail is kept for the queue.
 */
import { json, raw, Router, type NextFunction, type Request, type Response } from 'express';
import {
  knowsSecret,
  type PostmarkDelivery,
  readPostmark,
  refusedUnread,
  signatureHeader,
  timestampHeader,
  verifyRelayedMail,
} from '../../integrations/email/webhook.ts';
import type { InboundConfig } from '../config/config.ts';
import type { Clock } from '../db/clock.ts';
import type { Database } from '../db/database.ts';
import { countRefusal } from '../db/inbox.ts';
import type { Logger } from '../telemetry/logger.ts';
import { dedupeKeyOf, type IncomingMail, receiveMail } from '../usecases/replies/receive-mail.ts';
import { refuseLargeMail } from '../usecases/replies/refuse-large-mail.ts';

export interface InboundWebhookDeps {
  db: Database;
  clock: Clock;
  logger: Logger;
  inbound: InboundConfig;
}

const relayPath = '/webhooks/email/inbound';
const postmarkPath = '/webhooks/email/postmark';
/** the raw mail, what is attached to it once more, and JSON around both */
const jsonFactor = 2.5;

export function createInboundMailWebhook(deps: InboundWebhookDeps): Router {
  const router = Router();
  const { relaySecret, postmarkSecret } = deps.inbound;
  if (relaySecret !== null) mountRelay(router, deps, relaySecret);
  if (postmarkSecret !== null) mountPostmark(router, deps, postmarkSecret);
  return router;
}

const store = ({ db, clock }: InboundWebhookDeps, mail: IncomingMail): Promise<boolean> =>
  db.transaction((tx) => receiveMail(tx, mail, clock.now()));

async function showInQueue({ db, clock, inbound }: InboundWebhookDeps, delivery: PostmarkDelivery): Promise<void> {
  const { raw: bytes, ...known } = delivery;
  // a key of its own: the mail is taken where it comes again and larger ones are allowed
  const dedupeKey = `too large ${dedupeKeyOf(bytes)}`;
  const mail = { ...known, source: 'postmark' as const, size: bytes.length, dedupeKey };
  const left = 'its sender was not told';
  await db.transaction((tx) => refuseLargeMail(tx, mail, { maxBytes: inbound.maxBytes, left }, clock.now()));
}

const refuse = async (
  { db, clock }: InboundWebhookDeps,
  response: Response,
  reason: string,
  status: number,
): Promise<void> => {
  await countRefusal(db, 'email', reason, clock.now());
  response.status(status).end();
};

/** Any relay: the raw mail as the body, signed. The same delivery again within its five minutes is known by its content. */
function mountRelay(router: Router, deps: InboundWebhookDeps, secret: string): void {
  router.post(
    relayPath,
    async (request: Request, response: Response, next: NextFunction) => {
      const timestamp = request.get(timestampHeader);
      const reason = refusedUnread({ timestamp, signature: request.get(signatureHeader), nowMs: Date.now() });
      if (reason === null) next();
      else await refuse(deps, response, reason, 401);
    },
    raw({ type: () => true, limit: deps.inbound.maxBytes }),
    async (request: Request, response: Response) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const verdict = verifyRelayedMail({
        body,
        timestamp: request.get(timestampHeader),
        signature: request.get(signatureHeader),
        secret,
        nowMs: Date.now(),
      });
      if (!verdict.ok) return refuse(deps, response, verdict.reason, 401);
      await store(deps, { source: 'relay', raw: body, recipient: request.get('x-envelope-to') ?? null });
      response.sendStatus(204);
    },
    tooLarge(deps, 413),
  );
  router.all(relayPath, (_request: Request, response: Response) => refuse(deps, response, 'method', 405));
}

/** Postmark repeats for hours whatever is not answered with 200, and stops at 403. */
function mountPostmark(router: Router, deps: InboundWebhookDeps, secret: string): void {
  router.post(
    postmarkPath,
    async (request: Request, response: Response, next: NextFunction) => {
      if (knowsSecret(request.headers.authorization, secret)) next();
      else await refuse(deps, response, 'secret', 401);
    },
    json({ type: () => true, limit: Math.ceil(deps.inbound.maxBytes * jsonFactor) }),
    async (request: Request, response: Response) => {
      const delivery = await readPostmark(request.body);
      if (!delivery) return refuse(deps, response, 'unreadable', 403);
      if (delivery.raw.length > deps.inbound.maxBytes) {
        await showInQueue(deps, delivery);
        return refuse(deps, response, 'too_large', 403);
      }
      await store(deps, { source: 'postmark', raw: delivery.raw, recipient: delivery.recipient });
      response.sendStatus(200);
    },
    tooLarge(deps, 403),
  );
  router.all(postmarkPath, (_request: Request, response: Response) => refuse(deps, response, 'method', 405));
}

const tooLarge =
  (deps: InboundWebhookDeps, status: number) =>
  async (error: unknown, request: Request, response: Response, next: NextFunction): Promise<void> => {
    const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : null;
    if (type !== 'entity.too.large' && type !== 'entity.parse.failed') return next(error);
    const reason = type === 'entity.too.large' ? 'too_large' : 'unreadable';
    deps.logger.warn({ path: request.path, bytes: request.get('content-length'), reason }, 'A mail was refused');
    await refuse(deps, response, reason, status);
  };
