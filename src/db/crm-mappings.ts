/** Mappings of a connection, in versions that never change; at most one is a draft, and one active. */
import { v7 as uuid } from 'uuid';
import type { Mapping } from '../domain/mapping/model.ts';
import { AppError } from '../errors.ts';
import type { Sql } from './database.ts';
import { lockFields } from './lock-values.ts';

export interface MappingVersion {
  id: string;
  version: number;
  state: 'draft' | 'active' | 'retired';
  note: string;
  createdAt: Date;
  createdBy: string | null;
  activatedAt: Date | null;
  activatedBy: string | null;
}
export interface StoredMapping extends MappingVersion {
  content: Mapping;
}

const columns = `m.id, m.version, m.state, m.note, m.created_at AS "createdAt", m.activated_at AS "activatedAt",
  (SELECT name FROM people WHERE id = m.created_by_id) AS "createdBy", (SELECT name FROM people WHERE id = m.activated_by_id) AS "activatedBy"`;

/** Newest first, without their content. */
export const listMappings = (sql: Sql, connectionId: string): Promise<MappingVersion[]> =>
  sql.query(`SELECT ${columns} FROM crm_mappings m WHERE m.connection_id = $1 ORDER BY m.version DESC`, [connectionId]);

export async function mappingVersion(sql: Sql, connectionId: string, version: number): Promise<StoredMapping> {
  const [row] = await sql.query<StoredMapping>(
    `SELECT ${columns}, m.content FROM crm_mappings m WHERE m.connection_id = $1 AND m.version = $2`,
    [connectionId, version],
  );
  if (!row)
    throw new AppError('not_found', {
      message: `This connection has no mapping ${version}`,
      details: { connectionId, version },
    });
  return row;
}

export async function mappingById(sql: Sql, mappingId: string): Promise<Mapping | null> {
  const [row] = await sql.query<{ content: Mapping }>('SELECT content FROM crm_mappings WHERE id = $1', [mappingId]);
  return row?.content ?? null;
}

/** Takes the place of the draft there was. Who began with an older version than the newest is told so. */
export async function saveDraft(
  tx: Sql,
  input: { connectionId: string; content: Mapping; note: string; basedOn: number; byId: string | null; now: Date },
): Promise<number> {
  const { connectionId, content, note, basedOn, byId, now } = input;
  await tx.query('SELECT 1 FROM crm_connections WHERE id = $1 FOR UPDATE', [connectionId]);
  const [last] = await tx.query<{ version: number }>(
    'SELECT max(version)::int AS version FROM crm_mappings WHERE connection_id = $1 HAVING max(version) IS NOT NULL',
    [connectionId],
  );
  const newest = last?.version ?? 0;
  if (newest !== basedOn)
    throw new AppError('version_conflict', {
      message: `Somebody has saved version ${newest} of this mapping meanwhile; look at it first`,
      details: { newest, basedOn },
    });
  await tx.query(`UPDATE crm_mappings SET state = 'retired' WHERE connection_id = $1 AND state = 'draft'`, [
    connectionId,
  ]);
  await tx.query(
    `INSERT INTO crm_mappings (id, connection_id, version, state, content, note, created_at, created_by_id) VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7)`,
    [uuid(), connectionId, newest + 1, JSON.stringify(content), note, now, byId],
  );
  return newest + 1;
}

const running = `status NOT IN ('cancelled', 'transitioned')`;

/** How many onboardings would follow a version that is switched on now. */
export async function countFollowers(sql: Sql, connectionId: string): Promise<number> {
  const [row] = await sql.query<{ followers: number }>(
    `SELECT count(*)::int AS followers FROM onboardings WHERE connection_id = $1 AND ${running}`,
    [connectionId],
  );
  return row?.followers ?? 0;
}

interface Place {
  object: 'deal' | 'company';
  field: string;
}
/** Who wins a field for the onboardings of one playbook version; null: for those without a playbook. */
export interface FieldWinner extends Place {
  versionId: string | null;
  whoWins: string;
}

