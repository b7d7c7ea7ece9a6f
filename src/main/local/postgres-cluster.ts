import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LocalStartError } from './local-start-error.ts';
import type { Account } from './postgres-account.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';

const run = promisify(execFile);

export const SUPERUSER = 'gangway';

export type Cluster = { clusterDir: string; password: string };

/**
 * The database cluster in `dataDir`, made when it is not there. It is made under another name and moved
 * when complete, so that an interrupted first start leaves nothing half done.
 */
export async function ensureCluster(options: {
  dataDir: string;
  binaries: PostgresBinaries;
  account: Account | undefined;
  /** Off in tests only: a crash then loses the cluster. */
  durable: boolean;
}): Promise<Cluster> {
  const { dataDir, binaries, account } = options;
  const clusterDir = join(dataDir, 'postgres');
  const passwordFile = join(dataDir, 'postgres-password');
  const major = await readMajor(clusterDir);
  if (major !== undefined) {
    if (major !== binaries.major) throw otherMajor(clusterDir, major, binaries.major);
    return { clusterDir, password: await readPassword(passwordFile, clusterDir) };
  }
  const password = randomBytes(24).toString('base64url');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  const half = `${clusterDir}.new`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { mode: 0o700 });
  if (account !== undefined) {
    await Promise.all([passwordFile, half].map((path) => chown(path, account.uid, account.gid)));
  }
  await run(
    binaries.initdb,
    [
      `--pgdata=${half}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      // The built-in locale sorts alike on every machine and after every system update.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(options.durable ? [] : ['--no-sync']),
    ],
    { cwd: '/', ...account },
  );
  await rename(half, clusterDir);
  return { clusterDir, password };
}

async function readMajor(clusterDir: string): Promise<number | undefined> {
  const text = await readFile(join(clusterDir, 'PG_VERSION'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Number(text.trim());
}

async function readPassword(file: string, clusterDir: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    throw new LocalStartError(
      `${file} is missing, without it ${clusterDir} cannot be opened. Restore it from a backup, ` +
        'or move the directory away to begin with an empty database.',
      { cause },
    );
  }
}

function otherMajor(clusterDir: string, found: number, ours: number): LocalStartError {
  return new LocalStartError(
    `${clusterDir} was written by PostgreSQL ${found}; this Gangway brings PostgreSQL ${ours}, which ` +
      'cannot read it. Nothing was changed. Either start the Gangway version that wrote it, dump with ' +
      `pg_dumpall, move the directory away, start this one and load the dump; or run PostgreSQL ${found} ` +
      'yourself and set DATABASE_URL.',
  );
}
