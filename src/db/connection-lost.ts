import { setTimeout as sleep } from 'node:timers/promises';

/** PostgreSQL is shutting down, starting or gone, or the way to it is: the same statement may succeed in a moment. */
const lost = /^(08...|57P0[1-3]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
/** what the driver says of a connection that broke before the statement was sent */
const lostWithoutCode = /^(Connection terminated|Client has encountered a connection error)/;

export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string') return lost.test(error.code);
  return lostWithoutCode.test(error.message);
}

const pauseMs = 500;

/** Repeats `work`, which must bear being done twice, while a database that restarts is away. */
export async function whileDatabaseRestarts<T>(work: () => Promise<T>, patienceMs = 15_000): Promise<T> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionLost(error) || performance.now() > giveUpAt) throw error;
      await sleep(pauseMs);
    }
  }
}
