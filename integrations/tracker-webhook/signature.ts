/** Signatures as Standard Webhooks has them: HMAC-SHA256 over id, time and body, five minutes both ways. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const idHeader = 'webhook-id';
export const timestampHeader = 'webhook-timestamp';
export const signatureHeader = 'webhook-signature';

const toleranceSeconds = 300;
const prefix = 'whsec_';

const keyOf = (secret: string): Buffer =>
  secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), 'base64') : Buffer.from(secret);

export const signWebhook = (secret: string, id: string, timestamp: string, body: string | Buffer): string =>
  `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;

export interface SignedRequest {
  id: string | undefined;
  /** seconds since 1970 */
  timestamp: string | undefined;
  /** several, by spaces, while a secret is being changed */
  signature: string | undefined;
  body: Buffer;
}

export type Verdict = { ok: true } | { ok: false; reason: 'timestamp' | 'signature' };

export function verifyWebhook(
  secret: string,
  { id, timestamp, signature, body }: SignedRequest,
  nowMs: number,
): Verdict {
  if (timestamp === undefined || !/^\d{9,11}$/.test(timestamp)) return { ok: false, reason: 'timestamp' };
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > toleranceSeconds) return { ok: false, reason: 'timestamp' };
  if (!id) return { ok: false, reason: 'signature' };
  const expected = digest(signWebhook(secret, id, timestamp, body));
  const isSigned = (signature ?? '').split(' ', 5).some((given) => timingSafeEqual(digest(given), expected));
  return isSigned ? { ok: true } : { ok: false, reason: 'signature' };
}
// hashed first, so that the comparison tells nothing about the length either
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
