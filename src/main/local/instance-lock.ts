import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LocalStartError } from './local-start-error.ts';

const SQLITE_BUSY = 5;

export type InstanceLock = { release: () => void };

/**
 * Claims a data directory for this process. The lock is SQLite's lock on a file, held by the kernel: it
 * goes when the process goes, however that happens, and can neither be stale nor belong to a reused pid.
 */
export async function lockInstance(dataDir: string): Promise<InstanceLock> {
  const holderFile = join(dataDir, 'instance.pid');
  const lock = new DatabaseSync(join(dataDir, 'instance.lock'), { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    if (!isBusy(cause)) throw cause;
    const pid = await readFile(holderFile, 'utf8').catch(() => 'unknown');
    throw new LocalStartError(
      `Another Gangway (process ${pid.trim()}) uses ${dataDir}. ` +
        'Stop it, or set GANGWAY_DATA_DIR to another directory.',
      { cause },
    );
  }
  await writeFile(holderFile, `${process.pid}\n`);
  return { release: () => lock.close() };
}

function isBusy(cause: unknown): boolean {
  return cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY;
}
