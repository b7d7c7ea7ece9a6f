/** Values that are to be tried again, all at once: locked in the order of `lockValues`. */
import type { Sql } from './database.ts';
import { updateInOrder } from './lock-values.ts';

const again = `state = 'pending', attempts = 0, retry_at = NULL, error = NULL`;
/** What stood there when it failed was seen by the person who wants it tried again: where nobody wins, that has decided. */
const decided = `${again}, tried = CASE WHEN v.who_wins = 'nobody' THEN coalesce(v.tried, '[]') || coalesce((
    SELECT jsonb_build_array(coalesce(l.before, 'null')) FROM sync_ledger l
    WHERE l.connection_id = v.connection_id AND l.object_type = v.object_type AND l.record_id = v.record_id AND l.field = v.field
      AND l.direction = 'out' AND l.result = 'failed' ORDER BY l.id DESC LIMIT 1), '[]') ELSE v.tried END`;

/** What a person wants tried again: all that failed, or what belongs to these. */
export interface ReplayScope {
  onboardingId: string | null;
  connectionId: string | null;
}

/** @returns the connection of each value that is tried again */
export async function replayFailedValues(sql: Sql, { onboardingId, connectionId }: ReplayScope): Promise<string[]> {
  const isMeant = `state = 'failed' AND ($1::uuid IS NULL OR onboarding_id = $1) AND ($2::uuid IS NULL OR connection_id = $2)`;
  const rows = await sql.query<{ connection_id: string }>(
    `${updateInOrder(decided, isMeant)} RETURNING v.connection_id`,
    [onboardingId, connectionId],
  );
  return rows.map((row) => row.connection_id);
}

/** The value whose failure a ledger entry tells of; a stage and its pipeline go together. @returns its connection; null where it was written or wanted anew since */
export async function replayFailedValue(sql: Sql, ledgerId: string): Promise<string | null> {
  const [row] = await sql.query<{ connection_id: string }>(
    `UPDATE crm_values v SET ${decided} FROM sync_ledger f
     WHERE f.id = $1 AND f.result = 'failed' AND f.direction = 'out' AND v.connection_id = f.connection_id AND v.object_type = f.object_type
       AND v.record_id = f.record_id AND v.state = 'failed'
       AND (v.field = f.field OR (ARRAY[v.field, f.field] <@ ARRAY['dealstage', 'pipeline'] AND v.object_type = 'deal'))
     RETURNING v.connection_id`,
    [ledgerId],
  );
  return row?.connection_id ?? null;
}

/** What a dry run held back is to be written after all. */
export const releaseRehearsed = (sql: Sql, connectionId: string): Promise<unknown> =>
  sql.query(updateInOrder(again, `connection_id = $1 AND state = 'rehearsed'`), [connectionId]);

/** What was refused for want of a scope need not wait its time. */
export const writeAtOnce = (sql: Sql, connectionId: string): Promise<unknown> =>
  sql.query(updateInOrder('retry_at = NULL', `connection_id = $1 AND state = 'pending' AND retry_at IS NOT NULL`), [
    connectionId,
  ]);
