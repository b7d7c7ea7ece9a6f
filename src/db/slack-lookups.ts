import type { Sql } from './database.ts';

/**
 * Somebody of our team who is not known in Slack and was not looked for within a day; from now on they were. Null: there
 * is nobody to look for.
 */
export async function beginLookup(sql: Sql, personId: string): Promise<{ email: string } | null> {
  const [row] = await sql.query<{ email: string }>(
    `WITH unknown AS (
       SELECT p.id, p.email FROM people p WHERE p.id = $1 AND p.side = 'team' AND p.deactivated_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM person_channels c WHERE c.person_id = p.id AND c.channel = 'slack')
     ), begun AS (
       INSERT INTO slack_lookups AS l (person_id, looked_at) SELECT id, clock_timestamp() FROM unknown
       ON CONFLICT (person_id) DO UPDATE SET looked_at = excluded.looked_at WHERE l.looked_at < clock_timestamp() - interval '1 day' RETURNING person_id
     )
     SELECT email FROM unknown JOIN begun ON person_id = id`,
    [personId],
  );
  return row ?? null;
}

/** It came to nothing: the next message may look again. */
export async function forgetLookup(sql: Sql, personId: string): Promise<void> {
  await sql.query('DELETE FROM slack_lookups WHERE person_id = $1', [personId]);
}

/** Of somebody whose zone nobody has said, and who was not looked up within a day. @returns whether to look now */
export async function beginZoneLookup(sql: Sql, personId: string): Promise<boolean> {
  const begun = await sql.query(
    `INSERT INTO slack_lookups AS l (person_id, looked_at) SELECT id, clock_timestamp() FROM people WHERE id = $1 AND timezone IS NULL
     ON CONFLICT (person_id) DO UPDATE SET looked_at = excluded.looked_at WHERE l.looked_at < clock_timestamp() - interval '1 day' RETURNING 1`,
    [personId],
  );
  return begun.length > 0;
}

/** Never over what somebody said. */
export const takeZone = (sql: Sql, personId: string, zone: string): Promise<unknown> =>
  sql.query('UPDATE people SET timezone = $2 WHERE id = $1 AND timezone IS NULL', [personId, zone]);
