import { setTimeout as sleep } from 'node:timers/promises';
import { isAppError } from '../src/errors.ts';

/** how long a read is tried again by itself; what needs a dozen reads would else hardly ever get all of them */
export type Patience = number | (() => number);
export const patientFor = (patience: Patience): number => (typeof patience === 'function' ? patience() : patience);

const firstPauseMs = 500;
const leastMs = 1_000;

/**
 * After a refusal for its rate a call waits as long as it was told to; after a failure a little longer each time.
 * @param call with how many were made before, and how long this one may take, in whole ms
 */
export async function untilAnswered<T>(
  call: (attempt: number, leftMs: number) => Promise<T>,
  patience: Patience,
): Promise<T> {
  const giveUpAt = performance.now() + patientFor(patience);
  for (let attempt = 0, pauseMs = firstPauseMs; ; attempt += 1, pauseMs *= 2) {
    try {
      return await call(attempt, Math.max(leastMs, Math.ceil(giveUpAt - performance.now())));
    } catch (error) {
      if (!isAppError(error) || !error.rule.retryable) throw error;
      const waitMs = error.code === 'crm_throttled' ? (error.retryAfterMs ?? pauseMs) : pauseMs;
      if (performance.now() + waitMs > giveUpAt) throw error;
      await sleep(waitMs);
    }
  }
}
