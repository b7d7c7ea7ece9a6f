import type { Sql } from '../database.ts';

/** Deals of running onboardings whose fields told something while they were not believed. */
export async function dealsLeftBehind(sql: Sql, connectionId: string, fields: string[]): Promise<string[]> {
  if (fields.length === 0) return [];
  const rows = await sql.query<{ deal_id: string }>(
    `SELECT DISTINCT o.deal_id FROM onboardings o JOIN deals d USING (connection_id, deal_id)
     WHERE o.connection_id = $1 AND o.status NOT IN ('cancelled', 'transitioned')
       AND EXISTS (SELECT 1 FROM unnest($2::text[]) AS f(name) WHERE d.snapshot -> 'fields' ->> f.name IS DISTINCT FROM o.deal -> 'fields' ->> f.name)`,
    [connectionId, fields],
  );
  return rows.map(({ deal_id: dealId }) => dealId);
}
