/** Tells the dispatcher, whichever process leads it, that something waits; many calls become one. */
import type { Database } from '../db/database.ts';
import type { Logger } from '../telemetry/logger.ts';

const collectMs = 2;

export function createPoke(db: Database, logger: Logger): () => void {
  let isPlanned = false;
  return () => {
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(() => {
      isPlanned = false;
      // the dispatcher looks by itself every second, so a lost poke only costs that
      db.query(`SELECT pg_notify('outbox', '')`).catch((error: unknown) =>
        logger.debug({ err: error }, 'The dispatcher could not be told; it looks by itself'),
      );
    }, collectMs);
  };
}
