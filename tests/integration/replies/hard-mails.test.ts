/** Mails that are hard to read, by each webhook, from the wire to what they change: nothing is lost, nothing is doubled. */
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handlePendingMails } from '../../../src/usecases/replies/handle-pending-mails.ts';
import { createInboundMailWebhook } from '../../../src/webhooks/email-inbound.ts';
import { useWorld } from '../mail/message-fixture.ts';
import { portOf } from '../mail/port-of.ts';
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

async function byPostmark(raw: Buffer): Promise<number> {
  const authorization = `Basic ${Buffer.from(`postmark:${secret}`).toString('base64')}`;
  const body = JSON.stringify({ RawEmail: raw.toString('utf8'), OriginalRecipient: sent.replyTo() });
  return (await fetch(`${url}/postmark`, { method: 'POST', body, headers: { authorization } })).status;
}

const ways: [string, (raw: Buffer) => Promise<unknown>][] = [
  ['a relay', byRelay],
  ['Postmark', byPostmark],
];

const answer = (text: string): Buffer => rawMail({ from: sent.email, to: sent.replyTo(), text });
const levels = Array.from({ length: 10_000 }, (_, level) => '>'.repeat(level % 2_000)).join('\r\n');
const within = (body: string): Buffer =>
  Buffer.from(
    answer('')
      .toString('utf8')
      .replace(/Content-Type: text\/plain[\s\S]*$/, `Content-Type: multipart/mixed; boundary="b"\r\n\r\n${body}`),
  );
const plain = 'Content-Type: text/plain; charset=utf-8';

const hard: [string, () => Buffer][] = [
  ['10,000 quoted lines of up to 2,000 levels', () => answer(`Done, thanks!\r\n\r\n${levels}`)],
  ['one line of 10,000 levels', () => answer(`Done, thanks!\r\n\r\n${'>'.repeat(10_000)} blocked`)],
  ['parts that never end', () => within(`--b\r\n${plain}\r\n\r\nDone, thanks!\r\n`)],
  [
    'a part whose base64 is broken',
    () =>
      within(
        `--b\r\n${plain}\r\n\r\nDone, thanks!\r\n--b\r\nContent-Type: image/png; name="x.png"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="x.png"\r\n\r\n%%%not base64%%%\r\n--b--\r\n`,
      ),
  ],
  [
    'quoted-printable that ends in the middle',
    () =>
      within(
        `--b\r\n${plain}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nDone, thanks!=\r\n\r\n> =C3=\r\n--b--\r\n`,
      ),
  ],
];

describe.each(ways)('by %s', (_name, deliver) => {
  it.each(hard)('an answer with %s completes its task, once', async (_what, make) => {
    const raw = make();
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

  it('of 30 MB is refused by the webhooks, so that its sender hears of it, and counted', async () => {
    const raw = answer('x'.repeat(30 * 1024 * 1024));
    expect([await byRelay(raw), await byPostmark(raw)]).toEqual([413, 403]);
    expect(await states()).toEqual([]);
    const [row] = await world.db.query<{ count: number }>(
      `SELECT sum(count)::int AS count FROM webhook_refusals WHERE provider = 'email' AND reason = 'too_large'`,
    );
    expect(row?.count).toBe(2);
  });
});
