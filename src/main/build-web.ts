import { execFile as execFileWithCallback } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execFile = promisify(execFileWithCallback);

const root = new URL('../../', import.meta.url).pathname;
const built = join(root, 'dist/web/index.html');
const stampFile = join(root, 'dist/web/.built-from');

/** Builds the web where its sources changed since; an installed image has it built already. */
export async function buildWebWhenStale(say: (line: string) => void): Promise<void> {
  const stamp = await sourceStamp();
  if ((await readOrNull(stampFile)) === stamp && (await readOrNull(built)) !== null) return;
  say('Building the web (once after each change) …');
  // a process of its own: Vite's build changes NODE_ENV of the one it runs in
  await execFile(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: root,
  });
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
      hash.update(file.slice(root.length)).update(await readFile(file));
    }
  }
  return hash.digest('hex');
}

async function readOrNull(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(() => null);
}
