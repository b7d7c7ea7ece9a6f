/** How the command line finds the instance that `npm start` runs on a data directory. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HubSpotConfig, MailConfig } from '../../config/config.ts';
import { defaultDataDir } from './paths.ts';

export interface RunningInstance { pid: number; databaseUrl: string; temporalAddress: string; publicUrl: string; hubspot: HubSpotConfig | null; mail: MailConfig | null }

const fileOf = (dataDir: string): string => join(dataDir, 'running.json');

/** Readable by the owner alone: it holds the database's password. */
export async function writeRunningInstance(dataDir: string, instance: RunningInstance): Promise<() => Promise<void>> {
  await rm(fileOf(dataDir), { force: true });
  await writeFile(fileOf(dataDir), JSON.stringify(instance), { mode: 0o600 });
  return () => rm(fileOf(dataDir), { force: true });
}

export async function readRunningInstance(dataDir: string | null): Promise<RunningInstance | null> {
  const text = await readFile(fileOf(dataDir ?? defaultDataDir()), 'utf8').catch(() => null);
  if (text === null) return null;
  const instance = JSON.parse(text) as RunningInstance;
  try {
    process.kill(instance.pid, 0);
    return instance;
  } catch {
    return null;
  }
}
