/** What happens when somebody presses *reply*: their program writes a mail, and our receiving host hands it on. */
import { createHmac, randomUUID } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { z } from 'zod';
import type { sandboxReplySchema } from '../../../src/contracts/sandbox/mailbox.ts';
import type { StoredMail } from './mail-store.ts';

/** Where mail for the vendor's domain goes; null: nobody takes it. */
export interface ReplyEndpoint {
  url: string;
  secret: string;
  /** the name under which the receiving host vouches for senders */
  authservId: string;
}
export type Reply = z.output<typeof sandboxReplySchema>;

/** Null: the mail says nowhere to answer to. */
export function replyAddressOf(mail: StoredMail): string | null {
  const field = mail.headers.find(({ name }) => name.toLowerCase() === 'reply-to')?.value ?? mail.from;
  return /[^\s<>,;"]+@[^\s<>,;"]+/.exec(field)?.[0] ?? null;
}

export async function makeReply(
  mail: StoredMail,
  to: string,
  reply: Reply,
  authservId: string,
  at: Date,
): Promise<Buffer> {
  const from = reply.from ?? mail.envelope.to[0] ?? '';
  const quoted = (mail.text ?? '').split('\n').map((line) => `> ${line}`);
  const verdict = reply.isSpoofed ? 'fail' : 'pass';
  return new MailComposer({
    from,
    to,
    subject: `Re: ${mail.subject}`,
    date: at,
    messageId: `<${randomUUID()}@${from.slice(from.indexOf('@') + 1)}>`,
    ...(mail.messageId ? { inReplyTo: mail.messageId, references: [mail.messageId] } : {}),
    headers: {
      'Authentication-Results': `${authservId}; dmarc=${verdict} header.from=${from.slice(from.indexOf('@') + 1)}`,
      ...(reply.isAutomatic ? { 'Auto-Submitted': 'auto-replied' } : {}),
    },
    text: [reply.text, '', `On ${at.toUTCString()} ${mail.from} wrote:`, ...quoted].join('\n'),
    attachments: reply.attachment
      ? [{ filename: reply.attachment.name, content: Buffer.from(reply.attachment.base64, 'base64') }]
      : [],
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/** @returns the HTTP status that the vendor's side answered with. */
export async function deliverReply(raw: Buffer, recipient: string, { url, secret }: ReplyEndpoint): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.`).update(raw).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    body: new Uint8Array(raw),
    signal: AbortSignal.timeout(10_000),
    headers: {
      'content-type': 'message/rfc822',
      'x-envelope-to': recipient,
      'x-gangway-timestamp': timestamp,
      'x-gangway-signature': `sha256=${signature}`,
    },
  });
  await response.body?.cancel();
  return response.status;
}
