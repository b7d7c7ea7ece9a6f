import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
/** test files run side by side: who comes second waits for the first, and does not fail */
const waitSeconds = 120;

const aptGet = (...args: string[]): Promise<unknown> =>
  run('apt-get', ['-qq', '-o', `DPkg::Lock::Timeout=${waitSeconds}`, ...args], { env, maxBuffer: 50_000_000 });

/** Debian's, with what they cannot do without; as root only. */
export async function installPackages(...names: string[]): Promise<void> {
  const install = (): Promise<unknown> => aptGet('install', '-y', '--no-install-recommends', ...names);
  try {
    await install();
  } catch {
    // a fresh machine knows no packages, or such that are not there any more
    await aptGet('update');
    await install();
  }
}
