/** HubSpot's rate limits: per token in ten rolling seconds, searches per second, and per account and day. */
import type { SandboxLimits } from '../../../src/contracts/sandbox/hubspot.ts';
import { type ApiFailure, rateLimited } from './answers.ts';
import type { DailyUsage } from './account-api.ts';
import type { AccessToken } from './routes.ts';

export interface Taken {
  headers: Record<string, string>;
  refusal: ApiFailure | null;
}

export interface RateLimits extends DailyUsage {
  /** @returns the headers that HubSpot sends along (none for searches), and the 429 when there is nothing left */
  take(token: AccessToken, limitClass: 'burst' | 'search'): Taken;
  reset(): void;
}

const windows = { burst: 10_000, search: 1_000 } as const;

export function createRateLimits(limits: () => SandboxLimits, timezone: string): RateLimits {
  let taken = new Map<string, number[]>();
  let day = '';
  let today = 0;
  const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: timezone });
  const dayOf = (at: number): string => calendar.format(at);
  const countDay = (): number => {
    const now = dayOf(Date.now());
    if (now !== day) [day, today] = [now, 0];
    return today;
  };
  return {
    take(token, limitClass): Taken {
      const { enabled, burstPer10Seconds, searchPerSecond, daily } = limits();
      const used = countDay();
      if (!enabled) {
        today += 1;
        return { headers: {}, refusal: null };
      }
      if (used >= daily) return { headers: {}, refusal: rateLimited('DAILY') };
      const key = `${token.token}:${limitClass}`;
      const since = performance.now() - windows[limitClass];
      const recent = (taken.get(key) ?? []).filter((at) => at > since);
      const max = limitClass === 'burst' ? burstPer10Seconds : searchPerSecond;
      const isRefused = recent.length >= max;
      if (!isRefused) {
        recent.push(performance.now());
        today += 1;
      }
      taken.set(key, recent);
      if (limitClass === 'search') return { headers: {}, refusal: isRefused ? rateLimited('SECONDLY') : null };
      return {
        refusal: isRefused ? rateLimited('TEN_SECONDLY_ROLLING') : null,
        headers: {
          'X-HubSpot-RateLimit-Max': String(max),
          'X-HubSpot-RateLimit-Remaining': String(max - recent.length),
          'X-HubSpot-RateLimit-Interval-Milliseconds': String(windows.burst),
          // a consented app is told nothing of the day
          ...(!token.isConsented && {
            'X-HubSpot-RateLimit-Daily': String(daily),
            'X-HubSpot-RateLimit-Daily-Remaining': String(daily - today),
          }),
        },
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
