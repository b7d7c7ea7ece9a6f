/** The processes, started before what they stand on, or told to end before they serve. */
import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createGate, type Gate } from '../../support/gate.ts';
import { freePort } from '../../support/free-port.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { createTestNamespace } from '../../support/temporal.ts';

const patience = { timeout: 60_000, interval: 100 };
// a process is waited for several times in one test, and the first of all builds the web
vi.setConfig({ testTimeout: 240_000 });

let database: TestDatabase;
let postgres: Gate;
let temporal: Gate;
let environment: Record<string, string>;
let child: ChildProcess;
let exited: Promise<number | null>;
let printed: string;

beforeEach(async () => {
  printed = '';
  database = await createTestDatabase();
  const namespace = await createTestNamespace();
  const databaseUrl = new URL(database.url);
  const [temporalHost = '', temporalPort = ''] = namespace.address.split(':');
  postgres = createGate(await freePort(), { host: databaseUrl.hostname, port: Number(databaseUrl.port) });
  temporal = createGate(await freePort(), { host: temporalHost, port: Number(temporalPort) });
  databaseUrl.hostname = '127.0.0.1';
  databaseUrl.port = String(postgres.port);
  environment = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://gangway.example.com',
    GANGWAY_SECRET: 'a secret of the tests, long enough for anything',
    DATABASE_URL: databaseUrl.href,
    TEMPORAL_ADDRESS: `127.0.0.1:${temporal.port}`,
    TEMPORAL_NAMESPACE: namespace.namespace,
    LOG_LEVEL: 'info',
  };
});
afterEach(async () => {
  child.kill('SIGTERM');
  await exited;
  await Promise.all([postgres.close(), temporal.close()]);
  await database.drop();
});

function start(program: string, more: Record<string, string> = {}): void {
  const started = spawn(process.execPath, [`src/main/${program}.ts`], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [started.stdout, started.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
  child = started;
  exited = new Promise((resolve) => void started.once('exit', resolve));
}

it('the API is alive and says what it waits for, and serves once that is there', async () => {
  const port = await freePort();
  start('api', { PORT: String(port) });
  const ask = async (path: string): Promise<[number, string]> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null);
    return response ? [response.status, await response.text()] : [0, ''];
  };
  await expect.poll(() => ask('/readyz'), patience).toEqual([503, expect.stringContaining('waits for PostgreSQL')]);
  expect(await ask('/healthz')).toEqual([200, expect.stringContaining('alive')]);
  expect(await ask('/api/v1/auth/options')).toEqual([503, 'Gangway is starting\n']);
  expect(printed).toContain('PostgreSQL does not serve yet');

  await postgres.open();
  await expect.poll(() => ask('/api/v1/auth/options'), patience).toEqual([200, expect.any(String)]);
  expect(await ask('/readyz')).toEqual([503, expect.stringContaining('temporal')]);

  await temporal.open();
  await expect.poll(() => ask('/readyz'), patience).toEqual([200, expect.any(String)]);
});

it('the worker waits for one after the other', async () => {
  start('worker');
  await expect.poll(() => printed, patience).toContain('PostgreSQL does not serve yet');
  await postgres.open();
  await expect.poll(() => printed, patience).toContain('Temporal does not serve yet');
  await temporal.open();
  await expect.poll(() => printed, patience).toContain('The worker serves');
});

it('ends at once when it is told to while it waits', async () => {
  start('worker');
  await expect.poll(() => printed, patience).toContain('PostgreSQL does not serve yet');
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
});

it('a start that is interrupted while its worker starts ends like any other', async () => {
  await Promise.all([postgres.open(), temporal.open()]);
  start('start', { PORT: String(await freePort()) });
  await expect.poll(() => printed, patience).toContain('Temporal serves');
  child.kill('SIGINT');
  expect(await exited).toBe(130);
  expect(printed).not.toContain('is ready');
});
