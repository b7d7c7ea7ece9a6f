import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readOrMakeSecret } from '../../../src/main/secret.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gangway-secret-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

it('makes one, once', async () => {
  const secret = await readOrMakeSecret(null, dir);
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(await readOrMakeSecret(null, dir)).toBe(secret);
  expect([await readdir(dir), await readFile(join(dir, 'secret'), 'utf8')]).toEqual([['secret'], secret]);
});

it('takes the configured one, and leaves the file alone', async () => {
  expect(await readOrMakeSecret('configured', dir)).toBe('configured');
  expect(await readdir(dir)).toEqual([]);
});

it.each(['', '\n', 'half-of-a-key'])('signs nothing with %j that was left of one', async (left) => {
  const file = join(dir, 'secret');
  await writeFile(file, left);
  await expect(readOrMakeSecret(null, dir)).rejects.toThrow(file);
  expect(await readFile(file, 'utf8')).toBe(left);
});

it('goes on where one was being written', async () => {
  await writeFile(join(dir, 'secret.new'), 'half-of-a-key');
  expect((await readOrMakeSecret(null, dir)).length).toBeGreaterThanOrEqual(32);
  expect(await readdir(dir)).toEqual(['secret']);
});
