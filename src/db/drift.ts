/** Values as we settled them, a page of records at a time, to be compared with what the CRM holds. */
import type { Winner } from '../domain/mapping/model.ts';
import type { CrmScalar } from '../domain/model.ts';
import type { Sql } from './database.ts';

export interface SettledValue {
  objectType: 'deal' | 'company';
  recordId: string;
  field: string;
  /** what we wanted */
  value: CrmScalar;
  /** what the CRM held when we last wrote or looked */
  held: CrmScalar;
  whoWins: Winner | null;
  onboardingId: string;
  /** the drift that stands there now is in the ledger */
  isDriftTold: boolean;
}

/** Stages are told by events; a field that stopped tells nothing. */
const settled = `SELECT v.* FROM crm_values v JOIN onboardings o ON o.id = v.onboarding_id
   WHERE v.connection_id = $1 AND v.state = 'written' AND v.field NOT IN ('dealstage', 'pipeline')
     AND o.status NOT IN ('cancelled', 'transitioned')
     AND NOT EXISTS (SELECT 1 FROM crm_stopped_fields s WHERE s.connection_id = $1 AND s.object_type = v.object_type AND s.field = v.field)`;
const columns = `object_type AS "objectType", record_id AS "recordId", field, value, coalesce(held, value) AS held, who_wins AS "whoWins", onboarding_id AS "onboardingId", is_drift_told AS "isDriftTold"`;

/**
 * Where the page ends is found first: joined with what it holds, a wrong guess of the planner costs the square of it.
 * @returns those of up to `records` records after `after`, which is `<object>:<record>` or null
 */
export async function settledPage(
  sql: Sql,
  { connectionId, after, records }: { connectionId: string; after: string | null; records: number },
): Promise<SettledValue[]> {
  const [objectType = '', recordId = ''] = after?.split(':') ?? [];
  const from = [connectionId, objectType, recordId];
  const rest = `${settled} AND (v.object_type, v.record_id) > ($2, $3)`;
  const [last] = await sql.query<{ object_type: string; record_id: string }>(
    `SELECT object_type, record_id FROM (${rest}) AS live GROUP BY object_type, record_id
     ORDER BY object_type, record_id OFFSET $4 LIMIT 1`,
    [...from, records - 1],
  );
  const page = last ? `${rest} AND (v.object_type, v.record_id) <= ($4, $5)` : rest;
  return sql.query(`SELECT ${columns} FROM (${page}) AS live ORDER BY object_type, record_id, field`, [
    ...from,
    ...(last ? [last.object_type, last.record_id] : []),
  ]);
}

/** Those of these records. */
export const settledOf = (
  sql: Sql,
  connectionId: string,
  objectType: SettledValue['objectType'],
  recordIds: string[],
): Promise<SettledValue[]> =>
  sql.query(`SELECT ${columns} FROM (${settled} AND v.object_type = $2 AND v.record_id = ANY($3)) AS live`, [
    connectionId,
    objectType,
    recordIds,
  ]);

export async function hasSettledCompanies(sql: Sql, connectionId: string): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM crm_values WHERE connection_id = $1 AND object_type = 'company' AND state = 'written' LIMIT 1`,
    [connectionId],
  );
  return rows.length > 0;
}

/** @returns where the round through all values stands, and how many records it goes through at most */
export async function roundOf(sql: Sql, connectionId: string): Promise<{ after: string | null; records: number }> {
  const [row] = await sql.query<{ after: string | null; running: number }>(
    `SELECT compared_to AS after, (SELECT count(*) FROM onboardings o WHERE o.connection_id = c.id AND o.status NOT IN ('cancelled', 'transitioned'))::int AS running
     FROM crm_connections c WHERE c.id = $1`,
    [connectionId],
  );
  // a deal and its company each
  return { after: row?.after ?? null, records: 2 * (row?.running ?? 0) };
}

/** A search that was switched on or off meanwhile goes back, the next time, to where it ended. */
export const storeLook = (
  sql: Sql,
  connectionId: string,
  { startedAt, looksForDeals, comparedTo }: { startedAt: Date; looksForDeals: boolean; comparedTo: string | null },
): Promise<unknown> =>
  sql.query(
    `UPDATE crm_connections SET compared_to = $2,
       last_reconciled_at = CASE WHEN (deal_search_off_since IS NULL) = $4 THEN $3::timestamptz ELSE last_reconciled_at END
     WHERE id = $1`,
    [connectionId, comparedTo, startedAt, looksForDeals],
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

/** Drift that stands in the ledger, or is over: it is told anew when it comes back. */
export const noteDrift = (
  sql: Sql,
  connectionId: string,
  { values, isTold }: { values: Drifted[]; isTold: boolean },
): Promise<unknown> =>
  sql.query(
    `UPDATE crm_values v SET is_drift_told = $3
     FROM jsonb_to_recordset($2::jsonb) AS d("objectType" text, "recordId" text, field text)
     WHERE v.connection_id = $1 AND v.object_type = d."objectType" AND v.record_id = d."recordId" AND v.field = d.field`,
    [
      connectionId,
      JSON.stringify(values.map(({ objectType, recordId, field }) => ({ objectType, recordId, field }))),
      isTold,
    ],
  );

/** What the CRM was read to hold of fields that go both ways: our next change is one of that. */
export const noteHeld = (
  sql: Sql,
  connectionId: string,
  read: (Drifted & { now: string | null })[],
): Promise<unknown> =>
  sql.query(
    `UPDATE crm_values v SET held = coalesce(to_jsonb(d.now), 'null')
     FROM jsonb_to_recordset($2::jsonb) AS d("objectType" text, "recordId" text, field text, now text)
     WHERE v.connection_id = $1 AND v.object_type = d."objectType" AND v.record_id = d."recordId" AND v.field = d.field`,
    [connectionId, JSON.stringify(read)],
  );
