import { execFile, spawn } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { LocalStartError } from './local-start-error.ts';

const run = promisify(execFile);

/** v1.32.2 wants a newer Go than most machines have. */
export const TEMPORAL_SERVER_VERSION = '1.32.1';

const PROGRESS_EVERY_MS = 15_000;

export type TemporalBinaries =
  /** The production server and its schema tool. */
  | { kind: 'server'; server: string; schemaTool: string }
  /** The development server on SQLite, for machines without Go. */
  | { kind: 'cli'; temporal: string };

/**
 * The Temporal to run: built before, else built now where Go is, else the `temporal` command on the path.
 * A build takes minutes, once; it is kept in `cacheDir`, outside the repository.
 */
export async function findTemporalBinaries(options: {
  cacheDir: string;
  log: (line: string) => void;
  /** Ends a build that is under way. */
  signal?: AbortSignal;
}): Promise<TemporalBinaries> {
  const { cacheDir, log, signal } = options;
  const target = join(cacheDir, `temporal-server-${TEMPORAL_SERVER_VERSION}`);
  const built = serverIn(target);
  if (await isComplete(built)) return built;
  let buildFailure: unknown;
  if (await canRun('go', ['version'])) {
    try {
      await build(target, log, signal);
      return built;
    } catch (cause) {
      signal?.throwIfAborted();
      buildFailure = cause;
      log('Temporal could not be built, looking for the temporal command instead');
    }
  }
  if (await canRun('temporal', ['--version'])) {
    log('using the development server of the temporal command; install Go to get the production one');
    return { kind: 'cli', temporal: 'temporal' };
  }
  throw new LocalStartError(instructions(buildFailure), { cause: buildFailure });
}

function serverIn(dir: string): { kind: 'server'; server: string; schemaTool: string } {
  return { kind: 'server', server: join(dir, 'server'), schemaTool: join(dir, 'sql') };
}

async function isComplete(binaries: { server: string; schemaTool: string }): Promise<boolean> {
  const found = [binaries.server, binaries.schemaTool].map((file) => access(file, constants.X_OK));
  return (await Promise.allSettled(found)).every(({ status }) => status === 'fulfilled');
}

async function canRun(command: string, args: string[]): Promise<boolean> {
  return await run(command, args).then(
    () => true,
    () => false,
  );
}

/** Built aside and moved when complete: an interrupted build, or two at once, leave nothing half done. */
async function build(target: string, log: (line: string) => void, signal: AbortSignal | undefined): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const half = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  log(`building the Temporal server ${TEMPORAL_SERVER_VERSION}, once: this takes 3 to 5 minutes`);
  const startedAt = performance.now();
  const progress = setInterval(() => {
    log(`still building Temporal (${Math.round((performance.now() - startedAt) / 1000)} s)`);
  }, PROGRESS_EVERY_MS);
  try {
    await goInstall(half, ['cmd/server', 'cmd/tools/sql'], signal);
    await rename(half, target); // refused where another process was faster
    log(`built Temporal in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  } catch (cause) {
    if (!(await isComplete(serverIn(target)))) throw cause;
  } finally {
    clearInterval(progress);
    await rm(half, { recursive: true, force: true });
  }
}

async function goInstall(binDir: string, packages: readonly string[], signal: AbortSignal | undefined): Promise<void> {
  const paths = packages.map((path) => `go.temporal.io/server/${path}@v${TEMPORAL_SERVER_VERSION}`);
  const child = spawn('env', [`GOBIN=${binDir}`, 'go', 'install', ...paths], {
    cwd: binDir,
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new LocalStartError(`go install ended with ${String(code)}: ${complaint}`);
}

function instructions(buildFailure: unknown): string {
  const found =
    buildFailure instanceof Error
      ? `Temporal could not be built: ${buildFailure.message}`
      : 'No Temporal server was found, and no Go to build one.';
  return [
    found,
    'Any one of these helps:',
    '  install Go 1.26 or later (https://go.dev/dl), and start again: the server is then built once',
    '  install the temporal command (https://docs.temporal.io/cli), and start again',
    '  set TEMPORAL_ADDRESS to a Temporal server that runs elsewhere',
  ].join('\n');
}
