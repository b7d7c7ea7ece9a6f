/** A wrong variable is told by its name to whoever starts a program, not as a trace of ours. */
import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';

const run = (program: string, args: string[]): Promise<{ code: number | string | null; said: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [`src/main/${program}.ts`, ...args],
      { env: { PATH: process.env['PATH'], PORT: 'three' } },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, said: stdout + stderr }),
    );
  });

test.each([
  ['start', []],
  ['api', []],
  ['worker', []],
  ['set-up', []],
  ['cli', ['playbook', 'validate']],
  ['cli', ['slack', 'manifest']],
])('%s %j', async (program, args) => {
  const { code, said } = await run(program, args);
  expect(code).toBe(1);
  expect(said).toMatch(/^The configuration cannot be used:\n {2}PORT: [^\n]+\n$/);
});
