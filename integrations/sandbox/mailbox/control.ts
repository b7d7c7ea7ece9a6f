import { json, Router, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import { sandboxMailFaultsSchema, sandboxReplySchema } from '../../../src/contracts/sandbox/mailbox.ts';
import type { Bounce } from './bounces.ts';
import type { MailFaults } from './mail-faults.ts';
import type { MailStore, StoredMail } from './mail-store.ts';
import type { Reply } from './replies.ts';
import { scanLinks } from './scan-links.ts';

export interface MailControlOptions {
  mails: MailStore;
  faults: MailFaults;
  bounces(): Bounce[];
  counters(): Record<string, number>;
  clear(): Promise<void>;
  /** reports a mail as undeliverable that was delivered already */
  bounce(mail: StoredMail): Promise<Bounce>;
  /** null: the mail cannot be answered */
  reply(mail: StoredMail, reply: Reply): Promise<{ sentTo: string; status: number } | null>;
}

const summary = ({ id, receivedAt, from, to, subject, messageId, preview }: StoredMail) => ({
  id,
  receivedAt,
  from,
  to,
  subject,
  messageId,
  preview,
});
const pageSchema = z.object({
  to: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(2_000).default(500),
});

export function createMailControl({
  mails,
  faults,
  bounces,
  counters,
  clear,
  bounce,
  reply,
}: MailControlOptions): Router {
  const router = Router();
  // answers may carry files
  router.use(json({ limit: '40mb' }));
  const withMail =
    (handle: (mail: StoredMail, response: Response, body: unknown) => unknown) =>
    async (request: Request<{ id: string }>, response: Response): Promise<void> => {
      const mail = mails.find(request.params.id);
      if (mail) await handle(mail, response, request.body);
      else response.status(404).json({ message: 'There is no such mail' });
    };

  router.get('/mails', (request, response) => {
    const { to, limit } = pageSchema.parse(request.query);
    const wanted = mails
      .list()
      .filter((mail) => to === undefined || mail.to.some((address) => address.toLowerCase() === to.toLowerCase()));
    response.json({ mails: wanted.slice(0, limit).map(summary) });
  });
  router.get(
    '/mails/:id',
    withMail(({ raw: _raw, ...mail }, response) => response.json(mail)),
  );
  /** a document of its own, for a frame: its links open beside the page */
  router.get(
    '/mails/:id/html',
    withMail((mail, response) =>
      response.type('html').send((mail.html ?? '').replace(/<head[^>]*>/i, '$&<base target="_blank">')),
    ),
  );
  router.get(
    '/mails/:id/raw',
    withMail((mail, response) => response.type('message/rfc822').send(Buffer.from(mail.raw, 'latin1'))),
  );
  router.get(
    '/mails/:id/links',
    withMail((mail, response) => response.json({ links: mail.links })),
  );
  /** fetches every link, as a mail scanner does before the person has seen the mail */
  router.post(
    '/mails/:id/scan',
    withMail(async (mail, response) => response.json({ scanned: await scanLinks(mail.links.map(({ url }) => url)) })),
  );
  router.post(
    '/mails/:id/bounce',
    withMail(async (mail, response) => response.status(201).json(await bounce(mail))),
  );
  router.post(
    '/mails/:id/reply',
    withMail(async (mail, response, body) => {
      const sent = await reply(mail, sandboxReplySchema.parse(body));
      if (sent) response.status(201).json(sent);
      else response.status(409).json({ message: 'Nobody takes answers to this mail' });
    }),
  );
  router.delete('/mails', async (_request, response) => {
    await clear();
    response.status(204).end();
  });
  router.get('/faults', (_request, response) => {
    response.json({ rules: faults.list() });
  });
  router.put('/faults', (request, response) => {
    faults.replace(sandboxMailFaultsSchema.parse(request.body).rules);
    response.json({ rules: faults.list() });
  });
  router.get('/bounces', (_request, response) => {
    response.json({ bounces: bounces() });
  });
  router.get('/counters', (_request, response) => {
    response.json(counters());
  });
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (error instanceof z.ZodError) response.status(422).json({ message: z.prettifyError(error) });
    else next(error);
  });
  return router;
}
