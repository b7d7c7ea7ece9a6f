import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { runSteps, type Step, type Tally } from './run-steps.ts';

/** More files than this that fail are no accident: they are not run again. */
const mostAgain = 5;

const report = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  /** Skipped ones: a test that does not run proves nothing. */
  numPendingTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});
type Report = z.infer<typeof report>;

/**
 * All tests; then the files with failures once more, one after another and beside nothing else, because a machine that is shared
 * with others makes a wait too long now and then. What passes only then is named, so that it gets mended; what fails again
 * has failed.
 */
export async function runTests(): Promise<Tally> {
  const reports = mkdtempSync(join(tmpdir(), 'gangway-tests-'));
  try {
    const first = await runOnce('tests', join(reports, 'first.json'), []);
    const files = first.report?.testResults.filter((file) => file.status !== 'passed') ?? [];
    if (first.tally.failed === 0 || files.length === 0 || files.length > mostAgain) return first.tally;
    const names = files.map((file) => relative(process.cwd(), file.name));
    const again = await runOnce('tests that failed, alone', join(reports, 'again.json'), ['--maxWorkers=1', ...names]);
    if (again.tally.failed === 0) console.log(`unsteady: ${names.join(', ')}`);
    const passedBefore = files.flatMap((file) => file.assertionResults).filter(({ status }) => status === 'passed');
    return { passed: first.tally.passed - passedBefore.length + again.tally.passed, failed: again.tally.failed };
  } finally {
    rmSync(reports, { recursive: true });
  }
}

async function runOnce(name: string, file: string, args: string[]): Promise<{ tally: Tally; report?: Report }> {
  let read: Report | undefined;
  const step: Step = {
    name,
    command: [
      'npm',
      'test',
      '--silent',
      '--',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...args,
    ],
    count: () => {
      read = readReport(file);
      if (read === undefined) return { passed: 0, failed: 1 };
      const failed = read.numFailedTests + read.numPendingTests;
      return { passed: read.numPassedTests, failed: read.success ? failed : Math.max(failed, 1) };
    },
    explain: (output) => (read === undefined ? output : failuresOf(read).join('\n')),
  };
  const tally = await runSteps([step], 1);
  return read === undefined ? { tally } : { tally, report: read };
}

/** A run that died before it wrote its report has none. */
function readReport(file: string): Report | undefined {
  try {
    return report.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** What failed, without the thousands of lines about what did not: of a long output a viewer may show the beginning only. */
function failuresOf({ testResults }: Report): string[] {
  return testResults
    .filter((file) => file.status !== 'passed')
    .flatMap((file) => {
      const path = relative(process.cwd(), file.name);
      const failed = file.assertionResults.filter(({ status }) => status === 'failed');
      return failed.length === 0
        ? [`failed: ${path}: ${short(file.message, path)}`]
        : failed.map((test) => `failed: ${path} > ${test.fullName}: ${short(test.failureMessages?.[0] ?? '', path)}`);
    });
}

/** The error, and where in its file it was. */
function short(message: string, path: string): string {
  const [error = '', ...stack] = message.split('\n');
  const at = stack.find((line) => line.includes(path))?.match(/:(\d+):\d+/)?.[1];
  return `${error.slice(0, 300)}${at === undefined ? '' : ` (line ${at})`}`;
}
