import type { Sql } from './database.ts';

const entriesPerStatement = 5_000;

/**
 * Removes entries older than `before`, some at a time, so that nobody who writes waits. What failed and can still be tried
 * again stays, however old it is. @returns how many
 */
export async function purgeLedger(sql: Sql, before: Date): Promise<number> {
  for (let removed = 0; ;) {
    const [row] = await sql.query<{ removed: number }>(
      `WITH old AS (
         SELECT l.id FROM sync_ledger l WHERE l.at < $1 AND NOT (l.result = 'failed' AND l.direction = 'out' AND (
           EXISTS (SELECT 1 FROM crm_values v WHERE v.connection_id = l.connection_id AND v.object_type = l.object_type
             AND v.record_id = l.record_id AND v.field = l.field AND v.state IN ('failed', 'pending'))
           OR EXISTS (SELECT 1 FROM effects e WHERE e.onboarding_id = l.onboarding_id AND e.step = l.field AND e.state = 'unclear')
         )) LIMIT $2
       ), gone AS (DELETE FROM sync_ledger l USING old WHERE l.id = old.id RETURNING 1)
       SELECT count(*)::int AS removed FROM gone`,
      [before, entriesPerStatement],
    );
    removed += row?.removed ?? 0;
    if ((row?.removed ?? 0) < entriesPerStatement) return removed;
  }
}
