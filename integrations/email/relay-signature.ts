/**
 * How any relay signs a raw mail: HMAC-SHA256 over the time and the body, five minutes both ways. The time is part of
 * what is signed, so that a delivery that was caught on its way cannot be sent again later.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const timestampHeader = 'x-gangway-timestamp';
export const signatureHeader = 'x-gangway-signature';

const toleranceMs = 5 * 60_000;

/** @param timestamp seconds since 1970 */
export const signRelayedMail = (body: Buffer, timestamp: string, secret: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;

export type RelayVerdict = { ok: true } | { ok: false; reason: 'timestamp' | 'signature' };

export function verifyRelayedMail({
  body,
  timestamp,
  signature,
  secret,
  nowMs,
}: {
  body: Buffer;
  timestamp: string | undefined;
  signature: string | undefined;
  secret: string;
  nowMs: number;
}): RelayVerdict {
  if (timestamp === undefined || !/^\d{9,11}$/.test(timestamp)) return { ok: false, reason: 'timestamp' };
  if (Math.abs(nowMs - Number(timestamp) * 1000) > toleranceMs) return { ok: false, reason: 'timestamp' };
  const expected = signRelayedMail(body, timestamp, secret);
  return isSame(signature ?? '', expected) ? { ok: true } : { ok: false, reason: 'signature' };
}

// hashed first, so that the comparison tells nothing about the length either
const isSame = (given: string, expected: string): boolean =>
  timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(expected).digest());
