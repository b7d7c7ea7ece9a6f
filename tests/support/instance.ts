/** A whole Gangway as its own process, as `npm start` runs it, on the test run's PostgreSQL and Temporal. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { createTestDatabase } from './postgres.ts';
import { storyStart } from './story-start.ts';
import { createTestNamespace } from './temporal.ts';

export interface Instance {
  url: string;
  databaseUrl: string;
  temporal: { address: string; namespace: string };
  /** what it printed so far */
  output(): string;
  /** hard: SIGKILL, as a crash would; the same addresses serve again after `restart` */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** Ends it the ordinary way. @returns its exit code */
  stop(): Promise<number | null>;
}

const readyTimeoutMs = 60_000;

export async function startInstance(environment: Record<string, string> = {}): Promise<Instance> {
  const [database, temporal, dataDir, port] = await Promise.all([
    createTestDatabase(),
    createTestNamespace(),
    mkdtemp(join(tmpdir(), 'gangway-instance-')),
    freePort(),
  ]);
  await setClock(database.url, storyStart(new Date()));
  const url = `http://localhost:${port}`;
  let printed = '';
  const run = async (): Promise<ChildProcess> => {
    const child = spawn(process.execPath, ['src/main/start.ts'], {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        PORT: String(port),
        DATABASE_URL: database.url,
        TEMPORAL_ADDRESS: temporal.address,
        TEMPORAL_NAMESPACE: temporal.namespace,
        GANGWAY_DATA_DIR: dataDir,
        GANGWAY_SANDBOX: 'true',
        LOG_LEVEL: 'warn',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
    await untilReady(child, url, () => printed);
    return child;
  };
  let child = await run();
  return {
    url,
    databaseUrl: database.url,
    temporal: { address: temporal.address, namespace: temporal.namespace },
    output: () => printed,
    async kill() {
      await end(child, 'SIGKILL');
    },
    async restart() {
      child = await run();
    },
    async stop() {
      const code = await end(child, 'SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
      await database.drop();
      return code;
    },
  };
}

async function setClock(databaseUrl: string, now: Date): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query('INSERT INTO business_clock (id, offset_ms) VALUES (1, $1)', [now.getTime() - Date.now()]);
  await client.end();
}

async function untilReady(child: ChildProcess, url: string, printed: () => string): Promise<void> {
  const deadline = performance.now() + readyTimeoutMs;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${printed()}`);
    const response = await fetch(`${url}/readyz`).catch(() => null);
    if (response?.ok) return;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`it was not ready in ${readyTimeoutMs / 1000} s:\n${printed()}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.once('exit', (code) => resolve(code));
  child.kill(signal);
  return promise;
}
