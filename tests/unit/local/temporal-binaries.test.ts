import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { findTemporalBinaries, TEMPORAL_SERVER_VERSION } from '../../../src/main/local/temporal-binaries.ts';

/** A machine whose path holds nothing but what a test puts there. */
let dir: string;
let cacheDir: string;
let lines: string[];

beforeEach(async () => {
  lines = [];
  dir = await mkdtemp(join(tmpdir(), 'gangway-temporal-'));
  cacheDir = join(dir, 'cache');
  await mkdir(join(dir, 'bin'));
  for (const name of ['env', 'sh', 'touch', 'chmod', 'sleep']) {
    await symlink(join('/usr/bin', name), join(dir, 'bin', name));
  }
  vi.stubEnv('PATH', join(dir, 'bin'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true });
});

async function install(name: string, script: string): Promise<void> {
  await writeFile(join(dir, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

const find = (signal?: AbortSignal) => findTemporalBinaries({ cacheDir, log: (line) => lines.push(line), signal });
const goThat = (does: string) => install('go', `[ "$1" = version ] && exit 0\n${does}`);
const BUILDS = 'echo "$@" > "$GOBIN/args"; for f in server sql; do touch "$GOBIN/$f"; chmod +x "$GOBIN/$f"; done';

it('builds the server once, and finds it afterwards', async () => {
  await goThat(BUILDS);
  const target = join(cacheDir, `temporal-server-${TEMPORAL_SERVER_VERSION}`);
  const expected = { kind: 'server', server: join(target, 'server'), schemaTool: join(target, 'sql') };
  expect(await find()).toEqual(expected);
  expect(await readdir(cacheDir)).toEqual([`temporal-server-${TEMPORAL_SERVER_VERSION}`]);

  await goThat('exit 1');
  lines = [];
  expect(await find()).toEqual(expected);
  expect(lines).toEqual([]);
});

it('looks for the server built before, then for Go, then for the temporal command', async () => {
  await install('temporal', `echo temporal >> ${join(dir, 'asked')}`);
  await goThat(`echo go >> ${join(dir, 'asked')}; ${BUILDS}`);
  const asked = async (): Promise<string> => readFile(join(dir, 'asked'), 'utf8').catch(() => '');
  expect(await find()).toMatchObject({ kind: 'server' });
  expect(await find()).toMatchObject({ kind: 'server' });
  expect(await asked()).toBe('go\n');

  await rm(cacheDir, { recursive: true });
  await rm(join(dir, 'bin', 'go'));
  expect(await find()).toEqual({ kind: 'cli', temporal: 'temporal' });
  expect(await asked()).toBe('go\ntemporal\n');
});

it('lets two build at once', async () => {
  await goThat(`sleep 0.2; ${BUILDS}`);
  const [first, second] = await Promise.all([find(), find()]);
  expect(first).toEqual(second);
});

it('takes the temporal command where the build fails, and leaves nothing half built', async () => {
  await goThat('exit 1');
  await install('temporal', 'exit 0');
  expect(await find()).toEqual({ kind: 'cli', temporal: 'temporal' });
  expect(await readdir(cacheDir)).toEqual([]);
});

it('says what to do where there is nothing to start, with the reason of a failed build', async () => {
  await expect(find()).rejects.toThrow(/No Temporal server was found[^]*install Go[^]*TEMPORAL_ADDRESS/);
  await goThat('echo "no space left" >&2; exit 1');
  await expect(find()).rejects.toThrow(/could not be built[^]*no space left/);
});

it('ends the build when it is told to give up', async () => {
  await goThat('exec sleep 600');
  const giveUp = new AbortController();
  const finding = find(giveUp.signal);
  await expect.poll(() => lines.length).toBe(1);
  giveUp.abort();
  await expect(finding).rejects.toThrow('aborted');
  expect(await readdir(cacheDir)).toEqual([]);
});
