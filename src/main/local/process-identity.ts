import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * What tells a process from a later one that got the same pid: its start time and, where known, the boot.
 * Undefined when there is no such process, or only its not yet collected remains.
 */
export async function readStartMark(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return await ps(pid, 'lstart=');
  const [boot, stat] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined),
  ]);
  // The command, in brackets, may contain blanks; after it the fields are: state, …, start time as the 20th.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields?.[0] === undefined || fields[0] === 'Z') return undefined;
  return `${boot.trim()}:${fields[19]}`;
}

/** The arguments a process was started with, in one line; undefined when there is no such process. */
export async function readCommandLine(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return await ps(pid, 'command=');
  const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return raw === undefined || raw === '' ? undefined : raw.split('\0').join(' ').trim();
}

async function ps(pid: number, column: string): Promise<string | undefined> {
  try {
    const { stdout } = await run('ps', ['-o', column, '-p', String(pid)]);
    return stdout.trim() === '' ? undefined : stdout.trim();
  } catch {
    return undefined; // ps answers 1 for a pid that nobody has
  }
}
