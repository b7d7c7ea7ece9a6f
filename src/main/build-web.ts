import { execFile as execFileWithCallback } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LocalStartError } from './local/local-start-error.ts';
import { publishWeb } from './publish-web.ts';

const execFile = promisify(execFileWithCallback);

const root = new URL('../../', import.meta.url).pathname;
const served = join(root, 'dist/web');
const stampFile = join(served, '.built-from');

/** Builds the web where its sources changed since, aside: others may serve the last build. An image has it built already. */
export async function buildWebWhenStale(say: (line: string) => void): Promise<void> {
  const stamp = await sourceStamp();
  if ((await readOrNull(stampFile)) === stamp && (await readOrNull(join(served, 'index.html'))) !== null) return;
  say('Building the web (once after each change) …');
  const aside = await makeFolderAside();
  try {
    // a process of its own: Vite's build changes NODE_ENV of the one it runs in
    const vite = [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', aside, '--logLevel', 'warn'];
    await execFile(process.execPath, vite, { cwd: root });
    await publishWeb(aside, served);
    await writeFile(stampFile, stamp);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function makeFolderAside(): Promise<string> {
  const dist = join(root, 'dist');
  try {
    await mkdir(dist, { recursive: true });
    return await mkdtemp(join(dist, '.web-'));
  } catch (cause) {
    throw new LocalStartError(
      `The web has to be built, and ${dist} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}\n` +
        'Run "npm run build" as the user that installed Gangway, and start again.',
      { cause },
    );
  }
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
