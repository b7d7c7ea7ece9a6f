/** What the image in a mail is named by: the message's id and 128 bits of HMAC-SHA256, and nothing of its reader. */
import { createHmac, timingSafeEqual } from 'node:crypto';

const idBytes = 16;
const signatureBytes = 16;

const sign = (id: Buffer, secret: string): Buffer =>
  createHmac('sha256', secret).update('mail open\n').update(id).digest().subarray(0, signatureBytes);

export function makeOpenToken(messageId: string, secret: string): string {
  const id = Buffer.from(messageId.replaceAll('-', ''), 'hex');
  return Buffer.concat([id, sign(id, secret)]).toString('base64url');
}

/** Null for a token that was not made with this secret. */
export function readOpenToken(token: string, secret: string): string | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== idBytes + signatureBytes) return null;
  const id = bytes.subarray(0, idBytes);
  if (!timingSafeEqual(bytes.subarray(idBytes), sign(id, secret))) return null;
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
