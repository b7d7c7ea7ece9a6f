/**
 * Slack's request signature, checked by our own code: Bolt’s check takes timestamps of the future, and such as are no number.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const signatureHeader = 'x-slack-signature';
export const timestampHeader = 'x-slack-request-timestamp';

export type SlackSignatureReason = 'no_signature' | 'bad_timestamp' | 'stale' | 'future' | 'wrong_version' | 'mismatch';
export type SlackSignatureVerdict = { ok: true } | { ok: false; reason: SlackSignatureReason };

const windowSeconds = 300;

export const signSlackRequest = (signingSecret: string, timestamp: string | number, rawBody: Buffer | string): string =>
  `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(rawBody).digest('hex')}`;

/** Accepts what was signed within five minutes before or after `nowMs`; the comparison takes constant time. */
export function verifySlackSignature({
  signingSecret,
  signature,
  timestamp,
  rawBody,
  nowMs,
}: {
  signingSecret: string;
  signature: string | undefined;
  timestamp: string | undefined;
  rawBody: Buffer;
  nowMs: number;
}): SlackSignatureVerdict {
  const refused = refusedUnread({ signature, timestamp, nowMs });
  if (refused !== null) return { ok: false, reason: refused };
  const expected = Buffer.from(signSlackRequest(signingSecret, timestamp ?? '', rawBody));
  const given = Buffer.from(signature ?? '');
  const isEqual = given.length === expected.length && timingSafeEqual(given, expected);
  return isEqual ? { ok: true } : { ok: false, reason: 'mismatch' };
}

/** What needs no look at the body, so that nobody unsigned makes us read one. */
export function refusedUnread({
  signature,
  timestamp,
  nowMs,
}: {
  signature: string | undefined;
  timestamp: string | undefined;
  nowMs: number;
}): SlackSignatureReason | null {
  if (signature === undefined || signature === '') return 'no_signature';
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return 'bad_timestamp';
  const ageSeconds = Math.floor(nowMs / 1000) - Number(timestamp);
  if (ageSeconds > windowSeconds) return 'stale';
  if (ageSeconds < -windowSeconds) return 'future';
  return signature.startsWith('v0=') ? null : 'wrong_version';
}
