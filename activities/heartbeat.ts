import { heartbeat } from '@temporalio/activity';
import { heartbeatMs } from '../temporal.config.ts';

/** So that a killed worker's activity is taken over after the heartbeat timeout, not after its longest run. */
export async function whileHeartbeating<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => heartbeat(), heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
