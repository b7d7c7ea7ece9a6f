import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalStartError } from './local/local-start-error.ts';

const shortest = 32;

/** The key of link tokens and bounce addresses: configured, or made once for the local data directory. */
export async function readOrMakeSecret(configured: string | null, dataDir: string): Promise<string> {
  if (configured) return configured;
  const file = join(dataDir, 'secret');
  await mkdir(dataDir, { recursive: true });
  const kept = await readOrNull(file);
  if (kept !== null && kept.length < shortest)
    throw new LocalStartError(
      `${file} holds no key of ${shortest} characters or more; it was cut off when it was written, or changed since.\n` +
        'Put it back from a backup. Or remove it, and a new key is made: links and codes that were sent stop working, and ' +
        'what was sealed with the old one (CRM tokens of Settings → Connections) has to be entered again.',
    );
  return kept ?? makeSecret(file);
}

/** Written aside first: whatever ends the process meanwhile leaves no half of a key. */
async function makeSecret(file: string): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await writeFile(`${file}.new`, secret, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
  return secret;
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    return null;
  }
}
