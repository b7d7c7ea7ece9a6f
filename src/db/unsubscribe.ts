import type { Side } from '../domain/model.ts';
import type { Sql } from './database.ts';

export async function unsubscribedKinds(
  sql: Sql,
  personId: string,
): Promise<{ email: string; side: Side; unsubscribed: string[] } | null> {
  const [row] = await sql.query<{ email: string; side: Side; unsubscribed: string[] }>(
    'SELECT email, side, unsubscribed FROM people WHERE id = $1',
    [personId],
  );
  return row ?? null;
}

/** Safe to repeat. @returns whether there is such a person. */
export async function setUnsubscribed(
  sql: Sql,
  personId: string,
  kinds: string[],
  isUnsubscribed: boolean,
): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE people SET unsubscribed = ARRAY(SELECT k FROM unnest(unsubscribed) k WHERE k <> ALL($2::text[])) || CASE WHEN $3 THEN $2::text[] ELSE '{}' END WHERE id = $1 RETURNING 1`,
    [personId, kinds, isUnsubscribed],
  );
  return rows.length > 0;
}
