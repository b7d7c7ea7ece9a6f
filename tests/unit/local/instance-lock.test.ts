import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockInstance } from '../../../src/main/local/instance-lock.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gangway-lock-'));
});

afterEach(async () => {
  await rm(dir, { recursive: true });
});

/** Another process that holds the lock until it is killed. */
async function startHolder() {
  const module = join(import.meta.dirname, '../../../src/main/local/instance-lock.ts');
  const script = `
    const { lockInstance } = await import(${JSON.stringify(module)});
    await lockInstance(${JSON.stringify(dir)});
    console.log('locked');
    setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

it('refuses a second instance in the same process, until the first is released', async () => {
  const first = await lockInstance(dir);
  await expect(lockInstance(dir)).rejects.toThrow(`uses ${dir}`);
  first.release();
  const second = await lockInstance(dir);
  second.release();
});

it('names the process that holds the directory, and what to do', async () => {
  const holder = await startHolder();
  await expect(lockInstance(dir)).rejects.toThrow(
    `Another Gangway (process ${holder.pid}) uses ${dir}. Stop it, or set GANGWAY_DATA_DIR to another directory.`,
  );
  holder.kill('SIGKILL');
  await once(holder, 'exit');
});

it('is free at once after the holder was killed hard', async () => {
  const holder = await startHolder();
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const lock = await lockInstance(dir);
  lock.release();
  expect(holder.signalCode).toBe('SIGKILL');
});
