/** A mail at the door: stored once, whatever it says. It is read afterwards. */
import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { type InboundSource, storeInboundMail } from '../../db/inbound-mails.ts';
import type { Sql } from '../../db/database.ts';

export interface IncomingMail {
  source: InboundSource;
  raw: Buffer;
  /** of the envelope, where the way in tells it */
  recipient: string | null;
}

/** @returns whether it was new. */
export const receiveMail = (tx: Sql, mail: IncomingMail, now: Date): Promise<boolean> =>
  storeInboundMail(tx, { ...mail, id: uuid(), dedupeKey: dedupeKeyOf(mail.raw) }, now);

const headEnd = /\r?\n\r?\n/;
const longestHead = 256 * 1024;

/**
 * The same mail by another way, or out of a rebuilt mailbox, has other trace fields: sender, recipients, Message-ID and
 * content say whether it is the same one. The Message-ID alone does not: whoever knows it could keep the real mail out.
 */
export function dedupeKeyOf(raw: Buffer): string {
  const head = raw.subarray(0, longestHead).toString('latin1');
  const end = headEnd.exec(head);
  const fields = end ? head.slice(0, end.index) : head;
  const body = end ? raw.subarray(end.index + end[0].length) : Buffer.alloc(0);
  const hash = createHash('sha256');
  for (const name of ['message-id', 'from', 'to', 'date']) hash.update(`${name}:${fieldOf(fields, name)}\n`);
  return hash.update(createHash('sha256').update(body).digest()).digest('hex');
}

function fieldOf(head: string, name: string): string {
  const lines = head.split(/\r?\n/);
  const first = lines.findIndex((line) => line.toLowerCase().startsWith(`${name}:`));
  if (first === -1) return '';
  const next = lines.findIndex((line, index) => index > first && !/^[ \t]/.test(line));
  return lines
    .slice(first, next === -1 ? lines.length : next)
    .map((line) => line.trim())
    .join(' ');
}
