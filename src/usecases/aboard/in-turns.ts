import { setTimeout as sleep } from 'node:timers/promises';

/** deals of one transaction: what a crash repeats, and how long their rows stay locked */
export const dealsTogether = 5;
const longestRestMs = 5_000;

/** Some at a time, and after each a rest of as long as it took: whoever waits for the same rows and cores gets in between. */
export async function inTurns<T>(all: T[], together: number, work: (some: T[]) => Promise<void>): Promise<void> {
  for (let start = 0; start < all.length; start += together) {
    const startedAt = performance.now();
    await work(all.slice(start, start + together));
    await sleep(Math.min(longestRestMs, performance.now() - startedAt));
  }
}
