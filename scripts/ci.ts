/** What `.ci/run` runs once the packages are installed; see there. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { checks } from './checks.ts';
import { finish, runSteps, type Step, type Tally } from './run-steps.ts';

const reports = mkdtempSync(join(tmpdir(), 'gangway-ci-'));
const testReport = join(reports, 'tests.json');
const smokeReport = join(reports, 'smoke.json');

const vitestResult = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  /** Skipped ones: a test that does not run proves nothing. */
  numPendingTests: z.number(),
});

const prepare: Step = { name: 'Temporal server', command: ['node', 'scripts/prepare-temporal.ts'] };

const tests: Step = {
  name: 'tests',
  command: [
    'npm',
    'test',
    '--silent',
    '--',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${testReport}`,
  ],
  count: () =>
    read(testReport, (json) => {
      const result = vitestResult.parse(json);
      const failed = result.numFailedTests + result.numPendingTests;
      return { passed: result.numPassedTests, failed: result.success ? failed : Math.max(failed, 1) };
    }),
};

const smoke: Step = {
  name: 'smoke',
  command: ['node', 'scripts/smoke.ts', smokeReport],
  count: () => read(smokeReport, (json) => z.object({ passed: z.number(), failed: z.number() }).parse(json)),
};

/** A step that died before it wrote its report has failed. */
function read(file: string, toTally: (json: unknown) => Tally): Tally {
  try {
    return toTally(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const tallies = [
  await runSteps([prepare, ...checks], 2),
  // Alone: they share two cores with their own PostgreSQL and Temporal.
  await runSteps([tests], 1),
  await runSteps([smoke], 1),
];
rmSync(reports, { recursive: true });
finish({
  passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
  failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
});
