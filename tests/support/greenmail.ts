/**
 * GreenMail, a real SMTP and IMAP server for tests, in a JVM of its own. The jar comes from Maven Central once, checked
 * by its hash, and is kept outside the repository; a JRE is installed where there is none and we may.
 */
import { execFile, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { defaultCacheDir, isRoot } from '../../src/main/local/paths.ts';

const run = promisify(execFile);
const version = '2.1.5';
const sha256 = '4649d8d16eca356b3812b992a278d8af9f2d2ab32b3e1f6d266603c59336087e';
const jarUrl = `https://repo1.maven.org/maven2/com/icegreen/greenmail-standalone/${version}/greenmail-standalone-${version}.jar`;

export interface GreenMail {
  smtpPort: number;
  imapPort: number;
  user: string;
  password: string;
  /** of the one mailbox there is */
  address: string;
  stop(): Promise<void>;
}

export async function startGreenMail(): Promise<GreenMail> {
  const [jar] = await Promise.all([cachedJar(), ensureJava()]);
  const [smtpPort, imapPort] = await Promise.all([freePort(), freePort()]);
  const address = 'reply@in.vendor.example';
  const child = spawn(
    'java',
    [
      '-Xmx512m',
      '-XX:TieredStopAtLevel=1',
      '-Dgreenmail.smtp.hostname=127.0.0.1',
      `-Dgreenmail.smtp.port=${smtpPort}`,
      '-Dgreenmail.imap.hostname=127.0.0.1',
      `-Dgreenmail.imap.port=${imapPort}`,
      `-Dgreenmail.users=reply:secret@${address.slice(address.indexOf('@') + 1)}`,
      '-jar',
      jar,
    ],
    { stdio: 'ignore' },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await Promise.all([answers(smtpPort), answers(imapPort)]);
  return {
    smtpPort,
    imapPort,
    user: 'reply',
    password: 'secret',
    address,
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function cachedJar(): Promise<string> {
  const file = join(defaultCacheDir(), `greenmail-standalone-${version}.jar`);
  const known = await readFile(file).catch(() => null);
  if (known && hashOf(known) === sha256) return file;
  const response = await fetch(jarUrl, { signal: AbortSignal.timeout(120_000) });
  if (!response.ok) throw new Error(`GreenMail could not be fetched: HTTP ${response.status}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  if (hashOf(bytes) !== sha256) throw new Error('What was fetched is not the GreenMail that is expected');
  await mkdir(defaultCacheDir(), { recursive: true });
  // several test files may fetch at once
  const partial = `${file}.${randomUUID()}`;
  await writeFile(partial, bytes);
  await rename(partial, file);
  return file;
}

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function ensureJava(): Promise<void> {
  const hasJava = await run('java', ['-version']).then(
    () => true,
    () => false,
  );
  if (hasJava) return;
  if (!isRoot()) throw new Error('The mail tests need Java: install a JRE of version 11 or later');
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'default-jre-headless']);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      server.close(() =>
        bound && typeof bound === 'object' ? resolve(bound.port) : reject(new Error('There is no free port')),
      );
    });
  });
}

async function answers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('data', () => resolve(true)).once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
      socket.setTimeout(1000, () => socket.destroy());
      socket.once('data', () => socket.destroy());
    });
    if (isThere) return;
    await pause(100);
  }
  throw new Error(`GreenMail does not answer on port ${port}`);
}
