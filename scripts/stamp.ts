import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const root = join(import.meta.dirname, '..');

/** Runs `make` unless what it makes is already there from the very same `sources` (files or folders). */
export async function makeOnce(stampFile: string, sources: readonly string[], make: () => unknown): Promise<void> {
  const stamp = hash(sources.map((source) => join(root, source)));
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  await make();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}

function hash(paths: readonly string[]): string {
  const sum = createHash('sha256');
  for (const file of paths.flatMap(listFiles)) sum.update(file.slice(root.length)).update(readFileSync(file));
  return sum.digest('hex');
}

function listFiles(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.filter((file) => !file.includes('/generated/')).sort();
}
