/** From a mail that a real SMTP server took to the report that it came back. */
import type { Server } from 'node:http';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSmtpMail, type SmtpMail } from '../../../integrations/email/client.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { createBounceWebhook } from '../../../src/webhooks/email-bounce.ts';
import { portOf } from './port-of.ts';
import { type MessageRow, type PersonRow, useWorld } from './message-fixture.ts';
import { mailConfig, startMailServer, type TestMailServer } from './smtp-fixture.ts';

const world = useWorld();
const bounceSecret = 'bounce-secret-of-16';
const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let server: TestMailServer;
let mail: SmtpMail;
let http: Server;
let url = '';

beforeEach(async () => {
  server = await startMailServer();
  mail = createSmtpMail({
    config: mailConfig(server.url),
    secret: world.deps.secret,
    publicUrl: 'https://gangway.example',
    logger,
  });
  const app = express().use(
    createBounceWebhook({
      db: world.db,
      clock: world.clock,
      logger,
      bounceSecret,
      secret: world.deps.secret,
      keepsReplies: false,
    }),
  );
  http = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  url = `http://127.0.0.1:${portOf(http)}/webhooks/email/bounce`;
});
afterEach(async () => {
  mail.close();
  await server.close();
  await new Promise((resolve) => http.close(resolve));
});

const post = (
  body: string,
  headers: Record<string, string> = { authorization: `Bearer ${bounceSecret}` },
): Promise<number> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'message/rfc822', ...headers }, body }).then(
    ({ status }) => status,
  );

const report = (to: string, action = 'failed'): string =>
  [
    'From: MAILER-DAEMON@mx.example',
    `To: <${to}>`,
    'Subject: Undelivered',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'It could not be delivered.',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; ana@acme.example',
    `Action: ${action}`,
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 User unknown',
    '',
    '--b--',
    '',
  ].join('\r\n');

const complaint = (sentFrom: string): string =>
  [
    'From: fbl@provider.example',
    'To: complaints@vendor.example',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary=b',
    '',
    '--b',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    `Original-Mail-From: <${sentFrom}>`,
    '',
    '--b--',
    '',
  ].join('\r\n');

async function deliveredMail(): Promise<{ messageId: string; bounceTo: string }> {
  await world.addIntent('due', { task_id: await world.addTask() });
  const { messageId } = await claimDigest(world.deps, world.customer);
  await deliverMessage({ ...world.deps, mail }, messageId ?? '');
  return { messageId: messageId ?? '', bounceTo: server.deliveries[0]?.from ?? '' };
}
const stateOf = async (messageId: string): Promise<string> =>
  (await world.row<MessageRow>('messages', messageId)).state;

describe('a delivery report', () => {
  it('makes the person of the mail unreachable', async () => {
    const { messageId, bounceTo } = await deliveredMail();
    expect(await post(report(bounceTo))).toBe(204);
    expect(await stateOf(messageId)).toBe('bounced');
    expect(await world.row<PersonRow>('people', world.customer)).toMatchObject({
      unreachable_reason: 'Mail came back: 550 5.1.1 User unknown',
    });
    expect(await post(report(bounceTo))).toBe(204);
  });

  it('is taken with basic auth too, and with the recipient that the relay tells', async () => {
    const { messageId, bounceTo } = await deliveredMail();
    const authorization = `Basic ${Buffer.from(`relay:${bounceSecret}`).toString('base64')}`;
    expect(await post(report('somebody@else.example'), { authorization, 'x-envelope-to': bounceTo })).toBe(204);
    expect(await stateOf(messageId)).toBe('bounced');
  });

  it('of a reader who complained ends mail to them, and says nothing again', async () => {
    const { messageId, bounceTo } = await deliveredMail();
    expect(await post(complaint(bounceTo))).toBe(204);
    expect(await stateOf(messageId)).toBe('complained');
    expect(await world.row<PersonRow>('people', world.customer)).toMatchObject({
      unreachable_reason: 'Its reader reported our mail as unwanted',
    });
    expect(
      await world.db.query(`SELECT 1 FROM intents WHERE message_id = $1 AND state <> 'sent'`, [messageId]),
    ).toEqual([]);
    expect(await post(complaint(bounceTo))).toBe(204);
    expect(await post(report(bounceTo))).toBe(204);
    expect(await stateOf(messageId)).toBe('complained');
  });

  it.each([
    ['a delay', (to: string) => report(to, 'delayed')],
    ['an address that we did not sign', (to: string) => report(to.replace(/\.[a-z2-7]{16}@/, '.aaaaaaaaaaaaaaaa@'))],
    [
      'an absence note',
      (to: string) => `From: ana@acme.example\r\nTo: ${to}\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.`,
    ],
    ['nonsense', () => '\u0000'.repeat(100)],
    ['nothing', () => ''],
  ])('is acknowledged and left: %s', async (_name, body) => {
    const { messageId, bounceTo } = await deliveredMail();
    expect(await post(body(bounceTo))).toBe(204);
    expect(await stateOf(messageId)).toBe('accepted');
  });

  it('is refused without the secret, counted, and nothing is read', async () => {
    const { messageId, bounceTo } = await deliveredMail();
    for (const authorization of ['', 'Bearer wrong', 'Basic d3Jvbmc6d3Jvbmc=', `Digest ${bounceSecret}`])
      expect(await post(report(bounceTo), { authorization })).toBe(401);
    expect((await fetch(url)).status).toBe(401);
    expect(await stateOf(messageId)).toBe('accepted');
    const refused = await world.db.query<{ reason: string; count: number }>(
      `SELECT reason, sum(count)::int AS count FROM webhook_refusals WHERE provider = 'email' GROUP BY reason ORDER BY reason`,
    );
    expect(refused).toEqual([
      { reason: 'method', count: 1 },
      { reason: 'secret', count: 4 },
    ]);
  });

  it('that is too large is refused', async () => {
    const status = await post('x'.repeat(2_000_000)).catch(() => 413);
    expect(status).toBe(413);
  });
});
