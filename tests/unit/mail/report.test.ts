import { describe, expect, it } from 'vitest';
import { bounceAddress } from '../../../integrations/email/addresses.ts';
import { readBounce } from '../../../integrations/email/report.ts';
import { knowsSecret } from '../../../integrations/email/webhook.ts';

const secret = 'a secret of thirty-two characters';
const messageId = '0190d3f0-0000-7000-8000-000000000001';
const to = bounceAddress({ messageId, secret, domain: 'bounces.vendor.example' });

const mail = (
  status: string,
  { headers = [`To: <${to}>`], type = 'message/delivery-status', eol = '\r\n', encoding = '7bit' } = {},
): Buffer =>
  Buffer.from(
    [
      'From: MAILER-DAEMON@mx.example',
      ...headers,
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Sorry.',
      '--b',
      `Content-Type: ${type}`,
      `Content-Transfer-Encoding: ${encoding}`,
      '',
      status,
      '--b',
      'Content-Type: message/rfc822',
      '',
      'From: onboarding@vendor.example',
      'Subject: Due Friday',
      '',
      'Hello',
      '--b--',
      '',
    ].join(eol),
  );
const read = (raw: Buffer, recipient: string | null = null) => readBounce(raw, { secret, recipient });

const postfix =
  'Reporting-MTA: dns; mx.example\r\nArrival-Date: Fri, 20 Nov 2026 10:00:00 +0100\r\n\r\nFinal-Recipient: rfc822; ana@acme.example\r\nOriginal-Recipient: rfc822;ana@acme.example\r\nAction: failed\r\nStatus: 5.1.1\r\nRemote-MTA: dns; mx.acme.example\r\nDiagnostic-Code: smtp; 550 5.1.1 <ana@acme.example>: Recipient address\r\n    rejected: User unknown\r\n';
const exchange =
  'Reporting-MTA: dns;AM0PR01.prod.outlook.com\r\nReceived-From-MTA: dns;AM9PR\r\n\r\nFinal-Recipient: rfc822;ana@acme.example\r\nAction: Failed\r\nStatus: 5.1.10\r\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound\r\n\r\n';

