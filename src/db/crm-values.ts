import { crmFieldLabel } from '../contracts/crm-field-label.ts';
import { userMark } from '../domain/crm-user.ts';
import type { Winner } from '../domain/mapping/model.ts';
import type { CrmScalar } from '../domain/model.ts';
import { openAlert, writesMayBeWell } from './alerts.ts';
import { ownerIdOf } from './crm-owners.ts';
import type { Sql } from './database.ts';
import type { DealMerge } from './deals.ts';
import { updateInOrder } from './lock-values.ts';

export interface PendingValue {
  objectType: 'deal' | 'company';
  recordId: string;
  field: string;
  value: CrmScalar;
  why: string;
  onboardingId: string;
  version: number;
  attempts: number;
  /** what the CRM held when we last wrote or looked; absent: we never did */
  held?: CrmScalar;
  /** sent since then, whether or not they arrived */
  tried: CrmScalar[];
  /** null: a field of our own, which is ours to write */
  whoWins: Winner | null;
  /** the person whose command made it wanted */
  wantedBy: string | null;
  /** nobody waits for it */
  isBulk: boolean;
}

/** A field that stopped keeps its values waiting. */
const isNotStopped = `NOT EXISTS (SELECT 1 FROM crm_stopped_fields s
  WHERE s.connection_id = v.connection_id AND s.object_type = v.object_type AND s.field = v.field)`;
/** Waits for a user of the CRM to be found; the onboarding wants the user itself then. */
const isToFind = `coalesce(starts_with(v.value #>> '{}', '${userMark}'), false)`;
/** A deal that was deleted may come back; until then nothing is late. */
export const isThere = `NOT EXISTS (SELECT 1 FROM deals d
  WHERE v.object_type = 'deal' AND d.connection_id = v.connection_id AND d.deal_id = v.record_id AND d.is_deleted)`;
/** Waits for nothing but its turn. */
export const isReady = `${isNotStopped} AND ${isThere} AND NOT ${isToFind}`;

/** A deal keeps the stage that it has once a person has cancelled its onboarding, whatever was still to be written. */
export const leaveStagesOfCancelled = (sql: Sql, connectionId: string): Promise<unknown> =>
  sql.query(
    updateInOrder(
      `state = 'written', error = NULL, retry_at = NULL`,
      `connection_id = $1 AND object_type = 'deal' AND field IN ('dealstage', 'pipeline') AND state = 'pending'
         AND EXISTS (SELECT 1 FROM onboardings o WHERE o.id = onboarding_id AND o.status = 'cancelled')`,
    ),
    [connectionId],
  );

/**
 * All due values of up to `records` records, oldest wish first: one write a record, and no record in two writes at once.
 * Those of drafts that came aboard, which nobody waits for, come last.
 */
export async function readPendingValues(sql: Sql, connectionId: string, records: number): Promise<PendingValue[]> {
  const rows = await sql.query<{
    object_type: 'deal' | 'company';
    record_id: string;
    field: string;
    value: CrmScalar;
    why: string;
    onboarding_id: string;
    version: number;
    attempts: number;
    held: CrmScalar;
    was_held: boolean;
    tried: CrmScalar[] | null;
    who_wins: Winner | null;
    wanted_by: string | null;
    is_bulk: boolean;
  }>(
    `WITH open AS (
       SELECT * FROM crm_values v WHERE v.connection_id = $1 AND v.state = 'pending' AND ${isReady}
     ), due AS (
       SELECT open.object_type, open.record_id, bool_and(o.came_aboard_at IS NOT NULL AND o.status IN ('handoff', 'draft')) IS TRUE AS is_bulk
       FROM open LEFT JOIN onboardings o ON o.id = open.onboarding_id WHERE open.retry_at IS NULL OR open.retry_at <= clock_timestamp()
       GROUP BY open.object_type, open.record_id ORDER BY is_bulk, min(open.wanted_at), open.object_type, open.record_id LIMIT $2
     )
     SELECT v.object_type, v.record_id, v.field, v.value, v.why, v.onboarding_id, v.version, v.attempts, v.held, v.held IS NOT NULL AS was_held, v.tried, v.who_wins, v.wanted_by, due.is_bulk
     FROM open v JOIN due USING (object_type, record_id) ORDER BY v.object_type, v.record_id, v.field`,
    [connectionId, records],
  );
  return rows.map((row) => ({
    objectType: row.object_type,
    recordId: row.record_id,
    field: row.field,
    value: row.value,
    why: row.why,
    onboardingId: row.onboarding_id,
    version: row.version,
    attempts: row.attempts,
    ...(row.was_held && { held: row.held }),
    tried: row.tried ?? [],
    whoWins: row.who_wins,
    wantedBy: row.wanted_by,
    isBulk: row.is_bulk,
  }));
}

const mostToFind = 1_000;

