/** Trackers tell that a ticket changed: verified on the raw bytes, noted in one statement, acknowledged. */
import { raw, Router, type Request, type Response } from 'express';
import { issuesOfEvent, isSignedByJira, jiraSignatureHeader } from '../../integrations/jira/webhook.ts';
import {
  idHeader,
  readTold,
  signatureHeader,
  timestampHeader,
  verifyWebhook,
} from '../../integrations/tracker-webhook/webhook.ts';
import type { TrackersConfig } from '../config/trackers.ts';
import type { Clock } from '../db/clock.ts';
import type { Database } from '../db/database.ts';
import { countRefusal } from '../db/inbox.ts';
import { lookAtTicket, storeTold } from '../db/tickets.ts';

export interface TrackerWebhookDeps {
  db: Database;
  clock: Clock;
  trackers: TrackersConfig;
}

const bodyLimit = '1mb';
const rawBody = raw({ type: () => true, limit: bodyLimit });
const bodyOf = ({ body }: Request): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

export function createTrackerWebhooks(deps: TrackerWebhookDeps): Router {
  const router = Router();
  const { jira, webhook } = deps.trackers;
  if (jira?.webhookSecret) mountJira(router, deps, jira.webhookSecret);
  if (webhook) mountWebhook(router, deps, webhook.secret);
  return router;
}

const refuse = async ({ db, clock }: TrackerWebhookDeps, response: Response, source: string, reason: string) => {
  await countRefusal(db, source, reason, clock.now());
  response.status(401).end();
};

function mountJira(router: Router, deps: TrackerWebhookDeps, secret: string): void {
  const path = '/webhooks/jira';
  router.post(path, rawBody, async (request: Request, response: Response) => {
    const body = bodyOf(request);
    if (!isSignedByJira(body, request.get(jiraSignatureHeader), secret))
      return refuse(deps, response, 'jira', 'signature');
    // read anew from Jira: what an event says may be old by now
    for (const key of issuesOfEvent(body)) await deps.db.transaction((tx) => lookAtTicket(tx, 'jira', key));
    response.sendStatus(200);
  });
  router.all(path, (_request: Request, response: Response) => refuse(deps, response, 'jira', 'method'));
}

function mountWebhook(router: Router, deps: TrackerWebhookDeps, secret: string): void {
  const path = '/webhooks/tracker';
  router.post(path, rawBody, async (request: Request, response: Response) => {
    const body = bodyOf(request);
    const timestamp = request.get(timestampHeader);
    const verdict = verifyWebhook(
      secret,
      { id: request.get(idHeader), timestamp, signature: request.get(signatureHeader), body },
      Date.now(),
    );
    if (!verdict.ok) return refuse(deps, response, 'tracker', verdict.reason);
    const read = readTold(body, Date.now());
    if ('problem' in read) {
      await countRefusal(deps.db, 'tracker', 'unreadable', deps.clock.now());
      response.status(422).json({ detail: read.problem });
      return;
    }
    const { state, at, ...told } = read.told;
    const isKnown = await deps.db.transaction((tx) =>
      storeTold(tx, 'webhook', {
        ...told,
        isDone: state === undefined ? undefined : state === 'done',
        isStarted: state === undefined ? undefined : state === 'in_progress',
        at: new Date(at ?? Number(timestamp) * 1000).toISOString(),
      }),
    );
    response.sendStatus(isKnown ? 204 : 404);
  });
  router.all(path, (_request: Request, response: Response) => refuse(deps, response, 'tracker', 'method'));
}
