/**
 * What Slack sends by HTTP: verified on the raw bytes, stored, acknowledged within its three seconds, and then handled.
 * To be mounted before anything reads bodies.
 */
import { raw, Router, type Request, type Response } from 'express';
import {
  readSlackBody,
  refusedUnread,
  signatureHeader,
  timestampHeader,
  verifySlackSignature,
} from '../../integrations/slack/webhook.ts';
import { countRefusal } from '../db/inbox.ts';
import type { Received } from '../usecases/slack/receive-event.ts';
import type { SlackDoor } from '../usecases/slack/slack-door.ts';
import type { SlackDeps } from '../usecases/slack/handler.ts';

export interface SlackWebhookDeps extends Pick<SlackDeps, 'db' | 'clock'> {
  signingSecret: string;
  door: SlackDoor;
}

const paths = ['events', 'interactions', 'commands', 'options'].map((name) => `/webhooks/slack/${name}`);
const bodyLimit = '1mb';

export function createSlackWebhook(deps: SlackWebhookDeps): Router {
  const router = Router();
  const refuse = async (response: Response, reason: string): Promise<void> => {
    await countRefusal(deps.db, 'slack', reason, deps.clock.now());
    response.status(401).end();
  };
  router.post(
    paths,
    async (request: Request, response: Response, next) => {
      const reason = refusedUnread({ ...signed(request), nowMs: Date.now() });
      if (reason === null) next();
      else await refuse(response, reason);
    },
    raw({ type: () => true, limit: bodyLimit }),
    async (request: Request, response: Response) => {
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { signingSecret, door } = deps;
      const verdict = verifySlackSignature({ ...signed(request), signingSecret, rawBody, nowMs: Date.now() });
      if (!verdict.ok) return refuse(response, verdict.reason);
      const read = readSlackBody(rawBody);
      if (read.result === 'challenge') return void response.json({ challenge: read.challenge });
      await door.pass(read, (acknowledgement) => acknowledge(response, acknowledgement));
    },
  );
  router.all(paths, (_request: Request, response: Response) => refuse(response, 'method'));
  return router;
}

const signed = (request: Request): { signature: string | undefined; timestamp: string | undefined } => ({
  signature: request.get(signatureHeader),
  timestamp: request.get(timestampHeader),
});

/** Any text in the answer to a command would be posted. */
function acknowledge(response: Response, acknowledgement: Received['acknowledgement']): void {
  if (acknowledgement === null) response.status(200).end();
  else response.json(acknowledgement);
}
