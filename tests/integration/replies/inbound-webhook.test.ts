import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createInboundMailWebhook } from '../../../src/webhooks/email-inbound.ts';
import { beginPost } from '../../support/begin-post.ts';
import { useWorld } from '../mail/message-fixture.ts';
import { portOf } from '../mail/port-of.ts';
import { arrive, inboundAddress, prepare, quiet, rawMail, replyDeps, sentMessage } from './reply-fixture.ts';
import { handlePendingMails } from '../../../src/usecases/replies/handle-pending-mails.ts';

const world = useWorld();
const secret = 'a secret of the relay';
const raw = rawMail({ from: 'ana@customer.example', to: inboundAddress, text: 'hello' });
let server: Server;
let url = '';

beforeAll(async () => {
  const inbound = {
    address: inboundAddress,
    authservId: 'mx.vendor.example',
    maxBytes: 1024 * 1024,
    relaySecret: secret,
    postmarkSecret: secret,
    imapUrl: null,
  };
  const router = createInboundMailWebhook({ db: world.db, clock: world.clock, logger: quiet, inbound });
  server = createServer(express().use(router));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${portOf(server)}/webhooks/email`;
});
afterAll(() => void server.close());
beforeEach(() => prepare(world));

const seconds = (offset = 0): string => String(Math.floor(Date.now() / 1000) + offset);
const sign = (body: Buffer, timestamp: string, key = secret): string =>
  `sha256=${createHmac('sha256', key).update(`${timestamp}.`).update(body).digest('hex')}`;
async function relay(body: Buffer, timestamp = seconds(), signature = sign(body, timestamp)): Promise<number> {
  const headers = { 'x-gangway-timestamp': timestamp, 'x-gangway-signature': signature };
  return (await fetch(`${url}/inbound`, { method: 'POST', body: new Uint8Array(body), headers })).status;
}
async function postmark(body: unknown, password = secret): Promise<number> {
  const authorization = `Basic ${Buffer.from(`postmark:${password}`).toString('base64')}`;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (await fetch(`${url}/postmark`, { method: 'POST', body: text, headers: { authorization } })).status;
}
const count = async (): Promise<number> => {
  const [row] = await world.db.query<{ n: number }>('SELECT count(*)::int AS n FROM inbound_mails');
  return row?.n ?? 0;
};

describe('any relay', () => {
  it('is taken with its signature, stored before it is acknowledged, and once', async () => {
    expect([await relay(raw), await relay(raw)]).toEqual([204, 204]);
    expect(await count()).toBe(1);
    expect(await world.signals()).toEqual([expect.stringMatching(/^mail-intake:/)]);
  });

  it('is refused with another key, another body, or a time that is over or to come', async () => {
    expect(await relay(raw, seconds(), sign(raw, seconds(), 'another secret'))).toBe(401);
    expect(await relay(Buffer.from('changed'), seconds(), sign(raw, seconds()))).toBe(401);
    expect(await relay(raw, seconds(-301))).toBe(401);
    expect(await relay(raw, seconds(301))).toBe(401);
    expect(await relay(raw, 'soon', sign(raw, 'soon'))).toBe(401);
    expect((await fetch(`${url}/inbound`, { method: 'POST', body: 'unsigned' })).status).toBe(401);
    expect(await count()).toBe(0);
  });

  it('is refused before the mail is read where it cannot have been signed', async () => {
    const headers = (signature: string, timestamp = seconds()) => ({
      'x-gangway-signature': signature,
      'x-gangway-timestamp': timestamp,
    });
    const shaped = `sha256=${'0'.repeat(64)}`;
    for (const given of [{}, headers('signed'), headers(shaped, 'soon'), headers(shaped, seconds(-301))])
      expect(await beginPost(`${url}/inbound`, given)).toBe(401);
  });

  it('hears that a mail is too large, and that is counted', async () => {
    expect(await relay(Buffer.alloc(1024 * 1024 + 1, 'x'))).toBe(413);
    const rows = await world.db.query(
      `SELECT 1 FROM webhook_refusals WHERE provider = 'email' AND reason = 'too_large'`,
    );
    expect([rows.length, await count()]).toEqual([1, 0]);
  });

  it.each([
    ['nothing', Buffer.from('')],
    ['no mail', Buffer.from([0, 255, 1, 2, 3])],
    ['no end of its parts', Buffer.from('Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n'.repeat(500))],
    ['10,000 levels of quotes', rawMail({ from: 'a@b.example', to: inboundAddress, text: `${'>'.repeat(10_000)} hi` })],
    ['one endless line', rawMail({ from: 'a@b.example', to: inboundAddress, text: 'On '.repeat(300_000) })],
  ])('may send broken mail without any harm: %s', async (_, body) => {
    expect(await relay(body)).toBe(204);
    await handlePendingMails(replyDeps(world));
    const [row] = await world.db.query<{ state: string }>('SELECT state FROM inbound_mails');
    expect(['ignored', 'quarantined']).toContain(row?.state);
  });
});

describe('Postmark', () => {
  it('needs the password, and is told to stop where its delivery cannot be read', async () => {
    expect(await postmark({}, 'wrong')).toBe(401);
    expect(await postmark('not json')).toBe(403);
    expect(await postmark({ Attachments: 'none' })).toBe(403);
  });

  it('is taken with the raw mail', async () => {
    expect(await postmark({ RawEmail: raw.toString('utf8'), OriginalRecipient: inboundAddress })).toBe(200);
    expect(await relay(raw)).toBe(204);
    expect(await count()).toBe(1);
  });

  it('acts on its fields alone, its recipient being that of the envelope', async () => {
    const taskId = await world.addTask();
    const sent = await sentMessage(world, [taskId]);
    const dmarc = 'mx.vendor.example; dmarc=pass';
    const status = await postmark({
      OriginalRecipient: sent.replyTo(),
      FromFull: { Email: sent.email, Name: 'Ana' },
      ToFull: [{ Email: 'somebody@vendor.example', Name: '' }],
      Subject: 'Re: task',
      MessageID: '73e6d360-66eb-11e1-8e72-a8904824019b',
      Date: 'Fri, 20 Nov 2026 09:00:00 +0000',
      TextBody: 'Done',
      Headers: [{ Name: 'Authentication-Results', Value: dmarc }],
    });
    await handlePendingMails(replyDeps(world));
    expect([status, (await world.row<{ status: string }>('tasks', taskId)).status]).toEqual([200, 'done']);
  });
});

it('handles a mail that cannot be handled five times, and then shows it to a person', async () => {
  const deps = replyDeps(world);
  const broken = { ...deps, reader: deps.reader && { ...deps.reader, read: () => Promise.reject(new Error('boom')) } };
  for (let attempt = 1; attempt < 5; attempt += 1)
    await expect(attempt === 1 ? arrive(world, raw, broken) : handlePendingMails(broken)).rejects.toThrow(
      /tried again/,
    );
  await handlePendingMails(broken);
  const [row] = await world.db.query('SELECT state, reason FROM inbound_mails');
  expect(row).toEqual({ state: 'quarantined', reason: 'It could not be handled: boom' });
});
