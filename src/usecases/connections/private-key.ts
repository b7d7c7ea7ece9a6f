/** What signs in a user of Salesforce: an RSA key, as PEM, without a passphrase. Nothing of it is shown. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { AppError } from '../../errors.ts';

/** Throws invalid_input, in words for whoever entered it. */
export function requireUsableKey(pem: string): void {
  if (/-----BEGIN (CERTIFICATE|[A-Z ]*PUBLIC KEY)-----/.test(pem))
    throw refused('This goes with the certificate, which the app in Salesforce has; give the private key of it');
  if (pem.includes('ENCRYPTED'))
    throw refused(
      'This private key is locked by a passphrase; give it without one, as “openssl pkey -in <file>” shows it',
    );
  const { asymmetricKeyType } = read(pem);
  if (asymmetricKeyType !== 'rsa')
    throw refused(`Salesforce takes an RSA key; this one is of the kind ${asymmetricKeyType ?? 'unknown'}`);
}

function read(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw refused('This is no private key that can be read: PEM, from the line BEGIN to the line END', cause);
  }
}

const refused = (message: string, cause?: unknown): AppError => new AppError('invalid_input', { message, cause });
