/** The worker beside `npm start`'s API: a burst of work in its thread keeps no request waiting. */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants as os, setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from '../telemetry/logger.ts';

export interface WorkerProcess {
  isReady(): boolean;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('worker.ts', import.meta.url));
/** MB; with the default of some gigabytes, garbage is left lying until it is four times what is used */
const heapLimit = '--max-old-space-size=768';
const stopWithinMs = 25_000;
const longestPauseMs = 10_000;

/**
 * Resolves when it serves; started again should it end by itself.
 * @param environment what tells it where database, Temporal and the vendors are, on top of ours
 */
export async function startWorkerProcess({
  environment,
  logger,
}: {
  environment: Record<string, string>;
  logger: Logger;
}): Promise<WorkerProcess> {
  const stopping = new AbortController();
  let child: ChildProcess | null = null;
  let ready = false;

  const launch = async (): Promise<void> => {
    // a session of its own: Ctrl-C reaches us alone; the channel tells it should we die without a word
    const started = spawn(process.execPath, [...process.execArgv, heapLimit, program], {
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...environment },
    });
    child = started;
    // on a machine that both share, whoever waits for an answer goes first
    if (started.pid !== undefined) setPriority(started.pid, os.priority.PRIORITY_BELOW_NORMAL);
    await new Promise<void>((resolve, reject) => {
      started.once('message', () => resolve());
      started.once('error', reject);
      started.once('exit', (code, signal) => reject(new Error(`The worker ended while starting (${signal ?? code})`)));
    });
    ready = true;
    started.once('exit', (code, signal) => {
      ready = false;
      if (stopping.signal.aborted) return;
      logger.warn({ code, signal }, 'The worker ended by itself and is started again');
      void relaunch();
    });
  };
  const relaunch = async (): Promise<void> => {
    for (let pauseMs = 250; !stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        return await launch();
      } catch (error) {
        logger.warn({ err: error }, 'The worker does not start; it is tried again');
        await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };

  await launch();
  return {
    isReady: () => ready,
    async stop() {
      stopping.abort();
      if (child) await end(child);
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const tooLong = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await exited;
  clearTimeout(tooLong);
}
