import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { endStaleProcess, writePidFile } from '../../../src/main/local/stale-process.ts';

let dir: string;
let pidFile: string;
let child: ChildProcess;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gangway-stale-'));
  pidFile = join(dir, 'server.pid');
  child = spawn('sleep', ['600']);
  await once(child, 'spawn');
});

afterEach(async () => {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(dir, { recursive: true });
});

const endIt = () => endStaleProcess({ pidFile, stopSignal: 'SIGTERM', stopWithinMs: 100 });

it('ends the process that an earlier run left behind', async () => {
  await writePidFile(pidFile, child.pid!);
  const exited = once(child, 'exit');
  expect(await endIt()).toBe(true);
  await exited;
  expect(child.signalCode).toBe('SIGTERM');
  expect(existsSync(pidFile)).toBe(false);
});

it('insists with one that does not listen', async () => {
  child.kill('SIGKILL');
  await once(child, 'exit');
  child = spawn('sh', ['-c', `trap '' TERM; echo ready; while :; do sleep 1; done`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout!, 'data');
  await writePidFile(pidFile, child.pid!);
  const exited = once(child, 'exit');
  expect(await endIt()).toBe(true);
  await exited;
  expect(child.signalCode).toBe('SIGKILL');
});

it('leaves a process alone that only has got the same pid', async () => {
  await writePidFile(pidFile, child.pid!);
  const noted: unknown = JSON.parse(await readFile(pidFile, 'utf8'));
  await writeFile(pidFile, JSON.stringify({ ...Object(noted), startMark: 'an earlier boot:1' }));
  expect(await endIt()).toBe(false);
  expect(child.signalCode).toBeNull();
});

it('does nothing where nothing is noted, or half of it', async () => {
  expect(await endIt()).toBe(false);
  await writeFile(pidFile, '{"pid": 1');
  expect(await endIt()).toBe(false);
});
