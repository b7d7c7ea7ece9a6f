/** Salesforce's limits: calls of the whole organisation in rolling 24 hours, and long calls at once. */
import type { SandboxSalesforceLimits } from '../../../src/contracts/sandbox/salesforce.ts';
import { limitExceeded } from './answers.ts';

export interface CallLimits {
  /** counts a call, or throws the 403 when there is nothing left; then the call is over when `end` is called */
  begin(): { end(): void };
  used(): number;
  /** as if so many calls had been made */
  setUsed(calls: number): void;
}

const dayMs = 86_400_000;
/** the rolling day in parts of ten minutes, so that it stays small */
const partMs = 600_000;

export function createCallLimits(limits: () => SandboxSalesforceLimits): CallLimits {
  const parts = new Map<number, number>();
  const running = new Map<symbol, number>();
  const used = (): number => {
    const oldest = Math.floor((Date.now() - dayMs) / partMs);
    for (const part of parts.keys()) if (part <= oldest) parts.delete(part);
    return [...parts.values()].reduce((sum, calls) => sum + calls, 0);
  };
  return {
    used,
    setUsed(calls) {
      parts.clear();
      parts.set(Math.floor(Date.now() / partMs), calls);
    },
    begin() {
      const { enabled, daily, concurrentLongCalls, longCallMs } = limits();
      if (enabled && used() >= daily) throw limitExceeded('TotalRequests');
      const since = performance.now() - longCallMs;
      const long = [...running.values()].filter((startedAt) => startedAt <= since).length;
      if (enabled && long >= concurrentLongCalls) throw limitExceeded('ConcurrentPerOrgLongTxn');
      const part = Math.floor(Date.now() / partMs);
      parts.set(part, (parts.get(part) ?? 0) + 1);
      const call = Symbol('call');
      running.set(call, performance.now());
      return { end: () => void running.delete(call) };
    },
  };
}
