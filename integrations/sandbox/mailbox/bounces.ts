/** What a mail server does with a mail it took and cannot deliver: it reports to the envelope's sender (RFC 3464). */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { sandboxBounceSchema } from '../../../src/contracts/sandbox/mailbox.ts';
import type { StoredMail } from './mail-store.ts';

export type Bounce = z.infer<typeof sandboxBounceSchema>;

/** Where the reports go; null: they are only listed. */
export interface BounceEndpoint {
  url: string;
  secret: string;
}

export function makeReport(mail: StoredMail, recipient: string, at: Date): string {
  const boundary = `report-${mail.id}`;
  return [
    `From: Mail Delivery System <MAILER-DAEMON@sandbox.example>`,
    `To: <${mail.envelope.from}>`,
    `Subject: Undelivered Mail Returned to Sender`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${randomUUID()}@sandbox.example>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Your message to ${recipient} could not be delivered: there is no such mailbox.`,
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.sandbox.example',
    `Arrival-Date: ${at.toUTCString()}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 The email account that you tried to reach does not exist',
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    ...(mail.messageId ? [`Message-ID: ${mail.messageId}`] : []),
    `Subject: ${mail.subject.replaceAll(/[^\x20-\x7e]/g, '?')}`,
    '',
    `--${boundary}--`,
    '',
  ].join('\r\n');
}

export async function report(bounce: Bounce, endpoint: BounceEndpoint): Promise<void> {
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      body: bounce.raw,
      signal: AbortSignal.timeout(10_000),
      headers: {
        'content-type': 'message/rfc822',
        authorization: `Bearer ${endpoint.secret}`,
        'x-envelope-to': bounce.sentTo,
      },
    });
    await response.body?.cancel();
    Object.assign(bounce, { status: response.status, error: response.ok ? null : `HTTP ${response.status}` });
  } catch (error) {
    Object.assign(bounce, { status: null, error: error instanceof Error ? error.message : String(error) });
  }
}
