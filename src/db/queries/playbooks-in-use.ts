import type { Sql } from '../database.ts';

/** @returns the versions that running onboardings of a connection, or of these deals of it, follow; each once */
export async function playbooksInUse(
  sql: Sql,
  connectionId: string,
  dealIds: string[] | null = null,
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT DISTINCT playbook_version_id AS id FROM onboardings WHERE connection_id = $1 AND playbook_version_id IS NOT NULL
     AND ($2::text[] IS NULL OR deal_id = ANY($2)) AND status NOT IN ('cancelled', 'transitioned')`,
    [connectionId, dealIds],
  );
  return rows.map(({ id }) => id);
}