export interface ValueToFind {
  objectType: 'deal' | 'company';
  recordId: string;
  field: string;
  why: string;
  onboardingId: string;
  version: number;
  attempts: number;
  wantedBy: string | null;
  /** of the user to find */
  email: string;
  /** its id in this CRM, once it is known */
  ownerId: string | null;
}

/** Values that want a user of the CRM whose id is not known: those to be looked for, or all that wait. */
export const valuesToFind = (
  sql: Sql,
  connectionId: string,
  states: ('pending' | 'failed')[],
): Promise<ValueToFind[]> =>
  sql.query(
    `SELECT v.object_type AS "objectType", v.record_id AS "recordId", v.field, v.why, v.onboarding_id AS "onboardingId", v.version, v.attempts, v.wanted_by AS "wantedBy", w.email,
       (SELECT ${ownerIdOf('p.id', 'v.connection_id')} FROM people p WHERE p.email = lower(w.email)) AS "ownerId"
     FROM crm_values v CROSS JOIN LATERAL (SELECT substr(v.value #>> '{}', ${userMark.length + 1}) AS email) w
     WHERE v.connection_id = $1 AND v.state = ANY($2) AND ${isNotStopped} AND ${isToFind} ORDER BY v.wanted_at LIMIT ${mostToFind}`,
    [connectionId, states],
  );

export interface ValueOutcome {
  objectType: string;
  recordId: string;
  field: string;
  version: number;
  state: 'written' | 'failed' | 'pending' | 'rehearsed';
  error: string | null;
  retryInSeconds: number | null;
  /** what the CRM holds now, as far as we saw it */
  held?: CrmScalar;
}

/** A value that was wanted anew meanwhile stays pending. */
export async function settleValues(sql: Sql, connectionId: string, outcomes: ValueOutcome[], now: Date): Promise<void> {
  if (outcomes.length === 0) return;
  const refused = outcomes.find(({ state }) => state === 'failed');
  if (refused) {
    const detail = `${crmFieldLabel(refused.objectType, refused.field)}: ${refused.error ?? 'refused'}`;
    await openAlert(sql, { kind: 'crm_writes_failed', connectionId, detail }, now);
  }
  await sql.query(
    `UPDATE crm_values v SET
       state = CASE WHEN v.version = g.version THEN g.state ELSE 'pending' END, attempts = v.attempts + 1, error = g.error,
       retry_at = clock_timestamp() + make_interval(secs => g.retry_in_seconds),
       written_version = CASE WHEN g.state = 'written' THEN g.version ELSE v.written_version END,
       written_at = CASE WHEN g.state = 'written' THEN $3 ELSE v.written_at END,
       held = CASE WHEN g.was_seen THEN coalesce(g.held, 'null') ELSE v.held END, tried = CASE WHEN g.was_seen THEN NULL ELSE v.tried END,
       is_drift_told = v.is_drift_told AND NOT g.was_seen
     FROM jsonb_to_recordset($2::jsonb) AS g(object_type text, record_id text, field text, version int, state text, error text, retry_in_seconds float8, was_seen boolean, held jsonb)
     WHERE v.connection_id = $1 AND v.object_type = g.object_type AND v.record_id = g.record_id AND v.field = g.field`,
    [
      connectionId,
      JSON.stringify(
        outcomes.map(({ objectType, recordId, retryInSeconds, ...rest }) => ({
          object_type: objectType,
          record_id: recordId,
          retry_in_seconds: retryInSeconds,
          was_seen: rest.held !== undefined,
          ...rest,
        })),
      ),
      now,
    ],
  );
  if (!refused) await writesMayBeWell(sql, connectionId, now);
}

/** Before they are sent: what arrives without an answer is no change by somebody else. Our own fields are ours anyway. */
export async function noteTried(sql: Sql, connectionId: string, values: PendingValue[]): Promise<void> {
  const mapped = values.filter(({ whoWins, tried, value }) => whoWins !== null && !tried.includes(value));
  if (mapped.length === 0) return;
  await sql.query(
    `UPDATE crm_values v SET tried = coalesce(v.tried, '[]') || jsonb_build_array(d.value)
     FROM jsonb_to_recordset($2::jsonb) AS d("objectType" text, "recordId" text, field text, value jsonb)
     WHERE v.connection_id = $1 AND v.object_type = d."objectType" AND v.record_id = d."recordId" AND v.field = d.field`,
    [
      connectionId,
      JSON.stringify(mapped.map(({ objectType, recordId, field, value }) => ({ objectType, recordId, field, value }))),
    ],
  );
}

/** Who wins from now on, of values that an onboarding wants already. */
export const nameWinners = (
  sql: Sql,
  { connectionId, onboardingId }: { connectionId: string; onboardingId: string },
  winners: Pick<PendingValue, 'objectType' | 'recordId' | 'field' | 'whoWins'>[],
): Promise<unknown> =>
  sql.query(
    `UPDATE crm_values v SET who_wins = w."whoWins"
     FROM jsonb_to_recordset($3::jsonb) AS w("objectType" text, "recordId" text, field text, "whoWins" text)
     WHERE v.connection_id = $1 AND v.onboarding_id = $2 AND v.object_type = w."objectType" AND v.record_id = w."recordId" AND v.field = w.field`,
    [connectionId, onboardingId, JSON.stringify(winners)],
  );

