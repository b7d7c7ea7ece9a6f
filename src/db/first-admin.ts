import type { Sql } from './database.ts';

const isThereNone = `NOT EXISTS (SELECT FROM people WHERE staff_role = 'admin' AND deactivated_at IS NULL)`;

/** Somebody to send the sign-in mail to, with no right yet. Where they are known, or an administrator exists, nothing changes. */
export async function addFirstAdmin(
  sql: Sql,
  given: { id: string; email: string; name: string; at: Date },
): Promise<void> {
  await sql.query(
    `INSERT INTO people (id, side, name, email, created_at) SELECT $1, 'team', $2, $3, $4 WHERE ${isThereNone} ON CONFLICT (email) DO NOTHING`,
    [given.id, given.name, given.email, given.at],
  );
}

/** @returns whether this person has that address and is the administrator now, there being no other one */
export async function makeFirstAdmin(sql: Sql, personId: string, email: string): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE people SET staff_role = 'admin', side = 'team' WHERE id = $1 AND email = $2 AND deactivated_at IS NULL AND ${isThereNone} RETURNING id`,
    [personId, email],
  );
  return rows.length > 0;
}
