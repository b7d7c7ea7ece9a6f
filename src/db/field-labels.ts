import type { Sql } from './database.ts';

export interface Labels {
  /** by `<object>.<field>` */
  fields: Record<string, string>;
  /** by `<object>.<field>`, then by the value that the CRM stores */
  values: Record<string, Record<string, string>>;
}

/** Of fields that are not among them the last ones stay, for what the ledger has of them. */
export async function rememberLabels(sql: Sql, connectionId: string, { fields, values }: Labels): Promise<void> {
  await sql.query(
    `UPDATE crm_connections SET field_labels = field_labels || $2, value_labels = value_labels || $3
     WHERE id = $1 AND NOT (field_labels @> $2::jsonb AND value_labels @> $3::jsonb)`,
    [connectionId, JSON.stringify(fields), JSON.stringify(values)],
  );
}

/** Of fields, by `<object>.<field>`, as they were read last. */
export async function knownLabels(sql: Sql, connectionId: string): Promise<Labels['fields']> {
  const [row] = await sql.query<Pick<Labels, 'fields'>>(
    'SELECT field_labels AS fields FROM crm_connections WHERE id = $1',
    [connectionId],
  );
  return row?.fields ?? {};
}
