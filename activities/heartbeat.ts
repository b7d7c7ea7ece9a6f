import { heartbeat } from '@temporalio/activity';

const intervalMs = 4_000;

/** So that a killed worker's activity is taken over after the heartbeat timeout, not after its longest run. */
export async function whileHeartbeating<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => heartbeat(), intervalMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
