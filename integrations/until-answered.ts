import { setTimeout as sleep } from 'node:timers/promises';
import { isAppError } from '../src/errors.ts';

const firstPauseMs = 500;

/** After a refusal for its rate a call waits as long as it was told to; after a failure a little longer each time. */
export async function untilAnswered<T>(call: (attempt: number) => Promise<T>, patienceMs: number): Promise<T> {
  const giveUpAt = performance.now() + patienceMs;
  for (let attempt = 0, pauseMs = firstPauseMs; ; attempt += 1, pauseMs *= 2) {
    try {
      return await call(attempt);
    } catch (error) {
      if (!isAppError(error) || !error.rule.retryable) throw error;
      const waitMs = error.code === 'crm_throttled' ? (error.retryAfterMs ?? pauseMs) : pauseMs;
      if (performance.now() + waitMs > giveUpAt) throw error;
      await sleep(waitMs);
    }
  }
}
