/**
 * The one business clock: real time plus an offset that only the sandbox moves. Everything about dates asks it;
 * signatures, tokens and sign-ins use real time.
 */
import type { Database } from './database.ts';

export interface Clock {
  now(): Date;
  offsetMs(): number;
  /** takes over an offset that was read together with other rows */
  sync(offsetMs: number): void;
  refresh(): Promise<void>;
}

export function createClock(db: Database): Clock {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    offsetMs: () => offset,
    sync: (offsetMs) => {
      offset = offsetMs;
    },
    async refresh() {
      const before = offset;
      const [row] = await db.query<{ offset_ms: string }>('SELECT offset_ms FROM business_clock WHERE id = 1');
      const read = row ? Number(row.offset_ms) : 0;
      // business time never goes back: what was taken over while this was on its way is newer
      offset = offset === before ? read : Math.max(offset, read);
    },
  };
}
