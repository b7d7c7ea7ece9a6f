/** How the command line finds the instance that `npm start` runs on a data directory. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { defaultDataDir } from './paths.ts';

const runningInstance = z.object({ pid: z.number().int(), environment: z.record(z.string(), z.string()) });
export type RunningInstance = z.infer<typeof runningInstance>;

const fileOf = (dataDir: string): string => join(dataDir, 'running.json');

/** Readable by the owner alone: it holds the database's password. @returns how to remove it */
export async function writeRunningInstance(dataDir: string, instance: RunningInstance): Promise<() => Promise<void>> {
  await rm(fileOf(dataDir), { force: true });
  await writeFile(fileOf(dataDir), JSON.stringify(instance), { mode: 0o600 });
  return () => rm(fileOf(dataDir), { force: true });
}

/** Null where none runs. */
export async function readRunningInstance(dataDir: string | null): Promise<RunningInstance | null> {
  const text = await readFile(fileOf(dataDir ?? defaultDataDir()), 'utf8').catch(() => null);
  if (text === null) return null;
  const instance = runningInstance.parse(JSON.parse(text));
  try {
    process.kill(instance.pid, 0);
    return instance;
  } catch {
    return null;
  }
}
