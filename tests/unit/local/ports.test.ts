import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { choosePorts } from '../../../src/main/local/ports.ts';

let dir: string;
let file: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gangway-ports-'));
  file = join(dir, 'ports.json');
});

afterEach(async () => {
  await rm(dir, { recursive: true });
});

it('gives each name a port of its own that fits a signed 16 bit column', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `service${index}`);
  const ports = Object.values(await choosePorts(file, names));
  expect(new Set(ports).size).toBe(20);
  expect(Math.max(...ports)).toBeLessThanOrEqual(32_767);
});

it('chooses the same ones again', async () => {
  const first = await choosePorts(file, ['a', 'b']);
  expect(await choosePorts(file, ['a', 'b'])).toEqual(first);
});

it('takes another one where the last is in use by somebody else', async () => {
  const before = await choosePorts(file, ['a', 'b']);
  const somebody = createServer().listen(before.a, '127.0.0.1');
  await once(somebody, 'listening');
  const after = await choosePorts(file, ['a', 'b']);
  expect(after.a).not.toBe(before.a);
  expect(after.b).toBe(before.b);
  somebody.close();
  await once(somebody, 'close');
});

it('chooses anew from a file that a crash cut off', async () => {
  await writeFile(file, '{"a": 2');
  const { a } = await choosePorts(file, ['a']);
  expect(a).toBeGreaterThanOrEqual(20_000);
});
