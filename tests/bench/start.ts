/** `npm start` on an empty directory, and again; what the whole takes at rest. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/free-port.ts';
import { type Figure, untilTrue } from './measure.ts';
import { temporaryDir } from './services.ts';

const restSeconds = 8;

export async function benchStart(): Promise<Figure[]> {
  const dataDir = await temporaryDir();
  const port = await freePort();
  try {
    const cold = await once(dataDir, port, 0);
    const warm = await once(dataDir, port, restSeconds);
    return [
      stated('Cold start, Temporal built already', `${cold.seconds.toFixed(1)} s`, 'stated', null),
      stated('Warm start', `${warm.seconds.toFixed(1)} s`, '≤ 10 s', warm.seconds <= 10),
      stated(
        `Memory at rest, all processes (${warm.parts})`,
        `${Math.round(warm.megabytes)} MB`,
        '≤ 1.2 GB',
        warm.megabytes <= 1_200,
      ),
    ];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

const stated = (what: string, ours: string, target: string, isMet: boolean | null): Figure => ({
  what,
  ours,
  baseline: '–',
  ratio: null,
  target,
  isMet,
});

async function once(dataDir: string, port: number, rest: number) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['src/main/start.ts'], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port), GANGWAY_DATA_DIR: dataDir },
    stdio: 'ignore',
  });
  try {
    await untilTrue('ready', async () => {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
      const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
      return response?.ok ?? false;
    });
    const seconds = (performance.now() - startedAt) / 1000;
    await sleep(rest * 1000);
    return { seconds, ...memoryOf(child) };
  } finally {
    await ended(child);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  child.kill('SIGTERM');
  if (child.exitCode === null) await promise;
}

/** Proportional set size: memory that PostgreSQL's processes share is counted once. */
function memoryOf(root: ChildProcess): { megabytes: number; parts: string } {
  const all = execFileSync('ps', ['-eo', 'pid=,ppid=,comm='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = '', parent = '', name = ''] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), name };
    });
  const ours = [{ pid: root.pid ?? 0, name: 'Gangway' }];
  for (const one of ours) ours.push(...all.filter(({ parent }) => parent === one.pid));
  const sums = new Map<string, number>();
  for (const { pid, name } of ours) {
    const label = name.startsWith('postgres') ? 'PostgreSQL' : name === 'server' ? 'Temporal' : 'Gangway';
    sums.set(label, (sums.get(label) ?? 0) + proportional(pid));
  }
  return {
    megabytes: [...sums.values()].reduce((sum, value) => sum + value, 0),
    parts: [...sums].map(([label, value]) => `${label} ${Math.round(value)} MB`).join(', '),
  };
}

function proportional(pid: number): number {
  try {
    const [, kilobytes = '0'] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return 0; // ended meanwhile
  }
}
