/** Who may hand mail to us: whoever knows the secret, as a bearer token or as the password of basic auth, or signs with it. */
import { createHash, timingSafeEqual } from 'node:crypto';

export { type PostmarkDelivery, readPostmark } from './postmark.ts';
export { type PostmarkEvent, readPostmarkEvent } from './postmark-events.ts';
export { refusedUnread, signatureHeader, timestampHeader, verifyRelayedMail } from './relay-signature.ts';
export { readBounce } from './report.ts';

export function knowsSecret(authorization: string | undefined, secret: string): boolean {
  const [scheme = '', credentials = ''] = (authorization ?? '').split(/\s+/, 2);
  if (/^bearer$/i.test(scheme)) return isSame(credentials, secret);
  if (!/^basic$/i.test(scheme)) return false;
  const decoded = Buffer.from(credentials, 'base64').toString('utf8');
  return isSame(decoded.slice(decoded.indexOf(':') + 1), secret);
}

// hashed first, so that the comparison tells nothing about the length either
const isSame = (given: string, expected: string): boolean => timingSafeEqual(sha256(given), sha256(expected));
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
