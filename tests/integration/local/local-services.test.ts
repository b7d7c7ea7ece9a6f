import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { startLocalServices } from '../../../src/main/local/index.ts';
import { isRoot } from '../../../src/main/local/paths.ts';
import { isServing } from '../../../src/main/local/temporal-namespace.ts';

const run = promisify(execFile);
const ELSEWHERE = '127.0.0.1:1';

let dataDir: string;
let lines: string[];

beforeEach(async () => {
  lines = [];
  dataDir = await mkdtemp(join(isRoot() ? '/var/tmp' : tmpdir(), 'gangway-local-'));
});

afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

function configOf(temporalAddress: string | null) {
  return {
    local: { dataDir, cacheDir: null },
    database: { url: null },
    temporal: { address: temporalAddress, namespace: 'gangway' },
  };
}

async function start(temporalAddress: string | null) {
  return await startLocalServices({ config: configOf(temporalAddress), log: (line) => lines.push(line) });
}

/** Everything that runs on this data directory. */
async function listProcesses(): Promise<string[]> {
  const { stdout } = await run('ps', ['-eo', 'pid,args']);
  return stdout.split('\n').filter((line) => line.includes(dataDir));
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

async function readPid(file: string): Promise<number> {
  const noted: unknown = JSON.parse(await readFile(join(dataDir, file), 'utf8'));
  return z.object({ pid: z.number() }).parse(noted).pid;
}

it('keeps data and addresses over a stop, and leaves no process', async () => {
  const first = await start(null);
  await query(first.databaseUrl, 'CREATE TABLE kept AS SELECT 7 AS n');
  await first.stop();
  expect(await listProcesses()).toEqual([]);

  const second = await start(null);
  expect(await query(second.databaseUrl, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  expect(second.temporalAddress).toBe(first.temporalAddress);
  await second.stop();
  expect(await listProcesses()).toEqual([]);
});

it('starts a server again that ended by itself', async () => {
  const services = await start(null);
  process.kill(await readPid('temporal/temporal.pid'), 'SIGKILL');
  await expect.poll(() => lines, { timeout: 60_000 }).toContain('Temporal ended (SIGKILL), starting it again');
  await expect.poll(() => isServing(services.temporalAddress), { timeout: 60_000 }).toBe(true);

  process.kill(await readPid('postgres.pid'), 'SIGKILL');
  await expect.poll(() => lines, { timeout: 60_000 }).toContain('PostgreSQL ended (SIGKILL), starting it again');
  await expect
    .poll(() => query(services.databaseUrl, 'SELECT 1 AS one').catch(() => []), { timeout: 60_000 })
    .toEqual([{ one: 1 }]);
  await services.stop();
  expect(await listProcesses()).toEqual([]);
});

it('goes on with the data of a run that was killed hard', async () => {
  const module = join(import.meta.dirname, '../../../src/main/local/index.ts');
  const script = `
    import { startLocalServices } from ${JSON.stringify(module)};
    const config = ${JSON.stringify(configOf(null))};
    const { databaseUrl } = await startLocalServices({ config, log: () => {} });
    console.log(databaseUrl);`;
  const killed = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(killed.stdout, 'data')).map(String);
  await query(String(url).trim(), 'CREATE TABLE kept AS SELECT 7 AS n');
  killed.kill('SIGKILL');
  await once(killed, 'exit');

  const services = await start(null);
  expect(await query(services.databaseUrl, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  await services.stop();
  expect(await listProcesses()).toEqual([]);
});

it('starts only what has no address, and refuses a second instance', async () => {
  const services = await start(ELSEWHERE);
  expect(services.temporalAddress).toBe(ELSEWHERE);
  expect((await listProcesses()).filter((line) => line.includes('server.yaml'))).toEqual([]);
  await expect(start(ELSEWHERE)).rejects.toThrow(`uses ${dataDir}`);
  expect(await query(services.databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await services.stop();
});

it('stops with instructions before the data of another PostgreSQL major', async () => {
  const services = await start(ELSEWHERE);
  await services.stop();
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
  await expect(start(ELSEWHERE)).rejects.toThrow(/was written by PostgreSQL 17.*Nothing was changed/);
});

it('starts over a postmaster.pid that points to a process of somebody else', async () => {
  const services = await start(ELSEWHERE);
  await services.stop();
  await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), `${process.pid}\n`);
  const again = await start(ELSEWHERE);
  expect(await query(again.databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await again.stop();
});
