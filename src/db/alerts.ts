/** What administrators are told once, and again only when it was over meanwhile. */
import { v7 as uuid } from 'uuid';
import type { Sql } from './database.ts';
import { alerts, enqueue } from './outbox.ts';

type ConnectionAlert =
  'crm_revoked' | 'crm_forbidden' | 'crm_writes_failed' | 'crm_fields_stopped' | 'crm_events_set_aside';
export type AlertKind = ConnectionAlert | 'mail_sender_refused';

/** Alerts about mail are about no connection. */
const mailSubject = '00000000-0000-4000-8000-6d61696c6f75';
const mailAgainDays = 7;

export interface OpenAlert {
  id: string;
  kind: AlertKind;
  /** the CRM connection; no connection's where it is about none */
  subjectId: string;
  /** empty where it is about none */
  connectionName: string;
  /** in the words of the CRM, or of the mail server */
  detail: string;
  openedAt: Date;
}

export async function openAlert(
  sql: Sql,
  alert: { kind: ConnectionAlert; connectionId: string; detail: string; fields?: string[] },
  now: Date,
): Promise<void> {
  await open(sql, { ...alert, subjectId: alert.connectionId }, now);
}

/** A mail server refuses us, or what we send. Nothing says when that is over: while it goes on, it is told once a week. */
export async function mailIsRefused(sql: Sql, detail: string, now: Date): Promise<void> {
  const kind = 'mail_sender_refused';
  await sql.query(
    `UPDATE alerts SET resolved_at = $2 WHERE kind = $1 AND resolved_at IS NULL AND opened_at < $2::timestamptz - make_interval(days => $3)`,
    [kind, now, mailAgainDays],
  );
  await open(sql, { kind, subjectId: mailSubject, detail }, now);
}

async function open(
  sql: Sql,
  alert: { kind: AlertKind; subjectId: string; detail: string; fields?: string[] },
  now: Date,
): Promise<void> {
  const opened = await sql.query(
    `INSERT INTO alerts (id, kind, subject_id, detail, opened_at, fields) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (kind, subject_id, fields) WHERE resolved_at IS NULL DO NOTHING RETURNING 1`,
    [uuid(), alert.kind, alert.subjectId, alert.detail, now, alert.fields ?? []],
  );
  if (opened.length > 0) await enqueue(sql, [alerts]);
}

export const accessIsBack = (sql: Sql, connectionId: string, now: Date): Promise<unknown> =>
  sql.query(
    `UPDATE alerts SET resolved_at = $2 WHERE kind = 'crm_revoked' AND subject_id = $1 AND resolved_at IS NULL`,
    [connectionId, now],
  );

/** Once a look was allowed all that it asks: neither a value nor an event waits any more for what an alert said is missing. */
export const nothingMayBeForbidden = (sql: Sql, connectionId: string, now: Date): Promise<unknown> =>
  sql.query(
    `UPDATE alerts a SET resolved_at = $2 WHERE a.kind = 'crm_forbidden' AND a.subject_id = $1 AND a.resolved_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM crm_values v WHERE v.connection_id = a.subject_id AND v.state = 'pending' AND v.error = a.detail)
       AND NOT EXISTS (SELECT 1 FROM inbox_events e WHERE e.connection_id = a.subject_id AND e.state = 'pending' AND e.received_at <= a.opened_at)`,
    [connectionId, now],
  );

/** A person has failed writes tried again: should they fail once more, that is news. */
export const writesAreTriedAgain = (
  sql: Sql,
  { connectionIds, onboardingIds }: { connectionIds: string[]; onboardingIds: string[] },
  now: Date,
): Promise<unknown> =>
  sql.query(
    `UPDATE alerts SET resolved_at = $3 WHERE kind = 'crm_writes_failed' AND resolved_at IS NULL
       AND (subject_id = ANY($1::uuid[]) OR subject_id IN (SELECT connection_id FROM onboardings WHERE id = ANY($2::uuid[])))`,
    [connectionIds, onboardingIds, now],
  );

/** Nothing stands as failed any more, whoever or whatever mended it: the next failure is news. */
export const writesMayBeWell = (sql: Sql, connectionId: string, now: Date): Promise<unknown> =>
  sql.query(
    `UPDATE alerts a SET resolved_at = $2 WHERE a.kind = 'crm_writes_failed' AND a.subject_id = $1 AND a.resolved_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM crm_values v WHERE v.connection_id = a.subject_id AND v.state = 'failed')
       AND NOT EXISTS (SELECT 1 FROM effects e JOIN onboardings o ON o.id = e.onboarding_id
         WHERE o.connection_id = a.subject_id AND e.state IN ('started', 'unclear') AND e.error IS NOT NULL AND starts_with(e.kind, 'crm_'))`,
    [connectionId, now],
  );

/** All that an alert told of go on. */
export const fieldsGoOn = (sql: Sql, connectionId: string, now: Date): Promise<unknown> =>
  sql.query(
    `UPDATE alerts a SET resolved_at = $2 WHERE a.kind = 'crm_fields_stopped' AND a.subject_id = $1 AND a.resolved_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM crm_stopped_fields s WHERE s.connection_id = a.subject_id AND s.object_type || '.' || s.field = ANY (a.fields))`,
    [connectionId, now],
  );

/** None waits for a person any more; one that fails again is news. */
export const eventsMayBeWell = (sql: Sql, connectionId: string, now: Date): Promise<unknown> =>
  sql.query(
    `UPDATE alerts a SET resolved_at = $2 WHERE a.kind = 'crm_events_set_aside' AND a.subject_id = $1 AND a.resolved_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM inbox_events e WHERE e.connection_id = a.subject_id AND e.state = 'quarantined')`,
    [connectionId, now],
  );

export const openAlerts = (sql: Sql): Promise<OpenAlert[]> =>
  sql.query<OpenAlert>(
    `SELECT a.id, a.kind, a.subject_id AS "subjectId", coalesce(c.name, '') AS "connectionName", a.detail, a.opened_at AS "openedAt"
     FROM alerts a LEFT JOIN crm_connections c ON c.id = a.subject_id WHERE a.resolved_at IS NULL AND (c.id IS NOT NULL OR a.subject_id = $1) ORDER BY a.opened_at, a.id`,
    [mailSubject],
  );
