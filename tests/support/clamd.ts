/** A real clamd that knows the two signatures of its tests and no others; installed where it is missing and we may. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createClamav } from '../../integrations/clamav/client.ts';
import { isRoot } from '../../src/main/local/paths.ts';
import { freePort } from './free-port.ts';
import { installPackages } from './install-packages.ts';

const run = promisify(execFile);

/** The test file of EICAR, in two parts: scanners that watch this folder would take it away. */
export const eicar = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
);
/** what the second signature finds inside a larger file */
export const marked = Buffer.from('gangway-test-marker');

export interface Clamd {
  host: string;
  port: number;
  stop(): Promise<void>;
}

export async function startClamd({ maxMegabytes = 25 } = {}): Promise<Clamd> {
  await ensureClamd();
  const folder = await mkdtemp(join(tmpdir(), 'gangway-clamd-'));
  const port = await freePort();
  await writeFile(join(folder, 'eicar.hdb'), `44d88612fea8a8f36de82e1278abb02f:${eicar.length}:Eicar-Test-Signature\n`);
  await writeFile(join(folder, 'marker.ndb'), `Gangway-Test-Marker:0:*:${marked.toString('hex')}\n`);
  const options = [
    `DatabaseDirectory ${folder}`,
    `TemporaryDirectory ${folder}`,
    'TCPAddr 127.0.0.1',
    `TCPSocket ${port}`,
    `StreamMaxLength ${maxMegabytes}M`,
    'Foreground yes',
    'MaxThreads 2',
  ];
  await writeFile(join(folder, 'clamd.conf'), `${options.join('\n')}\n`);
  const child = spawn('clamd', ['--config-file', join(folder, 'clamd.conf')], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 300 && child.exitCode === null; attempt += 1) {
    const [check] = await createClamav({ host: '127.0.0.1', port }).check();
    if (check?.ok) return { host: '127.0.0.1', port, stop };
    await pause(100);
  }
  await stop();
  throw new Error('clamd does not answer');
}

async function ensureClamd(): Promise<void> {
  const isThere = await run('clamd', ['--version']).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  if (!isRoot()) throw new Error('The scanner’s tests need clamd: install the package clamav-daemon');
  await installPackages('clamav-daemon');
}
