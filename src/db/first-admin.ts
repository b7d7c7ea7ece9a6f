import type { Sql } from './database.ts';

/** Somebody to send the sign-in mail to, with no right yet. Whoever is known stays as they are. */
export async function addFirstAdmin(
  sql: Sql,
  given: { id: string; email: string; name: string; at: Date },
): Promise<void> {
  await sql.query(
    `INSERT INTO people (id, side, name, email, created_at) VALUES ($1, 'team', $2, $3, $4) ON CONFLICT (email) DO NOTHING`,
    [given.id, given.name, given.email, given.at],
  );
}

/**
 * Makes the person with that address an administrator: once, where they have no role yet, and whenever there is none left.
 * What an administrator took from them afterwards stays taken.
 * @returns whether they became it
 */
export async function makeFirstAdmin(
  sql: Sql,
  { personId, email, at }: { personId: string; email: string; at: Date },
): Promise<boolean> {
  const rows = await sql.query(
    `WITH person AS (SELECT id FROM people WHERE id = $1 AND email = $2 AND deactivated_at IS NULL),
     noted AS (
       INSERT INTO settings (key, value, updated_at) SELECT 'first_admin', jsonb_build_object('email', $2::text), $3 FROM person
       ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at WHERE settings.value <> excluded.value
       RETURNING key
     )
     UPDATE people p SET staff_role = 'admin', side = 'team' FROM person
     WHERE p.id = person.id AND (
       (p.staff_role IS NULL AND EXISTS (SELECT FROM noted))
       OR NOT EXISTS (SELECT FROM people a WHERE a.staff_role = 'admin' AND a.deactivated_at IS NULL)
     )
     RETURNING p.id`,
    [personId, email, at],
  );
  return rows.length > 0;
}
