/**
 * GreenMail, a real SMTP and IMAP server for tests, in a JVM of its own. The jar comes from Maven Central once, checked
 * by its hash, and is kept outside the repository; a JRE is installed where there is none and we may.
 */
import { execFile, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { defaultCacheDir, isRoot } from '../../src/main/local/paths.ts';
import { freePort } from './free-port.ts';
import { installPackages } from './install-packages.ts';

const run = promisify(execFile);
const version = '2.1.5';
const sha256 = '4649d8d16eca356b3812b992a278d8af9f2d2ab32b3e1f6d266603c59336087e';
const jarUrl = `https://repo1.maven.org/maven2/com/icegreen/greenmail-standalone/${version}/greenmail-standalone-${version}.jar`;

export interface GreenMail {
  smtpPort: number;
  imapPort: number;
  /** IMAP over TLS, with the certificate below, for localhost */
  imapsPort: number;
  /** PEM; nobody knows who issued it */
  certificate: string;
  user: string;
  password: string;
  /** of the one mailbox there is */
  address: string;
  stop(): Promise<void>;
}

export async function startGreenMail(): Promise<GreenMail> {
  const [jar] = await Promise.all([cachedJar(), ensureJava()]);
  const [smtpPort, imapPort, imapsPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const keys = await makeKeys();
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
      '-Dgreenmail.imaps.hostname=127.0.0.1',
      `-Dgreenmail.imaps.port=${imapsPort}`,
      `-Dgreenmail.tls.keystore.file=${keys.file}`,
      `-Dgreenmail.tls.keystore.password=${keyPassword}`,
      `-Dgreenmail.users=reply:secret@${address.slice(address.indexOf('@') + 1)}`,
      '-jar',
      jar,
    ],
    { stdio: 'ignore' },
  );
  // a file that was given up stops nothing
  const killed = (): boolean => child.kill('SIGKILL');
  process.once('exit', killed);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  const giveUp = new AbortController();
  const stop = async (): Promise<void> => {
    giveUp.abort();
    process.off('exit', killed);
    killed();
    await exited;
    await keys.remove();
  };
  try {
    await Promise.race([
      // it listens before it knows its user
      Promise.all([
        answers(smtpPort, null, '220 ', giveUp.signal),
        answers(imapPort, 'a LOGIN reply secret\r\n', 'a OK', giveUp.signal),
      ]),
      exited.then(() => Promise.reject(new Error('GreenMail ended while it started'))),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    smtpPort,
    imapPort,
    imapsPort,
    certificate: keys.certificate,
    user: 'reply',
    password: 'secret',
    address,
    stop,
  };
}

const keyPassword = 'changeit';

/** A certificate for localhost that it issued itself; `keytool` comes with the JRE. */
async function makeKeys(): Promise<{ file: string; certificate: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'gangway-greenmail-'));
  const store = ['-keystore', join(folder, 'keys.p12'), '-storepass', keyPassword, '-alias', 'greenmail'];
  const wanted = '-genkeypair -keyalg EC -storetype PKCS12 -validity 3650 -dname CN=localhost -ext SAN=dns:localhost';
  await run('keytool', [...wanted.split(' '), ...store]);
  const { stdout } = await run('keytool', ['-exportcert', '-rfc', ...store]);
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  return { file: join(folder, 'keys.p12'), certificate: stdout, remove };
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
  await installPackages('default-jre-headless');
}

async function answers(port: number, question: string | null, wanted: string, giveUp: AbortSignal): Promise<void> {
  for (let attempt = 0; attempt < 60 && !giveUp.aborted; attempt += 1) {
    const isThere = await new Promise<boolean>((resolve) => {
      let said = '';
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('data', () => question !== null && socket.write(question));
      socket.on('data', (data) => {
        said += data.toString();
        if (said.includes(wanted)) resolve(true);
        if (said.includes(wanted) || said.includes('a NO')) socket.end('z LOGOUT\r\n');
      });
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
      // it spins on each connection that is left while it is busy, and is slower with each
      socket.setTimeout(20_000, () => socket.destroy());
    });
    if (isThere) return;
    await pause(Math.min(100 * 2 ** attempt, 2_000));
  }
  throw new Error(`GreenMail does not answer on port ${port}`);
}
