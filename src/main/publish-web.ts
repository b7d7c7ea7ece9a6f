import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A page that somebody opened this long ago may still ask for the files it was built with. */
const keepOldMs = 7 * 86_400_000;

/**
 * Moves a finished build to where it is served, file by file, each whole at once: first what the page refers to, the
 * page last. Whoever serves that folder meanwhile never finds it empty, and hashed files of earlier builds stay.
 */
export async function publishWeb(built: string, served: string): Promise<void> {
  const files = await filesOf(built);
  const isPage = (file: string): boolean => file === 'index.html';
  for (const file of [...files.filter((name) => !isPage(name)), ...files.filter(isPage)]) {
    await mkdir(dirname(join(served, file)), { recursive: true });
    await rename(join(built, file), join(served, file));
  }
  const current = new Set(files);
  for (const file of (await filesOf(served)).filter((name) => name.startsWith('assets/') && !current.has(name))) {
    const { mtimeMs } = await stat(join(served, file));
    if (Date.now() - mtimeMs > keepOldMs) await rm(join(served, file), { force: true });
  }
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
