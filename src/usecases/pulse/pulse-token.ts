/** The address of one person and question in a mail: signed and not stored; it answers this question once and nothing else. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface PulseLink {
  personId: string;
  checkInId: string;
}

const idBytes = 16;
const signatureBytes = 16;

const bytesOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');
const idOf = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const sign = (payload: Buffer, secret: string): Buffer =>
  createHmac('sha256', secret).update('pulse\n').update(payload).digest().subarray(0, signatureBytes);

/** base64url of both ids and 128 bits of HMAC-SHA256. */
export function makePulseToken({ personId, checkInId }: PulseLink, secret: string): string {
  const payload = Buffer.concat([bytesOf(personId), bytesOf(checkInId)]);
  return Buffer.concat([payload, sign(payload, secret)]).toString('base64url');
}

/** Null for a token that was not made with this secret. */
export function readPulseToken(token: string, secret: string): PulseLink | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 2 * idBytes + signatureBytes) return null;
  const payload = bytes.subarray(0, 2 * idBytes);
  if (!timingSafeEqual(bytes.subarray(2 * idBytes), sign(payload, secret))) return null;
  return { personId: idOf(payload.subarray(0, idBytes)), checkInId: idOf(payload.subarray(idBytes)) };
}
