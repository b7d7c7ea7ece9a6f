/** Secrets that must be had again: AES-256-GCM under a key of the deployment's secret, bound to what they are for. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../errors.ts';

const ivBytes = 12;
const tagBytes = 16;

const keyOf = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'gangway:stored-secrets:v1', 32));

/** @param purpose as `slack:T0123`; the same is needed to open it */
export function seal(secret: string, purpose: string, plain: string): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** Throws internal where it was sealed under another secret or for something else. */
export function unseal(secret: string, purpose: string, sealed: Buffer): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), sealed.subarray(0, ivBytes))
      .setAAD(Buffer.from(purpose))
      .setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
    return decipher.update(sealed.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new AppError('internal', {
      message: `A stored secret (${purpose}) cannot be opened; was GANGWAY_SECRET changed?`,
      cause,
    });
  }
}
