import { setTimeout as sleep } from 'node:timers/promises';

const askAgainMs = 50;

/** Asks until there is an answer; fails with what was waited for. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>, withinMs = 60_000): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${withinMs / 1000} s`);
    await sleep(askAgainMs);
  }
}
