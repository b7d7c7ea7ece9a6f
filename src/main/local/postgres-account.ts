import { execFile } from 'node:child_process';
import { chmod, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { LocalStartError } from './local-start-error.ts';
import { isRoot } from './paths.ts';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root; this is the account it gets then. */
const ACCOUNT_NAME = 'postgres';

export type Account = { uid: number; gid: number };

/** The account PostgreSQL has to run as, made where it is missing; undefined where our own will do. */
export async function findPostgresAccount(log: (line: string) => void): Promise<Account | undefined> {
  if (!isRoot()) return undefined;
  const found = await lookUpAccount();
  if (found !== undefined) return found;
  log(`making the system user "${ACCOUNT_NAME}", because PostgreSQL does not run as root`);
  await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', ACCOUNT_NAME]);
  const made = await lookUpAccount();
  if (made === undefined) {
    throw new LocalStartError(`The system user "${ACCOUNT_NAME}" could not be made.`);
  }
  return made;
}

/**
 * Lets `account` walk into `dataDir`, our own directory. A closed directory above it is not ours to open:
 * that is refused with what to do.
 */
export async function openDataDirTo(account: Account, dataDir: string): Promise<void> {
  const own = await stat(dataDir);
  if (!canEnter(own, account)) await chmod(dataDir, (own.mode & 0o777) | 0o001);
  for (let dir = dirname(dataDir); ; dir = dirname(dir)) {
    if (!canEnter(await stat(dir), account)) {
      throw new LocalStartError(
        `Started as root, PostgreSQL runs as the user "${ACCOUNT_NAME}", who cannot enter ${dir}. ` +
          'Set GANGWAY_DATA_DIR to a directory that every user may pass through, ' +
          'such as /var/lib/gangway, or start as another user than root.',
      );
    }
    if (dir === dirname(dir)) return;
  }
}

function canEnter(dir: { mode: number; uid: number; gid: number }, account: Account): boolean {
  if (dir.uid === account.uid) return (dir.mode & 0o100) !== 0;
  if (dir.gid === account.gid) return (dir.mode & 0o010) !== 0;
  return (dir.mode & 0o001) !== 0;
}

async function lookUpAccount(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', ACCOUNT_NAME]), run('id', ['-g', ACCOUNT_NAME])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined; // id ends with 1 for a user that is not there
  }
}
