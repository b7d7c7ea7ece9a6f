import { setTimeout as sleep } from 'node:timers/promises';

/** Figures are pairs: ours and bare code for the same physical work, alternating in one run, because the machine is shared. */
export interface Figure {
  what: string;
  ours: string;
  baseline: string;
  ratio: number | null;
  target: string;
  isMet: boolean | null;
}

export const median = (values: number[]): number => percentile(values, 50);

export function percentile(values: number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** Runs A B A B …; @returns the results of each side. */
export async function alternate<A, B>(
  rounds: number,
  a: () => Promise<A>,
  b: () => Promise<B>,
): Promise<{ a: A[]; b: B[] }> {
  const results: { a: A[]; b: B[] } = { a: [], b: [] };
  for (let round = 0; round < rounds; round++) {
    results.a.push(await a());
    results.b.push(await b());
  }
  return results;
}

/** Items per second of `work`, which handles `count` items. */
export async function rate(count: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return count / ((performance.now() - start) / 1000);
}

export async function sideBySide(
  count: number,
  inFlight: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < count) await work(next++);
    }),
  );
}

/** Begins `work` evenly, whether or not the former ended. @returns ms of each, counted from when it was due */
export async function atRate(perSecond: number, seconds: number, work: () => Promise<unknown>): Promise<number[]> {
  const start = performance.now();
  const under: Promise<number>[] = [];
  for (let n = 0; n < perSecond * seconds; n++) {
    const due = start + (n * 1000) / perSecond;
    await sleep(Math.max(0, due - performance.now()));
    under.push(work().then(() => performance.now() - due));
  }
  return Promise.all(under);
}

/** Asks until it is so. */
export async function untilTrue(what: string, ask: () => boolean | Promise<boolean>, seconds = 120): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(20);
  }
}

export const perSecond = (value: number): string =>
  `${value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1)}/s`;
export const ms = (value: number): string => `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`;
