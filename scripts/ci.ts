/** What `.ci/run` runs once the packages are installed; see there. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { checks } from './checks.ts';
import { runTests } from './ci-tests.ts';
import { finish, runSteps, type Step, type Tally } from './run-steps.ts';

const reports = mkdtempSync(join(tmpdir(), 'gangway-ci-'));
const smokeReport = join(reports, 'smoke.json');

const prepare: Step = { name: 'Temporal server', command: ['node', 'scripts/prepare-temporal.ts'] };

const smoke: Step = {
  name: 'smoke',
  command: ['node', 'scripts/smoke.ts', smokeReport],
  count: readSmoke,
};

/** A run that died before it wrote its report has failed. */
function readSmoke(): Tally {
  try {
    return z.object({ passed: z.number(), failed: z.number() }).parse(JSON.parse(readFileSync(smokeReport, 'utf8')));
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const tallies = [
  await runSteps([prepare, ...checks], 2),
  // Alone: they share two cores with their own PostgreSQL and Temporal.
  await runTests(),
  await runSteps([smoke], 1),
];
rmSync(reports, { recursive: true });
finish({
  passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
  failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
});
