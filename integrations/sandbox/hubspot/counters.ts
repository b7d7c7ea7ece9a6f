import type { SandboxCounters } from '../../../src/contracts/sandbox/hubspot.ts';

export interface Counters {
  call(route: string, outcome: { status: number | null; isWrite: boolean; records: number }): void;
  webhook(what: Exclude<keyof SandboxCounters['webhooks'], 'waiting'>, by?: number): void;
  read(waiting: number): SandboxCounters;
  reset(): void;
}

const none = () => ({
  calls: new Map<string, { calls: number; throttled: number; failed: number; records: number }>(),
  totals: { calls: 0, writes: 0, throttled: 0, failed: 0 },
  webhooks: { events: 0, deliveries: 0, accepted: 0, refused: 0, dropped: 0, duplicated: 0, givenUp: 0 },
});

/** Raw calls as they came in: also those refused, and those whose answer was lost. */
export function createCounters(): Counters {
  let counted = none();
  return {
    call(route, { status, isWrite, records }) {
      const row = counted.calls.get(route) ?? { calls: 0, throttled: 0, failed: 0, records: 0 };
      counted.calls.set(route, row);
      for (const sum of [row, counted.totals]) {
        sum.calls += 1;
        if (status === 429) sum.throttled += 1;
        else if (status === null || status >= 400) sum.failed += 1;
      }
      row.records += records;
      if (isWrite) counted.totals.writes += records;
    },
    webhook(what, by = 1) {
      counted.webhooks[what] += by;
    },
    read: (waiting) => ({
      calls: Object.fromEntries([...counted.calls].sort(([one], [other]) => one.localeCompare(other))),
      totals: { ...counted.totals },
      webhooks: { ...counted.webhooks, waiting },
    }),
    reset() {
      counted = none();
    },
  };
}
