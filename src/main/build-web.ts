import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = new URL('../../', import.meta.url).pathname;
const built = join(root, 'dist/web/index.html');
const stampFile = join(root, 'dist/web/.built-from');

/** Builds the web where its sources changed since; an installed image has it built already. */
export async function buildWebWhenStale(say: (line: string) => void): Promise<void> {
  const stamp = await sourceStamp();
  if ((await readOrNull(stampFile)) === stamp && (await readOrNull(built)) !== null) return;
  say('Building the web (once after each change) …');
  const { build } = await import('vite');
  await build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  await writeFile(stampFile, stamp);
}

async function sourceStamp(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of ['src/web', 'src/contracts']) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) {
      const { size, mtimeMs } = await stat(file);
      hash.update(`${file}:${size}:${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

async function readOrNull(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(() => null);
}
