/** What came in from Slack and failed for good, until a person closes it or lets it be handled again. */
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';
import { notifyLive } from '../live.ts';

export interface FailedSlackEventRow {
  id: string;
  kind: string;
  person: string | null;
  workspace: string | null;
  reason: string;
  payload: unknown;
  attempts: number;
  receivedAt: string;
}

const unreadable = 'unreadable';
export const canReplay = ({ kind }: Pick<FailedSlackEventRow, 'kind'>): boolean => kind !== unreadable;

export async function findFailedSlackEvent(sql: Sql, eventId: string): Promise<FailedSlackEventRow | null> {
  const [row] = await sql.query<FailedSlackEventRow & Record<string, unknown>>(
    `SELECT e.id, e.kind, q.name AS person, i.team_name AS workspace, coalesce(e.reason, 'No reason was kept') AS reason,
       coalesce(e.payload -> 'raw', e.payload) AS payload, e.attempts, ${instantSql('e.received_at')} AS "receivedAt"
     FROM slack_events e LEFT JOIN slack_installations i ON i.team_id = e.team_id
       LEFT JOIN person_channels c ON c.channel = 'slack' AND c.address = concat(e.team_id, ':', e.user_id)
       LEFT JOIN people q ON q.id = c.person_id
     WHERE e.id = $1 AND e.state = 'failed'`,
    [eventId],
  );
  return row ?? null;
}

/** The door of any process takes it up within seconds. Its trigger is over: nothing opens a modal. @returns whether it waited */
export async function replaySlackEvent(sql: Sql, { eventId, by }: { eventId: string; by: string }): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE slack_events SET state = 'pending', attempts = 1, taken_until = clock_timestamp(), handled_at = NULL,
       reason = concat_ws(' · ', reason, $2::text)
     WHERE id = $1 AND state = 'failed' AND kind <> '${unreadable}' RETURNING 1`,
    [eventId, `tried again by ${by}`],
  );
  await notifyLive(sql, { type: 'queue' });
  return rows.length > 0;
}

/** @returns whether it waited. The reason is kept with the event. */
export async function dismissSlackEvent(
  sql: Sql,
  { eventId, reason, by, now }: { eventId: string; reason: string; by: string; now: Date },
): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE slack_events SET state = 'ignored', reason = concat_ws(' · ', reason, $2::text), handled_at = $3
     WHERE id = $1 AND state = 'failed' RETURNING 1`,
    [eventId, `closed by ${by}: ${reason}`, now],
  );
  await notifyLive(sql, { type: 'queue' });
  return rows.length > 0;
}
