/** Mails that are hard to read, by each webhook, from the wire to what they change: nothing is lost, nothing is doubled. */
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';
import { systemParts } from '../../../src/main/system-parts.ts';
import { handlePendingMails } from '../../../src/usecases/replies/handle-pending-mails.ts';
import { createInboundMailWebhook } from '../../../src/webhooks/email-inbound.ts';
import { useWorld } from '../mail/message-fixture.ts';
import { portOf } from '../mail/port-of.ts';
import { hardMails } from './hard-mails.ts';
import { inboundAddress, prepare, quiet, rawMail, receivingHost, replyDeps, sentMessage } from './reply-fixture.ts';

const world = useWorld();
const secret = 'a secret of the relay';
const maxBytes = 25 * 1024 * 1024;
let server: Server;
let url = '';
let taskId = '';
let sent: Awaited<ReturnType<typeof sentMessage>>;

beforeAll(async () => {
  const inbound = {
    address: inboundAddress,
    authservId: receivingHost,
    maxBytes,
    relaySecret: secret,
    postmarkSecret: secret,
    imapUrl: null,
  };
  const { db, clock } = world;
  server = createServer(express().use(createInboundMailWebhook({ db, clock, logger: quiet, inbound })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${portOf(server)}/webhooks/email`;
});
afterAll(() => void server.close());
beforeEach(async () => {
  await prepare(world);
  taskId = await world.addTask();
  sent = await sentMessage(world, [taskId]);
});
const states = async (): Promise<string[]> =>
  (await world.db.query<{ state: string }>('SELECT state FROM inbound_mails ORDER BY id')).map(({ state }) => state);

async function byRelay(raw: Buffer): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.`).update(raw).digest('hex');
  const headers = { 'x-gangway-timestamp': timestamp, 'x-gangway-signature': `sha256=${signature}` };
  return (await fetch(`${url}/inbound`, { method: 'POST', body: new Uint8Array(raw), headers })).status;
}

const knownToPostmark = { FromFull: { Email: 'Ana@Acme.example', Name: 'Ana' }, Subject: 'Re: the\0 plan' };

async function byPostmark(raw: Buffer, more: object = {}): Promise<number> {
  const authorization = `Basic ${Buffer.from(`postmark:${secret}`).toString('base64')}`;
  const body = JSON.stringify({
    RawEmail: raw.toString('utf8'),
    OriginalRecipient: sent.replyTo(),
    ...knownToPostmark,
    ...more,
  });
  return (await fetch(`${url}/postmark`, { method: 'POST', body, headers: { authorization } })).status;
}

const ways: [string, (raw: Buffer) => Promise<unknown>][] = [
  ['a relay', byRelay],
  ['Postmark', byPostmark],
];

const answer = (text: string): Buffer => rawMail({ from: sent.email, to: sent.replyTo(), text });

describe.each(ways)('by %s', (_name, deliver) => {
  it.each(hardMails)('an answer with %s completes its task, once', async (_what, make) => {
    const raw = make(answer);
    await deliver(raw);
    await handlePendingMails(replyDeps(world));
    expect(await states()).toEqual(['handled']);
    expect(await world.row('tasks', taskId)).toMatchObject({ status: 'done' });
    const version = (await world.row<{ version: number }>('onboardings', world.onboardingId)).version;
    await deliver(raw);
    await handlePendingMails(replyDeps(world));
    expect(await states()).toEqual(['handled']);
    expect(await world.row('onboardings', world.onboardingId)).toMatchObject({ version });
  });
});

describe('one mail', () => {
  it('that comes by both is one', async () => {
    const raw = answer('Done, thanks!');
    for (const [, deliver] of ways) await deliver(raw);
    await handlePendingMails(replyDeps(world));
    expect(await states()).toEqual(['handled']);
    expect(await world.db.query('SELECT 1 FROM comments WHERE onboarding_id = $1', [world.onboardingId])).toHaveLength(
      1,
    );
  });

  it('of nearly 25 MB is taken from Postmark, which sends what is attached twice', async () => {
    const Content = Buffer.alloc(0.7 * maxBytes, 'x').toString('base64');
    const raw = answer(Content.replaceAll(/.{76}/g, '$&\r\n'));
    const Attachments = [{ Name: 'scan.pdf', Content, ContentType: 'application/pdf' }];
    expect(await byPostmark(raw, { Attachments })).toBe(200);
    expect(await states()).toEqual(['pending']);
  });

  it('of 30 MB is refused by the webhooks, counted on the status page, and seen in the queue where no relay tells its sender', async () => {
    const raw = answer('x'.repeat(30 * 1024 * 1024));
    expect([await byRelay(raw), await byPostmark(raw)]).toEqual([413, 403]);
    expect(await world.db.query('SELECT source, state, from_address, subject, reason FROM inbound_mails')).toEqual([
      {
        source: 'postmark',
        state: 'quarantined',
        from_address: 'Ana@Acme.example',
        subject: 'Re: the\ufffd plan',
        reason: expect.stringMatching(/^It has 30 MB and at most 25 are taken; /),
      },
    ]);
    const parts = await systemParts({
      db: world.db,
      clock: world.clock,
      config: readConfig({ MAIL_INBOUND_ADDRESS: inboundAddress, MAIL_INBOUND_SECRET: secret }),
      mail: null,
      checkTemporal: async () => 'answers',
      isSandboxOn: false,
    });
    expect(parts.find(({ name }) => name === 'Answers by mail')).toMatchObject({
      state: 'on',
      detail: `${inboundAddress}; refused today: 2 × too large`,
    });
  });
});