describe('a delivery report', () => {
  it.each([
    ['Postfix', postfix, '5.1.1', '550 5.1.1 <ana@acme.example>: Recipient address rejected: User unknown', 'reader'],
    ['Exchange', exchange, '5.1.10', '550 5.1.10 RESOLVER.ADR.RecipientNotFound', 'reader'],
    [
      'one that gave up waiting',
      'Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 4.4.7 (delivery time expired)\r\n',
      '4.4.7',
      null,
      'passing',
    ],
    [
      'one with a comment',
      'Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed (gave up)\r\nStatus: 5.1.1\r\n',
      '5.1.1',
      null,
      'reader',
    ],
  ])('%s', async (_name, status, code, diagnostic, failure) => {
    expect(await read(mail(status))).toEqual({
      result: 'report',
      report: { messageId, action: 'failed', status: code, diagnostic, failure },
    });
  });

  it('says nothing that cannot be stored', async () => {
    expect(await read(mail(postfix.replace('User unknown', 'User \0 unknown')))).toMatchObject({
      report: { diagnostic: expect.stringMatching(/User \ufffd unknown$/) },
    });
  });

  it('of a delay is no failure', async () => {
    expect(
      await read(
        mail(
          'Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n',
        ),
      ),
    ).toMatchObject({ report: { failure: null, status: '4.4.1' } });
  });

  it('over several recipients is as bad as its worst', async () => {
    const group = (action: string, status: string): string =>
      `Final-Recipient: rfc822; a@b.example\r\nAction: ${action}\r\nStatus: ${status}\r\n\r\n`;
    expect(
      await read(mail(`Reporting-MTA: dns; mx\r\n\r\n${group('delivered', '2.0.0')}${group('failed', '5.7.1')}`)),
    ).toMatchObject({ report: { action: 'failed', status: '5.7.1' } });
  });

  it('is read with bare line feeds, in base64, and for international addresses', async () => {
    expect(await read(mail(postfix.replaceAll('\r\n', '\n'), { eol: '\n' }))).toMatchObject({
      report: { status: '5.1.1' },
    });
    expect(await read(mail(Buffer.from(postfix).toString('base64'), { encoding: 'base64' }))).toMatchObject({
      report: { status: '5.1.1' },
    });
    expect(await read(mail(postfix, { type: 'message/global-delivery-status' }))).toMatchObject({
      report: { status: '5.1.1' },
    });
  });

  it.each([
    ['the relay’s word', [], to],
    ['Delivered-To', [`Delivered-To: ${to.toUpperCase()}`, 'To: bounces@vendor.example'], null],
    ['X-Original-To', [`X-Original-To: ${to}`], null],
  ])('finds its message by %s', async (_name, headers, recipient) => {
    expect(await read(mail(postfix, { headers }), recipient)).toMatchObject({
      result: 'report',
      report: { messageId },
    });
  });

  it.each([
    ['addressed elsewhere', mail(postfix, { headers: ['To: ana@acme.example'] }), /not addressed/],
    [
      'an automatic reply',
      Buffer.from(
        `From: ana@acme.example\r\nTo: ${to}\r\nSubject: Away\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.`,
      ),
      /no delivery report/,
    ],
    ['without a recipient', mail('Reporting-MTA: dns; mx\r\n'), /names no recipient/],
    [
      'with an action that does not exist',
      mail('Final-Recipient: rfc822; a@b.example\r\nAction: exploded\r\nStatus: 5.1.1\r\n'),
      /names no recipient/,
    ],
    ['empty', Buffer.alloc(0), /not addressed/],
  ])('is left: %s', async (_name, raw, reason) => {
    expect(await read(raw)).toEqual({ result: 'ignored', reason: expect.stringMatching(reason) });
  });

  it('of thousands of lines is read like a short one', async () => {
    const bounce = await read(
      mail(
        `${'X-Padding: y\r\n'.repeat(20_000)}\r\n${'Final-Recipient: rfc822; a@b.example\r\nAction: delayed\r\n\r\n'.repeat(3000)}`,
      ),
    );
    expect(bounce).toMatchObject({ result: 'report', report: { action: 'delayed', failure: null } });
  });
});

describe('a complaint', () => {
  const complaint = (type: string, sender = to): Buffer =>
    Buffer.from(
      [
        'From: fbl@provider.example',
        'To: complaints@vendor.example',
        'MIME-Version: 1.0',
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'This is an email abuse report.',
        '--b',
        'Content-Type: message/feedback-report',
        '',
        `Feedback-Type: ${type}`,
        'User-Agent: Provider/1.0',
        'Version: 1',
        '--b',
        'Content-Type: message/rfc822',
        '',
        `Return-Path: <${sender}>`,
        'Subject: Due Friday',
        '',
        'Hello',
        '--b--',
        '',
      ].join('\r\n'),
    );

  it.each(['abuse', 'fraud', 'opt-out'])('of %s is about the mail that stands in it', async (type) => {
    expect(await read(complaint(type))).toEqual({ result: 'complaint', messageId });
  });

  it.each(['not-spam', 'auth-failure'])('is none where it tells of %s', async (type) => {
    expect(await read(complaint(type))).toMatchObject({ result: 'ignored' });
  });

  it('about a mail that is not ours is left', async () => {
    expect(await read(complaint('abuse', to.replace(/\.[a-z2-7]{16}@/, '.aaaaaaaaaaaaaaaa@')))).toMatchObject({
      result: 'ignored',
    });
  });
});

describe('who may report', () => {
  it.each([
    ['Bearer the-secret', true],
    ['bearer the-secret', true],
    [`Basic ${Buffer.from('x:the-secret').toString('base64')}`, true],
    [`Basic ${Buffer.from('the-secret').toString('base64')}`, true],
    ['Bearer the-secre', false],
    ['Bearer', false],
    ['', false],
    [undefined, false],
    [`Basic ${Buffer.from('the-secret:x').toString('base64')}`, false],
  ])('%s: %s', (authorization, expected) => {
    expect(knowsSecret(authorization, 'the-secret')).toBe(expected);
  });
});