/** Held, shared, by whatever applies deals: what is opened while a version is switched on would go on with the one before. */
export const mappingLock = (connection: string): string => `hashtextextended('crm_mapping:' || ${connection}, 0)`;

/**
 * Switches a version on: live onboardings follow it and decide anew what the CRM is to hold, at the priority of bulk
 * work; what was still to be written to fields that nobody wants any more is dropped. What changes is locked first, in one order.
 * @returns how many onboardings follow it
 */
export async function activateMapping(
  tx: Sql,
  input: {
    connectionId: string;
    mappingId: string;
    byId: string | null;
    now: Date;
    winners: FieldWinner[];
    dropped: Place[];
  },
): Promise<number> {
  const { connectionId, mappingId, byId, now, winners, dropped } = input;
  await tx.query(`SELECT pg_advisory_xact_lock(${mappingLock('$1::text')})`, [connectionId]);
  await tx.query(`SELECT 1 FROM onboardings WHERE connection_id = $1 AND ${running} ORDER BY id FOR UPDATE`, [
    connectionId,
  ]);
  await lockFields(tx, connectionId, [...winners, ...dropped]);
  const [row] = await tx.query<{ moved: number }>(
    `WITH retired AS (
       UPDATE crm_mappings SET state = 'retired' WHERE connection_id = $1 AND state = 'active' AND id <> $2
     ), activated AS (
       UPDATE crm_mappings SET state = 'active', activated_at = $3, activated_by_id = $4 WHERE id = $2
     ), winners AS (
       UPDATE crm_values v SET who_wins = w."whoWins"
       FROM jsonb_to_recordset($5::jsonb) AS w(object text, field text, "whoWins" text, "versionId" uuid), onboardings o
       WHERE v.connection_id = $1 AND v.object_type = w.object AND v.field = w.field
         AND o.id = v.onboarding_id AND o.playbook_version_id IS NOT DISTINCT FROM w."versionId" AND v.who_wins IS DISTINCT FROM w."whoWins"
     ), dropped AS (
       DELETE FROM crm_values v USING jsonb_to_recordset($6::jsonb) AS d(object text, field text)
       WHERE v.connection_id = $1 AND v.object_type = d.object AND v.field = d.field AND v.state <> 'written'
     ), running AS (
       SELECT id, workflow_id FROM onboardings WHERE connection_id = $1 AND ${running}
     ), moved AS (
       UPDATE onboardings o SET crm_mapping_id = $2, version = o.version + 1, updated_at = $3 FROM running r WHERE o.id = r.id RETURNING 1
     ), told AS (
       INSERT INTO outbox (workflow_id, process, subject_id, priority, enqueued_at)
       SELECT workflow_id, 'onboarding', id, 5, clock_timestamp() FROM running ORDER BY workflow_id
       ON CONFLICT (workflow_id) DO UPDATE SET sequence = outbox.sequence + 1, retry_at = NULL RETURNING 1
     )
     SELECT (SELECT count(*) FROM moved)::int AS moved, (SELECT count(*) FROM told) AS told, pg_notify('outbox', '')`,
    [connectionId, mappingId, now, byId, JSON.stringify(winners), JSON.stringify(dropped)],
  );
  return row?.moved ?? 0;
}

/** What was opened with the version that was read before the CRM was asked follows the one that is active by now. */
export const followActiveMapping = (tx: Sql, connectionId: string, onboardingIds: string[]): Promise<unknown> =>
  tx.query(
    `UPDATE onboardings o SET crm_mapping_id = m.id FROM crm_mappings m
     WHERE o.id = ANY($2::uuid[]) AND m.connection_id = $1 AND m.state = 'active' AND o.crm_mapping_id IS DISTINCT FROM m.id`,
    [connectionId, onboardingIds],
  );
