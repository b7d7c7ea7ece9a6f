import type { SandboxSalesforceCounters } from '../../../src/contracts/sandbox/salesforce.ts';

export interface Counters {
  /** status null: no answer was given */
  call(route: string, outcome: { status: number | null; isThrottled: boolean; written: string[] }): void;
  outbound(what: Exclude<keyof SandboxSalesforceCounters['outbound'], 'waiting'>, by?: number): void;
  read(waiting: number): SandboxSalesforceCounters;
  reset(): void;
}

const none = () => ({
  calls: new Map<string, { calls: number; throttled: number; failed: number; records: number }>(),
  totals: { calls: 0, writes: 0, throttled: 0, failed: 0 },
  writes: new Map<string, number>(),
  outbound: { notifications: 0, deliveries: 0, acknowledged: 0, refused: 0, dropped: 0, duplicated: 0, givenUp: 0 },
});

/** Raw calls as they came in, also those refused and those whose answer was lost; and how often each record was written. */
export function createCounters(): Counters {
  let counted = none();
  return {
    call(route, { status, isThrottled, written }) {
      const row = counted.calls.get(route) ?? { calls: 0, throttled: 0, failed: 0, records: 0 };
      counted.calls.set(route, row);
      for (const sum of [row, counted.totals]) {
        sum.calls += 1;
        if (isThrottled) sum.throttled += 1;
        else if (status === null || status >= 400) sum.failed += 1;
      }
      row.records += written.length;
      counted.totals.writes += written.length;
      for (const id of written) counted.writes.set(id, (counted.writes.get(id) ?? 0) + 1);
    },
    outbound(what, by = 1) {
      counted.outbound[what] += by;
    },
    read: (waiting) => ({
      calls: Object.fromEntries([...counted.calls].sort(([one], [other]) => one.localeCompare(other))),
      totals: { ...counted.totals },
      writes: Object.fromEntries(counted.writes),
      outbound: { ...counted.outbound, waiting },
    }),
    reset() {
      counted = none();
    },
  };
}
