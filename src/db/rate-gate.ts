/** Token buckets in PostgreSQL: whoever calls a vendor, whichever process, draws from the same ones. Real time, the vendor's clock. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../errors.ts';
import type { BucketSize, RateGate } from '../../integrations/ports.ts';
import { isBulk } from './bulk-work.ts';
import { whileDatabaseRestarts } from './connection-lost.ts';
import type { Database } from './database.ts';
import { patience } from './waited-for.ts';

/**
 * A window of `limit` calls in `windowSeconds` is kept without ever overstepping it, however it is placed:
 * capacity + refill × window ≤ limit.
 */
export const bucketFor = (limit: number, windowSeconds: number): BucketSize => ({
  capacity: Math.max(1, Math.floor(limit * 0.4)),
  refillPerSecond: (limit - Math.max(1, Math.floor(limit * 0.4))) / windowSeconds,
});

export interface KeyedGate {
  /** Waits for a token at most `maxWaitMs`; else throws what `throttled` makes of the time it would still take. */
  acquire(limitClass: string): Promise<void>;
  /** Nobody draws from this class before so many ms have passed. */
  block(limitClass: string, ms: number): Promise<void>;
}

/** Buckets of one connection by the name of the limit, made as they are asked for. */
export function createKeyedGate({
  db,
  connectionId,
  sizeOf,
  throttled,
  maxWaitMs = 8_000,
}: {
  db: Database;
  connectionId: string;
  sizeOf(limitClass: string): BucketSize;
  throttled(waitMs: number, limitClass: string): AppError;
  maxWaitMs?: number;
}): KeyedGate {
  const drawers = new Map<string, () => Promise<Turn>>();
  const drawOne = (limitClass: string, leaving: boolean): Promise<Turn> => {
    const key = leaving ? `${limitClass} leaving half` : limitClass;
    const size = sizeOf(limitClass);
    const left = leaving ? size.capacity / 2 : 0;
    // a dozen reads that went well are not to be lost because the thirteenth was asked for in a bad moment
    const drawer =
      drawers.get(key) ??
      together((count) => whileDatabaseRestarts(() => draw(db, connectionId, limitClass, size, { count, left })));
    if (drawers.size > maxDrawers) drawers.clear();
    drawers.set(key, drawer);
    return drawer();
  };
  /** @returns whether there was one beyond the half that is left to others, within the time */
  const acquireLeavingHalf = async (limitClass: string): Promise<boolean> => {
    const until = performance.now() + bulkPatienceMs;
    for (;;) {
      const { waitMs } = await drawOne(limitClass, true);
      if (waitMs === 0) return true;
      const leftMs = until - performance.now();
      if (leftMs <= 0) return false;
      await sleep(Math.min(waitMs, leftMs));
    }
  };
  const acquireNext = async (limitClass: string): Promise<void> => {
    const deadline = performance.now() + patience(maxWaitMs);
    for (;;) {
      const { waitMs, heldBy } = await drawOne(limitClass, false);
      if (waitMs === 0) return;
      if (performance.now() + waitMs > deadline) throw throttled(waitMs, heldBy ?? limitClass);
      await sleep(waitMs);
    }
  };
  const acquireAfter = async (before: Promise<unknown>, limitClass: string): Promise<void> => {
    await before;
    if (!(await acquireLeavingHalf(limitClass))) await acquireNext(limitClass);
  };
  let bulkBefore: Promise<unknown> = Promise.resolve();
  return {
    async acquire(limitClass) {
      if (!isBulk()) return acquireNext(limitClass);
      const turn = acquireAfter(bulkBefore, limitClass);
      bulkBefore = turn.catch(() => undefined);
      return turn;
    },
    async block(limitClass, ms) {
      await whileDatabaseRestarts(() =>
        db.query(
          `INSERT INTO rate_buckets (connection_id, limit_class, capacity, refill_per_second, tokens, refilled_at, blocked_until)
         VALUES ($1, $2, 1, 1, 0, clock_timestamp(), clock_timestamp() + make_interval(secs => $3))
         ON CONFLICT (connection_id, limit_class) DO UPDATE SET tokens = 0, blocked_until = greatest(rate_buckets.blocked_until, excluded.blocked_until)`,
          [connectionId, limitClass, ms / 1000],
        ),
      );
    },
  };
}

/**
 * Bulk work leaves half of a bucket to others for so long; then it takes one call, and is patient again before the next.
 * Calls that lost patience together would take a whole second's worth, and who is waited for would wait behind them.
 */
const bulkPatienceMs = 300;

/** one per channel that was posted to; forgetting them only means that a draw is shared later */
const maxDrawers = 5_000;

