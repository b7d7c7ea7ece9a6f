/** From a mail that went out through Postmark to what Postmark tells of it. */
import type { Server } from 'node:http';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSmtpMail, type SmtpMail } from '../../../integrations/email/client.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { createPostmarkEvents } from '../../../src/webhooks/postmark-events.ts';
import {
  bounceEvent,
  complaintEvent,
  deliveryEvent,
  openEvent,
  subscriptionEvent,
} from '../../fixtures/postmark-events.ts';
import { type PersonRow, useWorld } from './message-fixture.ts';
import { portOf } from './port-of.ts';
import { mailConfig, startMailServer, type TestMailServer } from './smtp-fixture.ts';

const world = useWorld();
const bounceSecret = 'bounce-secret-of-16';
const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let server: TestMailServer;
let mail: SmtpMail;
const listening: Server[] = [];

beforeEach(async () => {
  server = await startMailServer();
  mail = createSmtpMail({
    config: { ...mailConfig(server.url), isPostmark: true },
    secret: world.deps.secret,
    publicUrl: 'https://gangway.example',
    logger,
  });
});
afterEach(async () => {
  mail.close();
  await server.close();
  for (const http of listening.splice(0)) await new Promise((resolve) => http.close(resolve));
});

async function serve({ tracksOpens = true } = {}): Promise<string> {
  const { db, clock } = world;
  const app = express().use(createPostmarkEvents({ db, clock, logger, bounceSecret, tracksOpens }));
  return new Promise((resolve) => {
    const http = app.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${portOf(http)}/webhooks/email/postmark/events`),
    );
    listening.push(http);
  });
}

const basic = (secret: string): string => `Basic ${Buffer.from(`postmark:${secret}`).toString('base64')}`;
const post = (url: string, body: unknown, authorization = basic(bounceSecret)): Promise<number> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }).then(({ status }) => status);

/** @returns the id that Postmark was told */
async function sentMail({ tracksOpens = true } = {}): Promise<string> {
  await world.addIntent('due', { task_id: await world.addTask() });
  const { messageId } = await claimDigest(world.deps, world.customer);
  await deliverMessage({ ...world.deps, mail, tracksOpens }, messageId ?? '');
  return /^X-PM-Metadata-gangway-message: ([\w-]+)\r$/im.exec(raw())?.[1] ?? '';
}
const raw = (): string => server.deliveries.at(-1)?.raw ?? '';

interface Row {
  state: string;
  error: string | null;
  delivered_at: Date | null;
}
const message = (id: string): Promise<Row> => world.row<Row>('messages', id);
const customer = (): Promise<PersonRow> => world.row<PersonRow>('people', world.customer);
const email = async (): Promise<string> => (await world.row<{ email: string }>('people', world.customer)).email;

describe('a mail through Postmark', () => {
  it('names itself, keeps its Message-ID, and leaves the image to Postmark', async () => {
    const id = await sentMail();
    expect((await message(id)).state).toBe('accepted');
    expect(raw()).toMatch(/^X-PM-KeepID: true\r$/im);
    expect(raw()).toMatch(/^X-PM-TrackOpens: true\r$/im);
    expect(raw()).not.toContain('gangway.example/o/');
  });

  it('tells Postmark to look at no opens while that is off', async () => {
    await sentMail({ tracksOpens: false });
    expect(raw()).toMatch(/^X-PM-TrackOpens: false\r$/im);
  });
});

describe('what Postmark tells', () => {
  it('a bounce makes the person of the mail unreachable, once', async () => {
    const [url, id] = [await serve(), await sentMail()];
    expect(await post(url, bounceEvent(id))).toBe(200);
    expect((await message(id)).state).toBe('bounced');
    const { unreachable_reason: reason, unreachable_since: since } = await customer();
    expect(reason).toContain('550 5.1.1 The email account that you tried to reach does not exist.');
    await world.setNow('2026-11-21T09:00:00.000Z');
    expect(await post(url, bounceEvent(id))).toBe(200);
    expect((await customer()).unreachable_since).toEqual(since);
    expect(await world.signals()).toContain(world.workflowId);
  });

  it('a delay changes nothing', async () => {
    const [url, id] = [await serve(), await sentMail()];
    expect(await post(url, bounceEvent(id, { Type: 'Transient', Inactive: false }))).toBe(200);
    expect((await message(id)).state).toBe('accepted');
    expect((await customer()).unreachable_since).toBeNull();
  });

  it('a complaint ends mail to whoever complained, and says nothing again', async () => {
    const [url, id] = [await serve(), await sentMail()];
    for (let time = 0; time < 2; time++) expect(await post(url, complaintEvent(id))).toBe(200);
    expect((await message(id)).state).toBe('complained');
    expect((await customer()).unreachable_reason).toBe('Its reader reported our mail as unwanted');
    expect(await post(url, bounceEvent(id))).toBe(200);
    expect((await message(id)).state).toBe('complained');
  });

  it('a delivery is kept with its first time', async () => {
    const [url, id] = [await serve(), await sentMail()];
    expect(await post(url, deliveryEvent(id))).toBe(200);
    expect(await post(url, deliveryEvent(id, { DeliveredAt: '2026-11-20T12:00:00Z' }))).toBe(200);
    expect(await message(id)).toMatchObject({ state: 'accepted', delivered_at: new Date('2026-11-20T09:00:03.123Z') });
  });

  it('an open is counted once however often it is told, apart for machines, and not while that is off', async () => {
    const [url, id] = [await serve(), await sentMail()];
    expect(await post(await serve({ tracksOpens: false }), openEvent(id))).toBe(200);
    for (let time = 0; time < 3; time++) expect(await post(url, openEvent(id))).toBe(200);
    expect(await post(url, openEvent(id, { ReceivedAt: '2026-11-20T15:30:00Z', FirstOpen: false }))).toBe(200);
    expect(await post(url, openEvent(id, { ReceivedAt: '2026-11-20T15:31:00Z', UserAgent: 'Mozilla/5.0' }))).toBe(200);
    const opens = await world.db.query(
      'SELECT is_machine, first_at, last_at, count FROM message_opens WHERE message_id = $1 ORDER BY is_machine',
      [id],
    );
    expect(opens).toMatchObject([
      {
        is_machine: false,
        first_at: new Date('2026-11-20T10:30:00Z'),
        last_at: new Date('2026-11-20T15:30:00Z'),
        count: 2,
      },
      { is_machine: true, count: 1 },
    ]);
    expect((await message(id)).state).toBe('accepted');
  });

  it('an address that is suppressed is not reached, and is again once it is reactivated', async () => {
    const url = await serve();
    const Recipient = (await email()).toUpperCase();
    expect(await post(url, subscriptionEvent({ Recipient, Origin: 'Customer' }))).toBe(200);
    expect((await customer()).unreachable_reason).toBe('Suppressed at Postmark by hand: ManualSuppression');
    expect(await post(url, subscriptionEvent({ Recipient, SuppressSending: false, SuppressionReason: null }))).toBe(
      200,
    );
    expect((await customer()).unreachable_since).toBeNull();
    expect(await post(url, subscriptionEvent({ Recipient: 'nobody@else.example' }))).toBe(200);
  });

  it('a suppression after a bounce counts as that bounce, where no other event is switched on', async () => {
    const [url, id] = [await serve(), await sentMail()];
    const change = { SuppressionReason: 'HardBounce', Metadata: { 'gangway-message': id }, Recipient: await email() };
    expect(await post(url, subscriptionEvent(change))).toBe(200);
    expect((await message(id)).state).toBe('bounced');
  });

  it('is taken and left where it is no mail of ours', async () => {
    const [url, id] = [await serve(), await sentMail()];
    for (const body of [
      bounceEvent('0190d3f0-0000-7000-8000-00000000dead'),
      bounceEvent(id, { Metadata: {} }),
      { RecordType: 'Click', Metadata: { 'gangway-message': id } },
    ])
      expect(await post(url, body)).toBe(200);
    expect((await message(id)).state).toBe('accepted');
  });

  it('is asked for again where it could not be kept', async () => {
    const [url, id] = [await serve(), await sentMail()];
    vi.spyOn(world.db, 'transaction').mockRejectedValueOnce(new Error('the database is away'));
    expect(await post(url, bounceEvent(id))).toBe(500);
    expect((await message(id)).state).toBe('accepted');
    expect(await post(url, bounceEvent(id))).toBe(200);
    expect((await message(id)).state).toBe('bounced');
  });

  it('is refused, counted and not repeated where it is unreadable or does not know the secret', async () => {
    const [url, id] = [await serve(), await sentMail()];
    expect(await post(url, bounceEvent(id), basic('wrong'))).toBe(401);
    expect(await post(url, bounceEvent(id), '')).toBe(401);
    for (const body of ['{', '[]', '{"RecordType":"Bounce"}', `{"RecordType":"${'x'.repeat(2_000_000)}"}`])
      expect(await post(url, body)).toBe(403);
    expect((await fetch(url)).status).toBe(405);
    expect((await message(id)).state).toBe('accepted');
    const refused = await world.db.query(
      `SELECT reason, sum(count)::int AS count FROM webhook_refusals WHERE provider = 'email' GROUP BY reason ORDER BY reason`,
    );
    expect(refused).toEqual([
      { reason: 'method', count: 1 },
      { reason: 'secret', count: 2 },
      { reason: 'unreadable', count: 4 },
    ]);
  });
});
