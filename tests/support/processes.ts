/** Processes that are killed hard and started again, as whoever runs them in production would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { dieWithParent } from '../../src/main/local/die-with-parent.ts';
import { readStartMark } from '../../src/main/local/process-identity.ts';

export interface Killable {
  name: string;
  /** SIGKILL. @returns false when it is down anyway */
  kill(): Promise<boolean>;
}

export interface Supervised extends Killable {
  /** how often it ended without having been killed or stopped */
  ownExits(): number;
  stop(): Promise<void>;
}

const restartAfterMs = 300;

/** Runs a Node program and starts it again whenever it ends, until it is stopped. */
export function supervise(options: {
  name: string;
  args: string[];
  environment: Record<string, string>;
  logFile: string;
}): Supervised {
  const { name, args, environment, logFile } = options;
  let child: ChildProcess | null = null;
  let isStopping = false;
  let wasKilled = false;
  let ownExits = 0;

  const program = dieWithParent('KILL', process.execPath, args);
  const run = async (): Promise<void> => {
    while (!isStopping) {
      const log = openSync(logFile, 'a');
      const started = spawn(program.command, program.args, {
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
        stdio: ['ignore', log, log],
      });
      closeSync(log);
      child = started;
      await new Promise((resolve) => started.once('exit', resolve));
      child = null;
      if (!wasKilled && !isStopping) ownExits += 1;
      wasKilled = false;
      if (!isStopping) await sleep(restartAfterMs);
    }
  };
  const running = run();
  return {
    name,
    ownExits: () => ownExits,
    kill: () => {
      if (!child) return Promise.resolve(false);
      wasKilled = true;
      return Promise.resolve(child.kill('SIGKILL'));
    },
    async stop() {
      isStopping = true;
      const ending = child;
      ending?.kill('SIGTERM');
      const insist = setTimeout(() => ending?.kill('SIGKILL'), 15_000);
      await running;
      clearTimeout(insist);
    },
  };
}

const pidFileSchema = z.object({ pid: z.number().int().positive(), startMark: z.string() });

/** A server that src/main/local started and starts again by itself, known by its pid file. */
export const killable = (name: string, pidFile: string): Killable => ({
  name,
  async kill() {
    const noted = await readFile(pidFile, 'utf8')
      .then((text) => pidFileSchema.parse(JSON.parse(text)))
      .catch(() => null);
    if (noted === null || (await readStartMark(noted.pid)) !== noted.startMark) return false;
    process.kill(noted.pid, 'SIGKILL');
    return true;
  },
});

/** Asks until it gets an answer: what is asked may be down for a while. */
export async function patiently<T>(ask: () => Promise<T>, withinMs = 120_000, everyMs = 300): Promise<T> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await sleep(everyMs);
    }
  }
}
