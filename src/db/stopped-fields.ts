/** CRM fields that nothing is written to or read from, because they were deleted or made another kind of field. */
import { fieldsGoOn } from './alerts.ts';
import type { Sql } from './database.ts';
import { lockFields } from './lock-values.ts';
import { enqueue, workflowOf } from './outbox.ts';

export interface StoppedField {
  object: 'deal' | 'company';
  field: string;
  reason: string;
  since: Date;
}

export const stoppedFieldsOf = (sql: Sql, connectionId: string): Promise<StoppedField[]> =>
  sql.query(
    'SELECT object_type AS object, field, reason, since FROM crm_stopped_fields WHERE connection_id = $1 ORDER BY object_type, field',
    [connectionId],
  );

/** @returns those that had not stopped before */
export async function stopFields(
  sql: Sql,
  connectionId: string,
  fields: Pick<StoppedField, 'object' | 'field' | 'reason'>[],
  now: Date,
): Promise<Pick<StoppedField, 'object' | 'field' | 'reason'>[]> {
  if (fields.length === 0) return [];
  return sql.query(
    `INSERT INTO crm_stopped_fields (connection_id, object_type, field, reason, since)
     SELECT $1, object, field, reason, $3 FROM jsonb_to_recordset($2::jsonb) AS f(object text, field text, reason text)
     ON CONFLICT DO NOTHING RETURNING object_type AS object, field, reason`,
    [connectionId, JSON.stringify(fields), now],
  );
}

/** What waited for them goes on; should one stop again, that is news. */
export async function resumeFields(
  tx: Sql,
  connectionId: string,
  fields: Pick<StoppedField, 'object' | 'field'>[],
  now: Date,
): Promise<void> {
  if (fields.length === 0) return;
  await tx.query(
    `DELETE FROM crm_stopped_fields s USING jsonb_to_recordset($2::jsonb) AS f(object text, field text)
     WHERE s.connection_id = $1 AND s.object_type = f.object AND s.field = f.field`,
    [connectionId, JSON.stringify(fields)],
  );
  await fieldsGoOn(tx, connectionId, now);
  await enqueue(tx, [workflowOf('crm_sync', connectionId)]);
}

/** Nobody wants anything there any more: what waited for them is dropped. */
export async function forgetFields(
  tx: Sql,
  connectionId: string,
  fields: Pick<StoppedField, 'object' | 'field'>[],
): Promise<void> {
  if (fields.length === 0) return;
  await lockFields(tx, connectionId, fields);
  await tx.query(
    `DELETE FROM crm_values v USING jsonb_to_recordset($2::jsonb) AS f(object text, field text)
     WHERE v.connection_id = $1 AND v.object_type = f.object AND v.field = f.field AND v.state <> 'written'`,
    [connectionId, JSON.stringify(fields)],
  );
}
