/** Whatever our pages and messages tell people to run is there to be run. */
import { globSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };

const texts = globSync(['README.md', 'docs/**/*.md', '{src,integrations,deploy,workflows,activities}/**/*.{md,ts}'])
  .filter((file) => !file.includes('generated'))
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

test('every npm script that is named exists', () => {
  const missing = texts.flatMap(({ file, text }) =>
    [...text.matchAll(/\bnpm run (?:-s |--silent )?([a-z][\w:-]*)/g)]
      .map(([, name]) => name ?? '')
      .filter((name) => !(name in packageJson.scripts))
      .map((name) => `${file}: npm run ${name}`),
  );
  expect(missing).toEqual([]);
});

test('npx finds the command line, as a program that may be run', () => {
  const program = packageJson.bin.gangway;
  expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(statSync(program).mode & 0o111).toBe(0o111);
});
