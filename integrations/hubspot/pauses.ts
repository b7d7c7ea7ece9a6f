/**
 * How long a refusal for the rate stops the calls. The window rolls, so some of it frees calls already: two seconds at
 * first, twice as long each time that nothing got through in between, and never longer than the whole window.
 */
import type { RateGate } from '../ports.ts';

type LimitClass = Parameters<RateGate['acquire']>[0];

export interface Pauses {
  /** @returns ms from now; refusals that come together count once */
  afterRefusal(limitClass: LimitClass, windowMs: number): number;
  /** a call that was sent then (`performance.now()`) got through */
  passed(limitClass: LimitClass, sentAt: number): void;
}

const firstMs = 2_000;

export function createPauses(): Pauses {
  const begun = { from: 0, endsAt: 0, ms: 0, somethingPassed: true };
  const pauses = { burst: { ...begun }, search: { ...begun } };
  return {
    afterRefusal(limitClass, windowMs) {
      const pause = pauses[limitClass];
      const now = performance.now();
      if (now < pause.endsAt) return Math.ceil(pause.endsAt - now);
      pause.ms = Math.min(windowMs, pause.somethingPassed ? firstMs : pause.ms * 2);
      pause.from = pause.endsAt;
      pause.endsAt = now + pause.ms;
      pause.somethingPassed = false;
      return pause.ms;
    },
    passed(limitClass, sentAt) {
      const pause = pauses[limitClass];
      if (sentAt >= pause.from) pause.somethingPassed = true;
    },
  };
}
