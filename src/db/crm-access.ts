/** What our way of signing in to a CRM may do, as it was seen last. Real time. */
import type { CrmAccess } from '../../integrations/ports.ts';
import type { Sql } from './database.ts';

/** Not again within the hour. */
export async function wasAccessSeen(sql: Sql, connectionId: string): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM crm_connections WHERE id = $1 AND (access ->> 'seenAt')::timestamptz > clock_timestamp() - interval '1 hour'`,
    [connectionId],
  );
  return rows.length > 0;
}

/** @param access null: nothing can be asked of it */
export const storeAccess = (sql: Sql, connectionId: string, access: CrmAccess | null): Promise<unknown> =>
  sql.query(
    `UPDATE crm_connections SET access = jsonb_build_object('seenAt', clock_timestamp()) || $2::jsonb WHERE id = $1`,
    [connectionId, JSON.stringify(access ?? {})],
  );

/** Another way of signing in: it is looked at anew. */
export const forgetAccess = (sql: Sql, connectionId: string): Promise<unknown> =>
  sql.query('UPDATE crm_connections SET access = NULL WHERE id = $1', [connectionId]);
