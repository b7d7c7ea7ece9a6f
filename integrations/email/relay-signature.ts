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
  const refused = refusedUnread({ timestamp, signature, nowMs });
  if (refused !== null) return { ok: false, reason: refused };
  const expected = signRelayedMail(body, timestamp ?? '', secret);
  return isSame(signature ?? '', expected) ? { ok: true } : { ok: false, reason: 'signature' };
}

/** What needs no look at the body, so that nobody unsigned makes us read one. */
export function refusedUnread({
  timestamp,
  signature,
  nowMs,
}: {
  timestamp: string | undefined;
  signature: string | undefined;
  nowMs: number;
}): 'timestamp' | 'signature' | null {
  if (signature === undefined || !/^sha256=[0-9a-f]{64}$/.test(signature)) return 'signature';
  if (timestamp === undefined || !/^\d{9,11}$/.test(timestamp)) return 'timestamp';
  return Math.abs(nowMs - Number(timestamp) * 1000) > toleranceMs ? 'timestamp' : null;
}

// hashed first, so that the comparison tells nothing about the length either
const isSame = (given: string, expected: string): boolean =>
  timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(expected).digest());
