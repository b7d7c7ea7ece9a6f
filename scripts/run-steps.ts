import { spawn } from 'node:child_process';

export interface Tally {
  passed: number;
  failed: number;
}

export interface Step {
  name: string;
  command: readonly [string, ...string[]];
  /** Reads its result where one step is more than one check. */
  count?: (hasSucceeded: boolean) => Tally;
  /** What to print where it failed; all its output unless given. */
  explain?: (output: string) => string;
}

/** Runs the steps, `width` side by side, prints each one's output whole when it is done, and sums up. */
export async function runSteps(steps: readonly Step[], width: number): Promise<Tally> {
  const waiting = [...steps];
  const total: Tally = { passed: 0, failed: 0 };
  const lane = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const { passed, failed } = await runStep(step);
      total.passed += passed;
      total.failed += failed;
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return total;
}

/** Ends the process as CI reads it: the last line is the sum, the exit code says whether all is well. */
export function finish({ passed, failed }: Tally): never {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

async function runStep({ name, command, count, explain = (output) => output }: Step): Promise<Tally> {
  const startedAt = performance.now();
  const { code, output } = await capture(command);
  const tally = count?.(code === 0) ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const isWell = code === 0 && tally.failed === 0;
  console.log(`${isWell ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)${isWell ? '' : `\n${explain(output).trimEnd()}\n`}`);
  return isWell || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

async function capture([program, ...args]: Step['command']): Promise<{ code: number | null; output: string }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return await new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString('utf8') }));
  });
}
