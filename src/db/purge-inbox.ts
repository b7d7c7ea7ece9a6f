import type { Sql } from './database.ts';

const eventsPerStatement = 5_000;

/**
 * Removes what was read, and what nobody had to read, before `before`: vendors repeat for a day what they could not
 * deliver, so it must be older. What waits and what was set aside stays. @returns how many
 */
export async function purgeInbox(sql: Sql, before: Date): Promise<number> {
  for (let removed = 0; ;) {
    const [row] = await sql.query<{ removed: number }>(
      `WITH old AS (
         SELECT id FROM inbox_events WHERE received_at < $1 AND state IN ('handled', 'ignored') ORDER BY received_at LIMIT $2
       ), gone AS (DELETE FROM inbox_events e USING old WHERE e.id = old.id RETURNING 1)
       SELECT count(*)::int AS removed FROM gone`,
      [before, eventsPerStatement],
    );
    removed += row?.removed ?? 0;
    if ((row?.removed ?? 0) < eventsPerStatement) return removed;
  }
}
