/**
 * The image at the end of a mail. Whoever asks gets the same picture, whatever the token, and is told nothing; what it
 * tells us is shown and decides nothing (decision 026).
 */
import { type Request, type Response, Router } from 'express';
import type { Clock } from '../db/clock.ts';
import type { Database } from '../db/database.ts';
import { countOpen } from '../db/message-opens.ts';
import { countAttempt } from '../db/rate-counter.ts';
import { isMachineAgent } from '../domain/machine-open.ts';
import type { Logger } from '../telemetry/logger.ts';
import { readOpenToken } from '../usecases/messages/open-token.ts';

export interface MailOpensDeps {
  db: Database;
  clock: Clock;
  logger: Logger;
  secret: string;
  /** false: images of mails that went out before are answered still, and nothing is kept */
  tracksOpens: boolean;
}

const image = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const mostPerHour = 60;

export function createMailOpens(deps: MailOpensDeps): Router {
  const router = Router();
  router.get('/o/:token', async (request: Request<{ token: string }>, response: Response) => {
    try {
      if (request.method === 'GET') await count(deps, request);
    } catch (error) {
      deps.logger.warn({ err: error }, 'An open could not be kept');
    }
    response
      .set({
        'Content-Type': 'image/gif',
        'Cache-Control': 'no-store, private',
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'X-Content-Type-Options': 'nosniff',
      })
      .send(image);
  });
  return router;
}

async function count(
  { db, clock, secret, tracksOpens }: MailOpensDeps,
  request: Request<{ token: string }>,
): Promise<void> {
  const messageId = tracksOpens ? readOpenToken(request.params.token, secret) : null;
  if (messageId === null || (await countAttempt(db, 'mail-open', messageId, mostPerHour)) !== null) return;
  await countOpen(db, { messageId, isMachine: isMachineAgent(request.get('user-agent') ?? null), at: clock.now() });
}
