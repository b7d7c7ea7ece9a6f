/** HubSpot's rate limits: per token in ten rolling seconds, searches per second, and per account and day. */
import type { SandboxLimits } from '../../../src/contracts/sandbox/hubspot.ts';
import { rateLimited } from './answers.ts';
import type { DailyUsage } from './account-api.ts';

export interface RateLimits extends DailyUsage {
  /** throws the 429; @returns the headers that HubSpot sends along (none for searches) */
  take(token: string, limitClass: 'burst' | 'search'): Record<string, string>;
  reset(): void;
}

const windows = { burst: 10_000, search: 1_000 } as const;

export function createRateLimits(limits: () => SandboxLimits, timezone: string): RateLimits {
  let taken = new Map<string, number[]>();
  let day = '';
  let today = 0;
  const dayOf = (at: number): string => new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(at);
  const countDay = (): number => {
    const now = dayOf(Date.now());
    if (now !== day) [day, today] = [now, 0];
    return today;
  };
  return {
    take(token, limitClass): Record<string, string> {
      const { enabled, burstPer10Seconds, searchPerSecond, daily } = limits();
      const used = countDay();
      if (!enabled) {
        today += 1;
        return {};
      }
      if (used >= daily) throw rateLimited('DAILY');
      const key = `${token}:${limitClass}`;
      const since = performance.now() - windows[limitClass];
      const recent = (taken.get(key) ?? []).filter((at) => at > since);
      const max = limitClass === 'burst' ? burstPer10Seconds : searchPerSecond;
      taken.set(key, recent);
      if (recent.length >= max) throw rateLimited(limitClass === 'burst' ? 'TEN_SECONDLY_ROLLING' : 'SECONDLY');
      recent.push(performance.now());
      today += 1;
      if (limitClass === 'search') return {};
      return {
        'X-HubSpot-RateLimit-Max': String(max), 'X-HubSpot-RateLimit-Remaining': String(max - recent.length), 'X-HubSpot-RateLimit-Interval-Milliseconds': String(windows.burst),
        'X-HubSpot-RateLimit-Daily': String(daily), 'X-HubSpot-RateLimit-Daily-Remaining': String(daily - today),
      };
    },
    used: () => countDay(),
    resetsAt() {
      const midnight = new Date(Date.now() + 86_400_000);
      return new Date(Date.parse(dayOf(midnight.getTime())));
    },
    reset() {
      taken = new Map();
      today = 0;
    },
  };
}