/** ms until the next postponed value is due; null when nothing waits. */
export async function nextValueInMs(sql: Sql, connectionId: string): Promise<number | null> {
  const [row] = await sql.query<{ wait_ms: number | null }>(
    `SELECT (extract(epoch FROM min(coalesce(retry_at, clock_timestamp())) - clock_timestamp()) * 1000)::float8 AS wait_ms
     FROM crm_values v WHERE connection_id = $1 AND state = 'pending' AND ${isReady}`,
    [connectionId],
  );
  return row?.wait_ms === null || row?.wait_ms === undefined ? null : Math.max(1, Math.ceil(row.wait_ms));
}

/** What the CRM held of these values when we last wrote or looked, by `<object>:<record>:<field>`. */
export async function settledValues(
  sql: Sql,
  connectionId: string,
  of: { objectType: string; recordId: string; field: string }[],
): Promise<Map<string, CrmScalar>> {
  if (of.length === 0) return new Map();
  const rows = await sql.query<{ name: string; held: CrmScalar }>(
    `SELECT v.object_type || ':' || v.record_id || ':' || v.field AS name, v.held FROM crm_values v
     JOIN jsonb_to_recordset($2::jsonb) AS w("objectType" text, "recordId" text, field text)
       ON v.object_type = w."objectType" AND v.record_id = w."recordId" AND v.field = w.field
     WHERE v.connection_id = $1 AND v.held IS NOT NULL`,
    [connectionId, JSON.stringify(of)],
  );
  return new Map(rows.map(({ name, held }) => [name, held]));
}

/** One value that waits for each field that stopped, by `<object>.<field>`. */
export async function waitingSamples(sql: Sql, connectionId: string): Promise<Map<string, CrmScalar>> {
  const rows = await sql.query<{ name: string; value: CrmScalar }>(
    `SELECT DISTINCT ON (s.object_type, s.field) s.object_type || '.' || s.field AS name, v.value FROM crm_stopped_fields s
     JOIN crm_values v ON v.connection_id = s.connection_id AND v.object_type = s.object_type AND v.field = s.field
     WHERE s.connection_id = $1 AND v.state = 'pending' AND v.value <> 'null' ORDER BY s.object_type, s.field, v.wanted_at`,
    [connectionId],
  );
  return new Map(rows.map(({ name, value }) => [name, value]));
}

/** What a record may hold that came from us, one a row: `held` where it was ours, and all that was sent since. */
export const sentByUs = `SELECT held AS sent WHERE held IS NOT NULL AND (state = 'pending' OR (state = 'written' AND held = value))
         UNION SELECT jsonb_array_elements(tried)`;

/** CRMs tell numbers as text. */
const isAmong = (one: string, all: string): string => `${one} #>> '{}' IN (SELECT jsonb_array_elements_text(${all}))`;

/**
 * Deals became part of another one, which may hold what any of them held. Of that, what we wrote or sent is ours there
 * and no change by somebody else; what was still to be written is nobody's any more. All of it is looked at once more,
 * also what was taken for somebody else's before we heard of the merge.
 */
export const takeOverDealValues = (
  sql: Sql,
  connectionId: string,
  { mergedDealIds, survivorId }: DealMerge,
): Promise<unknown> =>
  sql.query(
    `WITH gone AS (
       DELETE FROM crm_values WHERE connection_id = $1 AND object_type = 'deal' AND record_id = ANY($2) RETURNING *
     ), ours AS (
       SELECT field, coalesce(jsonb_agg(DISTINCT sent) FILTER (WHERE sent IS NOT NULL), '[]') AS tried FROM gone
       LEFT JOIN LATERAL (
         ${sentByUs}
       ) AS of_one ON true GROUP BY field
     )
     INSERT INTO crm_values AS v (connection_id, object_type, record_id, field, value, why, onboarding_id, state, wanted_at, who_wins, tried)
     SELECT DISTINCT ON (field) connection_id, object_type, $3, field, value, why, onboarding_id, 'written', wanted_at, who_wins, ours.tried
     FROM gone JOIN ours USING (field) ORDER BY field, wanted_at DESC
     ON CONFLICT (connection_id, object_type, record_id, field) DO UPDATE SET tried = coalesce(v.tried, '[]') || excluded.tried,
       state = CASE WHEN (v.state = 'written' AND v.held = v.value) OR (v.state <> 'pending' AND ${isAmong('v.held', 'excluded.tried')})
         THEN 'pending' ELSE v.state END`,
    [connectionId, mergedDealIds, survivorId],
  );
