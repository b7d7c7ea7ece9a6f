/**
 * HubSpot's request signature, version 3, checked by our own code: the client library's check accepts future and
 * non-numeric timestamps and decodes nothing. https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface SignedRequest {
  method: string;
  /** the full address as HubSpot calls it: scheme, host, path and query, never rebuilt from the Host header */
  publicUrl: string;
  rawBody: Buffer;
  headers: IncomingHttpHeaders;
  clientSecret: string;
  nowMs: number;
}

export type SignatureReason = 'no_secret' | 'no_signature' | 'bad_timestamp' | 'stale' | 'future' | 'mismatch';
export type SignatureVerdict = { ok: true } | { ok: false; reason: SignatureReason };

export const signatureHeader = 'x-hubspot-signature-v3';
export const timestampHeader = 'x-hubspot-request-timestamp';

const windowMs = 300_000;
const sha256InBase64 = /^[A-Za-z0-9+/]{43}=$/;

/** Exactly these are decoded before signing; everything else stays as it was sent. */
const decoded: Record<string, string> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};
const encodings = new RegExp(Object.keys(decoded).join('|'), 'gi');

export const decodeSignedUrl = (url: string): string =>
  url.includes('%') ? url.replace(encodings, (encoded) => decoded[encoded.toUpperCase()] ?? encoded) : url;

/** @returns the base64 signature HubSpot sends along with `timestampMs`. */
export const signHubSpotRequest = ({
  method,
  publicUrl,
  rawBody,
  clientSecret,
  timestampMs,
}: {
  method: string;
  publicUrl: string;
  rawBody: Buffer | string;
  clientSecret: string;
  timestampMs: string | number;
}): string =>
  createHmac('sha256', clientSecret)
    .update(method + decodeSignedUrl(publicUrl))
    .update(rawBody)
    .update(String(timestampMs))
    .digest('base64');

/** Accepts what was signed within five minutes before or after `nowMs`; the comparison takes constant time. */
export function verifyHubSpotSignature({
  method,
  publicUrl,
  rawBody,
  headers,
  clientSecret,
  nowMs,
}: SignedRequest): SignatureVerdict {
  // an HMAC with an empty key could be made by anybody
  if (clientSecret === '') return { ok: false, reason: 'no_secret' };
  const refused = refusedUnread({ headers, nowMs });
  if (refused !== null) return { ok: false, reason: refused };
  const timestampMs = String(headers[timestampHeader]);
  const expected = Buffer.from(signHubSpotRequest({ method, publicUrl, rawBody, clientSecret, timestampMs }));
  const given = Buffer.from(String(headers[signatureHeader]));
  const isEqual = given.length === expected.length && timingSafeEqual(given, expected);
  return isEqual ? { ok: true } : { ok: false, reason: 'mismatch' };
}

/** What needs no look at the body, so that nobody unsigned makes us read one. */
export function refusedUnread({
  headers,
  nowMs,
}: Pick<SignedRequest, 'headers' | 'nowMs'>): Exclude<SignatureReason, 'no_secret'> | null {
  const signature = headers[signatureHeader];
  const timestamp = headers[timestampHeader];
  if (typeof signature !== 'string' || signature === '') return 'no_signature';
  if (typeof timestamp !== 'string' || !/^\d{1,15}$/.test(timestamp)) return 'bad_timestamp';
  const ageMs = nowMs - Number(timestamp);
  if (ageMs > windowMs) return 'stale';
  if (ageMs < -windowMs) return 'future';
  return sha256InBase64.test(signature) ? null : 'mismatch';
}
