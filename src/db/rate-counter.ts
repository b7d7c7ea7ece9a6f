/** Attempts per subject and clock hour, shared by every process. Real time. */
import { createHash } from 'node:crypto';
import type { Sql } from './database.ts';

/** Counts one attempt. @returns how long to wait when `limit` is exceeded, else null. Addresses are kept as hashes. */
export async function countAttempt(
  sql: Sql,
  kind: string,
  who: string,
  limit: number,
): Promise<{ retryAfterMs: number } | null> {
  const subject = `${kind}:${createHash('sha256').update(who).digest('base64url')}`;
  const [row] = await sql.query<{ count: number; left_ms: number }>(
    `INSERT INTO rate_counters AS c (subject, window_start, count) VALUES ($1, date_trunc('hour', clock_timestamp()), 1)
     ON CONFLICT (subject, window_start) DO UPDATE SET count = c.count + 1
     RETURNING count, (extract(epoch FROM window_start + interval '1 hour' - clock_timestamp()) * 1000)::float8 AS left_ms`,
    [subject],
  );
  return row && row.count > limit ? { retryAfterMs: Math.max(1000, row.left_ms) } : null;
}
