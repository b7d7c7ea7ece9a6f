import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readCommandLine } from './process-identity.ts';
import { endProcess } from './stale-process.ts';

/** What PostgreSQL writes into its data directory: its pid in line 1, its state in line 8. */
export type PostmasterPid = { pid: number; isReady: boolean };

export async function readPostmasterPid(clusterDir: string): Promise<PostmasterPid | undefined> {
  const text = await readFile(pidFile(clusterDir), 'utf8').catch(() => undefined);
  const lines = text?.split('\n');
  const pid = Number(lines?.[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, isReady: lines?.[7]?.trim() === 'ready' };
}

/**
 * Ends a server that a crashed run left on this data directory, and clears a note that points to somebody
 * else. PostgreSQL takes any live process with the noted pid for a running server and refuses to start; in
 * a container, or after a reboot, that pid often is another's. A note whose process is gone stays: from it
 * PostgreSQL sees whether sessions of the old server still hold its shared memory.
 */
export async function clearStalePostmaster(clusterDir: string): Promise<void> {
  const noted = await readPostmasterPid(clusterDir);
  if (noted === undefined) return;
  const commandLine = await readCommandLine(noted.pid);
  if (commandLine === undefined) return;
  if (isServerOf(commandLine, clusterDir)) await endProcess(noted.pid, 'SIGINT', 30_000);
  else await rm(pidFile(clusterDir), { force: true });
}

function isServerOf(commandLine: string, clusterDir: string): boolean {
  const [program] = commandLine.split(' ');
  return program?.endsWith('/postgres') === true && commandLine.includes(`-D ${clusterDir} `);
}

function pidFile(clusterDir: string): string {
  return join(clusterDir, 'postmaster.pid');
}
