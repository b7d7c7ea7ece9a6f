import type { Sql } from './database.ts';

/** @param labels by `<object>.<field>`; of those that are not among them the last ones stay, for what the ledger has of them */
export async function rememberLabels(sql: Sql, connectionId: string, labels: Record<string, string>): Promise<void> {
  await sql.query(
    'UPDATE crm_connections SET field_labels = field_labels || $2 WHERE id = $1 AND NOT field_labels @> $2::jsonb',
    [connectionId, JSON.stringify(labels)],
  );
}