export function createRateGate({
  db,
  connectionId,
  sizes,
  maxWaitMs,
}: {
  db: Database;
  connectionId: string;
  sizes: Record<'burst' | 'search', BucketSize>;
  maxWaitMs?: number;
}): RateGate {
  const gate = createKeyedGate({
    db,
    connectionId,
    sizeOf: (limitClass) => (limitClass === 'search' ? sizes.search : sizes.burst),
    throttled: (retryAfterMs, limitClass) =>
      new AppError('crm_throttled', {
        message: `The CRM’s call budget ${limitClass === 'daily' ? 'of the day is used up' : 'is used up for now'}`,
        details: { limitClass },
        retryAfterMs,
      }),
    ...(maxWaitMs !== undefined && { maxWaitMs }),
  });
  return {
    ...gate,
    noteDaily: (budget) => noteDaily(db, connectionId, budget),
    noteAnswered: noteAnswered(db, connectionId),
  };
}

const noteEveryMs = 15_000;

/** Only to be shown, so a database that is away is no failure. */
function noteAnswered(db: Database, connectionId: string): () => void {
  let notedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - notedAt < noteEveryMs) return;
    notedAt = performance.now();
    db.query('UPDATE crm_connections SET last_answered_at = clock_timestamp() WHERE id = $1', [connectionId]).catch(
      () => undefined,
    );
  };
}

/** Only to be shown: nobody draws from this bucket, a block of it stops every other. */
const noteDaily = (db: Database, connectionId: string, { used, limit }: { used: number; limit: number }) =>
  whileDatabaseRestarts(async () => {
    await db.query(
      `INSERT INTO rate_buckets (connection_id, limit_class, capacity, refill_per_second, tokens, refilled_at)
       VALUES ($1, 'daily', $2, 0, $3, clock_timestamp())
       ON CONFLICT (connection_id, limit_class) DO UPDATE SET capacity = $2, tokens = $3, refilled_at = clock_timestamp()`,
      [connectionId, limit, Math.max(0, limit - used)],
    );
  });

interface Turn {
  /** until there may be one; 0: it is there */
  waitMs: number;
  /** the limit that a vendor said is used up, which may be another than was drawn from; null: none */
  heldBy: string | null;
}
interface Drawn extends Turn {
  granted: number;
}

/** Calls that start in the same moment draw in one statement; whoever asked first goes first. */
function together(drawMany: (count: number) => Promise<Drawn>): () => Promise<Turn> {
  let asking: PromiseWithResolvers<Turn>[] = [];
  const drawForAll = async (): Promise<void> => {
    const all = asking;
    asking = [];
    try {
      const { granted, waitMs, heldBy } = await drawMany(all.length);
      all.forEach(({ resolve }, n) => resolve({ waitMs: n < granted ? 0 : Math.max(1, waitMs), heldBy }));
    } catch (error) {
      for (const { reject } of all) reject(error);
    }
  };
  return () => {
    const one = Promise.withResolvers<Turn>();
    if (asking.push(one) === 1) queueMicrotask(() => void drawForAll());
    return one.promise;
  };
}

/** Tokens there are, at one instant for the whole statement: a wait for the row's lock must not count twice. */
const there = `least($3::float8, b.tokens + greatest(0, extract(epoch FROM statement_timestamp() - b.refilled_at)) * $4::float8)`;

const grant = `least($5::int, greatest(0, floor(${there} - $6::float8)))`;

/** Takes as many of `count` tokens as there are beyond `left`. A daily block stops every class. */
async function draw(
  db: Database,
  connectionId: string,
  limitClass: string,
  { capacity, refillPerSecond }: BucketSize,
  { count, left }: { count: number; left: number },
): Promise<Drawn> {
  const [row] = await db.query<{ granted: number; wait_ms: number; held_by: string | null }>(
    `WITH held AS (
       SELECT max(blocked_until) AS until, (array_agg(limit_class ORDER BY blocked_until DESC))[1] AS by FROM rate_buckets
       WHERE connection_id = $1::uuid AND limit_class IN ($2::text, 'daily') AND blocked_until > clock_timestamp()
     ), drawn AS (
       INSERT INTO rate_buckets AS b (connection_id, limit_class, capacity, refill_per_second, tokens, granted, refilled_at)
       SELECT $1::uuid, $2::text, $3::float8, $4::float8, $3::float8 - least($5::int, floor($3::float8 - $6::float8)), least($5::int, floor($3::float8 - $6::float8)), statement_timestamp()
       FROM held WHERE held.until IS NULL
       ON CONFLICT (connection_id, limit_class) DO UPDATE SET
         capacity = $3::float8, refill_per_second = $4::float8, refilled_at = greatest(b.refilled_at, statement_timestamp()),
         tokens = ${there} - ${grant}, granted = ${grant}
       RETURNING granted, tokens
     )
     SELECT coalesce((SELECT granted FROM drawn), 0) AS granted, CASE
       WHEN (SELECT until FROM held) IS NOT NULL THEN ceil(extract(epoch FROM (SELECT until FROM held) - clock_timestamp()) * 1000)
       ELSE ceil((1 + $6::float8 - (SELECT tokens FROM drawn)) / $4::float8 * 1000) END::float8 AS wait_ms, (SELECT by FROM held) AS held_by`,
    [connectionId, limitClass, capacity, refillPerSecond, count, left],
  );
  return { granted: row?.granted ?? 0, waitMs: row?.wait_ms ?? 0, heldBy: row?.held_by ?? null };
}
