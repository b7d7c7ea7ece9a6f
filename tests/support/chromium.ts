import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isRoot } from '../../src/main/local/paths.ts';
import { installPackages } from './install-packages.ts';

const run = promisify(execFile);
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The path of a Chromium for playwright-core; as root on Debian or Ubuntu it is installed when there is none. */
export async function findChromium(log: (line: string) => void): Promise<string> {
  const found = await lookUp();
  if (found !== undefined) return found;
  if (isRoot() && (await which('apt-get')) !== undefined) {
    log('installing chromium for the tests in a browser');
    await installPackages('chromium', 'fonts-dejavu-core');
  }
  const installed = await lookUp();
  if (installed === undefined) throw new Error('The tests in a browser need Chromium or Chrome: install one of them.');
  return installed;
}

async function lookUp(): Promise<string | undefined> {
  for (const name of NAMES) {
    const path = await which(name);
    if (path !== undefined) return path;
  }
  return undefined;
}

async function which(name: string): Promise<string | undefined> {
  return await run('which', [name]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}
