import { setTimeout as delay } from 'node:timers/promises';
import { pendingMigrations } from '../db/migrate.ts';
import type { Logger } from '../telemetry/logger.ts';

const firstPauseMs = 250;
const longestPauseMs = 10_000;

interface Needed {
  name: string;
  /** rejects while it does not serve */
  check(): Promise<unknown>;
}

/**
 * A process that starts before what it stands on waits instead of ending: whoever started them all at once gets them
 * all. Each try that fails is one line, and comes twice as late as the one before.
 */
export async function waitUntilThere(
  { name, check }: Needed,
  { logger, onWait }: { logger: Logger; onWait?: (what: string) => void },
): Promise<void> {
  // the first process of a container ignores signals that nobody asked for
  process.once('SIGTERM', giveUp).once('SIGINT', giveUp);
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      await check();
      break;
    } catch (error) {
      const reason = reasonOf(error);
      logger.warn({ reason, nextTryMs: pauseMs }, `${name} does not serve yet; the start waits for it`);
      onWait?.(`${name}: ${reason}`);
      await delay(pauseMs);
    }
  }
  process.off('SIGTERM', giveUp).off('SIGINT', giveUp);
  logger.info({}, `${name} serves`);
}

/** Nothing was begun yet that would have to be ended. */
const giveUp = (): void => process.exit(0);

/** Several addresses of one host fail together, with an empty message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

/** Tables of this very release: one that is migrated while its processes start is waited for, too. */
export const migratedDatabase = (databaseUrl: string): Needed => ({
  name: 'PostgreSQL',
  async check() {
    const pending = await pendingMigrations(databaseUrl);
    if (pending.length > 0) throw new Error(`run "npx gangway migrate" first, it lacks ${pending.join(', ')}`);
  },
});
