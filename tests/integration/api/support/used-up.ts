import type { Sql } from '../../../../src/db/database.ts';
import { countByLink } from '../../../../src/usecases/task-links/link-limits.ts';

/** All that somebody may do by links in this hour is done, and in the next. */
export async function usedUp(sql: Sql, what: Parameters<typeof countByLink>[1], personId: string): Promise<void> {
  await countByLink(sql, what, personId);
  await sql.query(
    `WITH full_now AS (UPDATE rate_counters SET count = 100000 WHERE starts_with(subject, $1) RETURNING subject, window_start)
     INSERT INTO rate_counters (subject, window_start, count) SELECT subject, window_start + interval '1 hour', 100000 FROM full_now`,
    [`link-${what}:`],
  );
}
