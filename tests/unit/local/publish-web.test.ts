import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { publishWeb } from '../../../src/main/publish-web.ts';

let dir: string;
let served: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gangway-publish-'));
  served = join(dir, 'web');
});
afterEach(() => rm(dir, { recursive: true }));

async function build(files: Record<string, string>): Promise<void> {
  const built = join(dir, 'aside');
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(built, name)), { recursive: true });
    await writeFile(join(built, name), text);
  }
  await publishWeb(built, served);
  await rm(built, { recursive: true });
}
const page = (script: string) => ({ 'index.html': `<script src="/assets/${script}">`, [`assets/${script}`]: script });

it('keeps what a page needs that was opened before, until it is a week old', async () => {
  await build({ ...page('one.js'), 'theme.js': 'first' });
  await build({ ...page('two.js'), 'theme.js': 'second' });
  expect(await readdir(join(served, 'assets'))).toEqual(['one.js', 'two.js']);
  expect(await readFile(join(served, 'theme.js'), 'utf8')).toBe('second');

  const aWeekAgo = new Date(Date.now() - 8 * 86_400_000);
  for (const name of ['one.js', 'two.js']) await utimes(join(served, 'assets', name), aWeekAgo, aWeekAgo);
  await build(page('two.js'));
  expect(await readdir(join(served, 'assets'))).toEqual(['two.js']);
});

it('never shows a page without its files', async () => {
  await build(page('0.js'));
  let isDone = false;
  const seen = new Set<string>();
  const visiting = (async () => {
    while (!isDone) {
      const script = /assets\/(\d+\.js)/.exec(await readFile(join(served, 'index.html'), 'utf8'))?.[1] ?? 'nothing';
      seen.add(await readFile(join(served, 'assets', script), 'utf8'));
    }
  })();
  for (let n = 1; n <= 20; n++) await build(page(`${n}.js`));
  isDone = true;
  await visiting;
  expect(seen.size).toBeGreaterThan(0);
});
