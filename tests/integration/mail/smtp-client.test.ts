import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBounceAddress } from '../../../integrations/email/addresses.ts';
import { createSmtpMail, type SmtpMail } from '../../../integrations/email/client.ts';
import type { MailConfig } from '../../../src/config/config.ts';
import { mailConfig, outgoingMail, startMailServer, type Fault, type TestMailServer } from './smtp-fixture.ts';

const secret = 'a secret that is long enough for a test';
const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

let server: TestMailServer;
let mail: SmtpMail;

const connect = (config: MailConfig): SmtpMail =>
  createSmtpMail({ config, secret, publicUrl: 'https://gangway.vendor.example', logger });

beforeEach(async () => {
  server = await startMailServer();
  mail = connect(mailConfig(server.url));
});
afterEach(async () => {
  mail.close();
  await server.close();
});

const unfolded = (raw: string): string[] =>
  raw
    .slice(0, raw.indexOf('\r\n\r\n'))
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
const header = (raw: string, name: string): string | undefined =>
  unfolded(raw)
    .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    ?.slice(name.length + 1)
    .trim();

describe('a mail on the wire', () => {
  it('names itself, its thread and its way to unsubscribe, and that nobody wrote it by hand', async () => {
    const { serverResponse } = await mail.send(outgoingMail());
    const [delivery] = server.deliveries;
    const raw = delivery?.raw ?? '';
    expect(serverResponse).toContain('queued as 4711');
    expect(delivery?.to).toEqual(['ana@customer.example']);
    expect(header(raw, 'From')).toBe('Vendor <onboarding@vendor.example>');
    expect(header(raw, 'Reply-To')).toBe('Cem <cem@vendor.example>');
    expect(header(raw, 'Message-ID')).toBe('<gangway.0190d3f0-0000-7000-8000-000000000001@vendor.example>');
    expect(header(raw, 'In-Reply-To')).toBe('<gangway.thread.onboarding.person@vendor.example>');
    expect(header(raw, 'References')).toBe('<gangway.thread.onboarding.person@vendor.example>');
    expect(header(raw, 'Auto-Submitted')).toBe('auto-generated');
    expect(header(raw, 'X-Auto-Response-Suppress')).toBe('All');
    expect(header(raw, 'List-Unsubscribe')).toBe(`<${outgoingMail().unsubscribeUrl}>`);
    expect(header(raw, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    expect(raw).toContain('multipart/alternative');
  });

  it('says that it responds to a mail, and to which, unless that has no id that may stand there', async () => {
    await mail.send(outgoingMail({ respondsTo: '<CAF-1=a@customer.example>' }));
    await mail.send(outgoingMail({ respondsTo: 'no id\r\nBcc: everybody@customer.example' }));
    const [known = '', unknown = ''] = server.deliveries.map(({ raw }) => raw);
    const thread = '<gangway.thread.onboarding.person@vendor.example>';
    expect(header(known, 'Auto-Submitted')).toBe('auto-replied');
    expect(header(known, 'In-Reply-To')).toBe('<CAF-1=a@customer.example>');
    expect(header(known, 'References')).toBe(`${thread} <CAF-1=a@customer.example>`);
    expect(header(unknown, 'Auto-Submitted')).toBe('auto-replied');
    expect(header(unknown, 'In-Reply-To')).toBe(thread);
    expect(header(unknown, 'Bcc')).toBeUndefined();
  });

  it('comes back to an address that names the message and that only we can make', async () => {
    await mail.send(outgoingMail());
    const from = server.deliveries[0]?.from ?? '';
    expect(from.indexOf('@')).toBeLessThanOrEqual(64);
    expect(from).toMatch(/@bounces\.vendor\.example$/);
    expect(readBounceAddress(from, secret)).toBe(outgoingMail().messageId);
    expect(readBounceAddress(from.toUpperCase(), secret)).toBe(outgoingMail().messageId);
    expect(readBounceAddress(from, 'another secret')).toBeNull();
    expect(
      readBounceAddress(
        from.replace(/\+(.)/, (_, digit: string) => `+${digit === '0' ? '1' : '0'}`),
        secret,
      ),
    ).toBeNull();
  });

  it('keeps its Message-ID over repeats', async () => {
    server.faults.push({ at: 'rcpt', code: 451, text: 'greylisted' });
    await expect(mail.send(outgoingMail())).rejects.toMatchObject({ code: 'mail_unavailable' });
    await mail.send(outgoingMail());
    await mail.send(outgoingMail());
    const ids = server.deliveries.map(({ raw }) => header(raw, 'Message-ID'));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('lets nobody add header fields through what people typed', async () => {
    await mail.send(
      outgoingMail({
        subject: 'Due\r\nBcc: thief@evil.example',
        to: { name: 'Ana\r\nBcc: thief@evil.example', address: 'ana@customer.example' },
      }),
    );
    const raw = server.deliveries[0]?.raw ?? '';
    expect(unfolded(raw).filter((line) => /^bcc:/i.test(line))).toEqual([]);
    expect(server.deliveries[0]?.to).toEqual(['ana@customer.example']);
  });

  it('leaves out what a sign-in mail must not have', async () => {
    await mail.send(outgoingMail({ unsubscribeUrl: null, threadKey: null, replyTo: null }));
    const raw = server.deliveries[0]?.raw ?? '';
    for (const name of ['List-Unsubscribe', 'List-Unsubscribe-Post', 'In-Reply-To', 'References', 'Reply-To'])
      expect(header(raw, name)).toBeUndefined();
  });
});

describe('DKIM', () => {
  it('covers both unsubscribe fields and everything else that a reader sees', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'gangway-dkim-'));
    const keyFile = join(dir, 'dkim.pem');
    writeFileSync(
      keyFile,
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    );
    const signing = connect({
      ...mailConfig(server.url),
      dkim: { domain: 'vendor.example', selector: 'gw1', keyFile },
    });
    try {
      await signing.send(outgoingMail());
    } finally {
      signing.close();
      rmSync(dir, { recursive: true });
    }
    const signature = header(server.deliveries[0]?.raw ?? '', 'DKIM-Signature') ?? '';
    const signed = /(?:^|[;\s])h=([^;]+)/.exec(signature)?.[1]?.toLowerCase().replaceAll(/\s/g, '').split(':');
    expect(signature).toContain('d=vendor.example');
    expect(signed).toEqual(
      expect.arrayContaining([
        'from',
        'to',
        'subject',
        'date',
        'message-id',
        'reply-to',
        'list-unsubscribe',
        'list-unsubscribe-post',
      ]),
    );
  });
});

describe('what a failure means', () => {
  const cases: [string, Fault, { code: string; retryable: boolean; arrived: number }][] = [
    [
      'an unknown mailbox',
      { at: 'rcpt', code: 550, text: '5.1.1 User unknown' },
      { code: 'mail_refused', retryable: false, arrived: 0 },
    ],
    [
      'a refused message',
      { at: 'data', code: 554, text: '5.6.0 Content refused' },
      { code: 'mail_sender_refused', retryable: true, arrived: 0 },
    ],
    [
      'greylisting',
      { at: 'rcpt', code: 450, text: '4.2.0 Greylisted' },
      { code: 'mail_unavailable', retryable: true, arrived: 0 },
    ],
    [
      'a full queue after DATA',
      { at: 'data', code: 452, text: '4.3.1 Queue full' },
      { code: 'mail_unavailable', retryable: true, arrived: 0 },
    ],
    [
      'a refused sender, which the operator must mend',
      { at: 'mail', code: 550, text: '5.7.1 Sender not allowed' },
      { code: 'mail_sender_refused', retryable: true, arrived: 0 },
    ],
    [
      'a refused login, which the operator must mend',
      { at: 'auth', code: 535, text: '5.7.8 Bad credentials' },
      { code: 'mail_sender_refused', retryable: true, arrived: 0 },
    ],
    [
      'a connection lost before DATA',
      { at: 'cut_before_data' },
      { code: 'mail_unavailable', retryable: true, arrived: 0 },
    ],
    ['a connection lost after DATA', { at: 'cut_after_data' }, { code: 'mail_unclear', retryable: false, arrived: 1 }],
  ];
  it.each(cases)('%s', async (_name, fault, { code, retryable, arrived }) => {
    server.faults.push(fault);
    await expect(mail.send(outgoingMail())).rejects.toMatchObject({ code, rule: { retryable } });
    expect(server.deliveries).toHaveLength(arrived);
    await mail.send(outgoingMail());
    expect(server.deliveries).toHaveLength(arrived + 1);
  });

  it('knows that a mail cut off in the middle did not arrive', async () => {
    server.faults.push({ at: 'cut_in_data' });
    const long = Array.from({ length: 200_000 }, (_, line) => `<p>line ${line}</p>`).join('\n');
    await expect(mail.send(outgoingMail({ html: long }))).rejects.toMatchObject({ code: 'mail_unavailable' });
    expect(server.deliveries).toHaveLength(0);
  });

  it('no server at all', async () => {
    await server.close();
    await expect(mail.send(outgoingMail())).rejects.toMatchObject({ code: 'mail_unavailable' });
    server = await startMailServer();
  });
});

describe('the check', () => {
  it('says whether the server lets us in', async () => {
    expect(await mail.check()).toMatchObject([
      { name: 'Mail server', ok: true },
      { ok: true },
      { name: 'Mail in the DNS', ok: true },
      { name: 'Bounces', ok: true },
    ]);
    server.faults.push({ at: 'auth', code: 535, text: 'Bad credentials' });
    expect(await mail.check()).toMatchObject([{ ok: false, fix: 'Correct user and password in SMTP_URL' }, {}, {}, {}]);
  });
});
