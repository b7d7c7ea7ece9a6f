import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { readStartMark } from './process-identity.ts';

const pidFileContent = z.object({ pid: z.number().int().positive(), startMark: z.string() });

/** Notes which process we started, so that after a crash the next start can find and end it. */
export async function writePidFile(file: string, pid: number): Promise<void> {
  const startMark = await readStartMark(pid);
  if (startMark !== undefined) await writeFile(file, JSON.stringify({ pid, startMark }));
}

/** Ends the process noted in `pidFile`, if it is still that very process and not a later one with its pid. */
export async function endStaleProcess(options: {
  pidFile: string;
  stopSignal: NodeJS.Signals;
  stopWithinMs: number;
}): Promise<boolean> {
  const { pidFile, stopSignal, stopWithinMs } = options;
  const noted = await readPidFile(pidFile);
  await rm(pidFile, { force: true });
  if (noted === undefined || (await readStartMark(noted.pid)) !== noted.startMark) return false;
  await endProcess(noted.pid, stopSignal, stopWithinMs);
  return true;
}

/** Asks with `signal`, waits until the process is gone, and insists after `patienceMs`. */
export async function endProcess(pid: number, signal: NodeJS.Signals, patienceMs: number): Promise<void> {
  const startMark = await readStartMark(pid);
  if (startMark === undefined) return;
  process.kill(pid, signal);
  const insistAt = performance.now() + patienceMs;
  let hasInsisted = false;
  while ((await readStartMark(pid)) === startMark) {
    if (!hasInsisted && performance.now() > insistAt) {
      process.kill(pid, 'SIGKILL');
      hasInsisted = true;
    }
    await delay(20);
  }
}

async function readPidFile(file: string) {
  try {
    return pidFileContent.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined; // no file, or one that a crash cut off
  }
}
