import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../tests/support/free-port.ts';

const STOP_WITHIN_MS = 60_000;
const INTERRUPTED = 130;

export interface App {
  baseUrl: string;
  /** What it printed so far. */
  output: () => string;
  /** Ctrl-C, as a terminal sends it: to the whole group. True when it then ended well and in time. */
  interrupt: () => Promise<boolean>;
  /** For the case that it did not stop by itself. */
  kill: () => void;
  isGroupAlive: () => boolean;
  exited: Promise<number | null>;
}

/** `npm start` in `cwd`, in a process group of its own. */
export async function startApp(cwd: string, environment: Record<string, string>): Promise<App> {
  const port = await freePort();
  const child = spawn('npm', ['start'], {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment, PORT: String(port) },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    output: () => output,
    exited,
    interrupt: async () => {
      signalGroup(child, 'SIGINT');
      const code = await Promise.race([exited, delay(STOP_WITHIN_MS, 'too late', { ref: false })]);
      return code === 0 || code === INTERRUPTED || code === null; // null: npm hands the signal on to itself
    },
    kill: () => void signalGroup(child, 'SIGKILL'),
    isGroupAlive: () => signalGroup(child, 0),
  };
}

/** Polls until `path` answers 200; false when it does not in time, or the app ended. */
export async function isReadyWithin(app: App, path: string, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  const ended = app.exited.then(() => true);
  while (performance.now() < deadline) {
    const answer = await fetch(`${app.baseUrl}${path}`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (answer?.status === 200) return true;
    if (await Promise.race([ended, delay(100, false)])) return false;
  }
  return false;
}

/** False when no process of the group is left. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  try {
    return child.pid !== undefined && process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}
