/** The address of one person, topic and channel in an unsubscribe link: signed, never expiring, not stored. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Channel } from '../../domain/model.ts';
import { type MailTopic, mailTopics } from './topics.ts';

export interface Unsubscription {
  personId: string;
  topic: MailTopic;
  channel: Channel;
}

const idBytes = 16;
const signatureBytes = 16;
/** added to the topic's number; without it a link is about mail, as all were once */
const slackMark = 0x80;

const sign = (payload: Buffer, secret: string): Buffer =>
  createHmac('sha256', secret).update('unsubscribe\n').update(payload).digest().subarray(0, signatureBytes);

/** base64url of the person's id, the topic's number with the channel, and 128 bits of HMAC-SHA256. */
export function makeUnsubscribeToken({ personId, topic, channel }: Unsubscription, secret: string): string {
  const payload = Buffer.concat([
    Buffer.from(personId.replaceAll('-', ''), 'hex'),
    Buffer.of(mailTopics.indexOf(topic) + (channel === 'slack' ? slackMark : 0)),
  ]);
  return Buffer.concat([payload, sign(payload, secret)]).toString('base64url');
}

/** Null for a token that was not made with this secret. */
export function readUnsubscribeToken(token: string, secret: string): Unsubscription | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== idBytes + 1 + signatureBytes) return null;
  const payload = bytes.subarray(0, idBytes + 1);
  if (!timingSafeEqual(bytes.subarray(idBytes + 1), sign(payload, secret))) return null;
  const number = payload.readUInt8(idBytes);
  const channel = number >= slackMark ? 'slack' : 'email';
  const topic = mailTopics[number % slackMark];
  const personId = payload
    .subarray(0, idBytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return topic ? { personId, topic, channel } : null;
}
