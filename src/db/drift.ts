/** Values as we settled them, a page of records at a time, to be compared with what the CRM holds. */
import type { Winner } from '../domain/mapping/model.ts';
import type { CrmScalar } from '../domain/model.ts';
import type { Sql } from './database.ts';

export interface SettledValue {
  recordId: string;
  field: string;
  /** what we wanted */
  value: CrmScalar;
  /** what the CRM held when we last wrote or looked */
  held: CrmScalar;
  whoWins: Winner | null;
  onboardingId: string;
}

/** Stages are told by events; a field that stopped tells nothing. @returns those of up to `records` records after `after` */
export const settledPage = (
  sql: Sql,
  {
    connectionId,
    objectType,
    after,
    records,
  }: {
    connectionId: string;
    objectType: 'deal' | 'company';
    after: string;
    records: number;
  },
): Promise<SettledValue[]> =>
  sql.query(
    `WITH live AS NOT MATERIALIZED (
       SELECT v.* FROM crm_values v JOIN onboardings o ON o.id = v.onboarding_id
       WHERE v.connection_id = $1 AND v.object_type = $2 AND v.record_id > $3 AND v.state = 'written' AND v.field NOT IN ('dealstage', 'pipeline')
         AND o.status NOT IN ('cancelled', 'transitioned')
         AND NOT EXISTS (SELECT 1 FROM crm_stopped_fields s WHERE s.connection_id = $1 AND s.object_type = $2 AND s.field = v.field)
     ), page AS (
       SELECT DISTINCT record_id FROM live ORDER BY record_id LIMIT $4
     )
     SELECT record_id AS "recordId", field, value, coalesce(held, value) AS held, who_wins AS "whoWins", onboarding_id AS "onboardingId"
     FROM live JOIN page USING (record_id) ORDER BY record_id, field`,
    [connectionId, objectType, after, records],
  );

type Drifted = Pick<SettledValue, 'recordId' | 'field'> & { objectType: string };

/** Ours is to be written again. */
export const writeAgain = (sql: Sql, connectionId: string, drifted: Drifted[]): Promise<unknown> =>
  sql.query(
    `UPDATE crm_values v SET state = 'pending', attempts = 0, retry_at = NULL
     FROM jsonb_to_recordset($2::jsonb) AS d("objectType" text, "recordId" text, field text)
     WHERE v.connection_id = $1 AND v.object_type = d."objectType" AND v.record_id = d."recordId" AND v.field = d.field AND v.state = 'written'`,
    [connectionId, JSON.stringify(drifted)],
  );

/** The CRM's stands: what it holds now is what we expect there from now on. */
export const acceptTheirs = (
  sql: Sql,
  connectionId: string,
  drifted: (Drifted & { now: string })[],
): Promise<unknown> =>
  sql.query(
    `UPDATE crm_values v SET held = to_jsonb(d.now)
     FROM jsonb_to_recordset($2::jsonb) AS d("objectType" text, "recordId" text, field text, now text)
     WHERE v.connection_id = $1 AND v.object_type = d."objectType" AND v.record_id = d."recordId" AND v.field = d.field AND v.state = 'written'`,
    [connectionId, JSON.stringify(drifted)],
  );

/** Fields of the CRM that a mapping has us write. */
export const mappedFields = (
  sql: Sql,
  connectionId: string,
): Promise<{ object: 'deal' | 'company'; field: string }[]> =>
  sql.query(
    `SELECT DISTINCT object_type AS object, field FROM crm_values
     WHERE connection_id = $1 AND who_wins IS NOT NULL AND field NOT IN ('dealstage', 'pipeline')`,
    [connectionId],
  );
