import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { dieWithParent } from './die-with-parent.ts';
import { LocalStartError } from './local-start-error.ts';
import { endProcess, endStaleProcess, writePidFile } from './stale-process.ts';

const KEEP_LOG_BYTES = 10_000_000;
const READY_POLL_MS = 20;
const SHOWN_LOG_LINES = 6;
const SHOWN_LINE_LENGTH = 300;

export type LocalProcessOptions = {
  /** What a person calls it: "PostgreSQL". */
  name: string;
  command: string;
  args: readonly string[];
  cwd: string;
  /** The account it runs as, when not ours. */
  account?: { uid: number; gid: number } | undefined;
  pidFile: string;
  logFile: string;
  stopSignal: NodeJS.Signals;
  /** How long it may take to stop before it is killed. */
  stopWithinMs: number;
  /** Sent by the kernel when we die without a chance to stop it. */
  orphanSignal: 'INT' | 'KILL';
  readyTimeoutMs: number;
  isReady: (pid: number) => Promise<boolean>;
  log: (line: string) => void;
};

export type LocalProcess = { stop: () => Promise<void> };

/**
 * Starts a server as our child, resolves once it is ready, and starts it again should it end by itself.
 * Its output goes to a file, never through us: it outlives our pipes.
 */
export async function startLocalProcess(options: LocalProcessOptions): Promise<LocalProcess> {
  const stopping = new AbortController();
  let child: ChildProcess | undefined;
  let restarting: Promise<void> = Promise.resolve();

  const launch = async (): Promise<void> => {
    await rotateLog(options.logFile);
    const started = await spawnDetached(options);
    try {
      await waitUntilReady(started, options);
    } catch (cause) {
      await endChild(started, options);
      throw cause;
    }
    child = started;
    started.once('exit', (code, signal) => {
      if (stopping.signal.aborted) return;
      options.log(`${options.name} ended (${signal ?? code}), starting it again`);
      restarting = restart();
    });
  };

  const restart = async (): Promise<void> => {
    for (let waitMs = 250; !stopping.signal.aborted; waitMs = Math.min(waitMs * 2, 10_000)) {
      try {
        return await launch();
      } catch (cause) {
        options.log(cause instanceof Error ? cause.message : String(cause));
        await delay(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };

  if (await endStaleProcess(options)) {
    options.log(`ended a ${options.name} that an earlier run left behind`);
  }
  await launchPatiently(launch);

  return {
    stop: async () => {
      stopping.abort();
      await restarting;
      if (child !== undefined) await endChild(child, options);
      await rm(options.pidFile, { force: true });
    },
  };
}

/** A server that was killed a moment ago may still be letting go of its memory or its port. */
async function launchPatiently(launch: () => Promise<void>): Promise<void> {
  for (const waitMs of [250, 1_000]) {
    try {
      return await launch();
    } catch {
      await delay(waitMs);
    }
  }
  await launch();
}

/** In a session of its own: Ctrl-C reaches us alone, and we stop things in order. */
async function spawnDetached(options: LocalProcessOptions): Promise<ChildProcess> {
  const { command, args } = dieWithParent(options.orphanSignal, options.command, options.args);
  const output = openSync(options.logFile, 'a', 0o640);
  try {
    const child = spawn(command, args, {
      cwd: options.cwd,
      detached: true,
      stdio: ['ignore', output, output],
      ...options.account,
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) => reject(new LocalStartError(`${options.name}: ${cause.message}`, { cause })));
    });
    if (child.pid !== undefined) await writePidFile(options.pidFile, child.pid);
    return child;
  } finally {
    closeSync(output);
  }
}

async function waitUntilReady(child: ChildProcess, options: LocalProcessOptions): Promise<void> {
  const giveUpAt = performance.now() + options.readyTimeoutMs;
  while (performance.now() < giveUpAt) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      throw await explain(options, 'ended while starting');
    }
    if (await options.isReady(child.pid)) return;
    await delay(READY_POLL_MS);
  }
  throw await explain(options, `was not ready after ${options.readyTimeoutMs / 1000} s`);
}

async function explain(options: LocalProcessOptions, what: string): Promise<LocalStartError> {
  const lines = (await readFile(options.logFile, 'utf8').catch(() => '')).trimEnd().split('\n');
  const tail = lines.slice(-SHOWN_LOG_LINES).map((line) => `\n  ${line.slice(0, SHOWN_LINE_LENGTH)}`);
  return new LocalStartError(`${options.name} ${what}; from ${options.logFile}:${tail.join('')}`);
}

async function endChild(child: ChildProcess, options: LocalProcessOptions): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  await endProcess(child.pid, options.stopSignal, options.stopWithinMs);
  await exited;
}

async function rotateLog(file: string): Promise<void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > KEEP_LOG_BYTES) await rename(file, `${file}.1`);
}
