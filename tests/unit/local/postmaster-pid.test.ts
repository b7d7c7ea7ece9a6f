import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clearStalePostmaster, readPostmasterPid } from '../../../src/main/local/postmaster-pid.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gangway-postmaster-'));
});

afterEach(async () => {
  await rm(dir, { recursive: true });
});

async function note(pid: number, state: string): Promise<void> {
  await writeFile(join(dir, 'postmaster.pid'), `${pid}\n${dir}\n1\n5432\n\n127.0.0.1\n1 1\n${state}\n`);
}

it('reads whose server it is and whether it serves', async () => {
  expect(await readPostmasterPid(dir)).toBeUndefined();
  await note(42, 'starting');
  expect(await readPostmasterPid(dir)).toEqual({ pid: 42, isReady: false });
  await note(42, 'ready   ');
  expect(await readPostmasterPid(dir)).toEqual({ pid: 42, isReady: true });
});

it('forgets a note that now points to a process of somebody else, which it leaves alone', async () => {
  await note(process.pid, 'ready');
  await clearStalePostmaster(dir);
  expect(existsSync(join(dir, 'postmaster.pid'))).toBe(false);
});

it('leaves the note of a process that is gone to PostgreSQL', async () => {
  await note(4_194_303, 'ready');
  await clearStalePostmaster(dir);
  expect(existsSync(join(dir, 'postmaster.pid'))).toBe(true);
});
