/** Which tasks a mail named, by the number that its reader may answer with. */
import type { Side, TaskType } from '../domain/model.ts';
import type { Sql } from './database.ts';
import { isHandedBackSql, type LinkTarget, type NewLink } from './links.ts';
import { isInPlaceSql, standsInSql } from './queries/acts-for.ts';

/** What an answer can be about: a task, or what that task waits for. */
export interface AskedFor {
  taskId: string;
  /** null: the task itself */
  blockerId: string | null;
}

/** Written anew with each writing of the mail, before it goes out. */
export async function rememberMessageTasks(
  tx: Sql,
  messages: readonly { messageId: string; asks: readonly AskedFor[] }[],
): Promise<void> {
  await tx.query(
    `WITH g AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS g("messageId" uuid, asks jsonb)),
       gone AS (DELETE FROM message_tasks m USING g WHERE m.message_id = g."messageId" AND m.number > jsonb_array_length(g.asks))
     INSERT INTO message_tasks (message_id, number, task_id, blocker_id)
     SELECT g."messageId", a.number, (a.ask->>'taskId')::uuid, (a.ask->>'blockerId')::uuid
     FROM g, jsonb_array_elements(g.asks) WITH ORDINALITY AS a(ask, number)
     ON CONFLICT (message_id, number) DO UPDATE SET task_id = excluded.task_id, blocker_id = excluded.blocker_id`,
    [JSON.stringify(messages)],
  );
}

export interface RepliedMessage {
  messageId: string;
  personId: string;
  personName: string;
  /** the address it was sent to and the one the person has now */
  addresses: string[];
  isPersonGone: boolean;
  side: Side;
  locale: string;
  timezone: string | null;
  /** by number; `name`: of the task, or what it waits for */
  tasks: (AskedFor & { number: number; onboardingId: string; name: string; type: TaskType; isBlocked: boolean })[];
  onboardingIds: string[];
}

/** What a reply to this message is about. */
export async function findRepliedMessage(sql: Sql, messageId: string): Promise<RepliedMessage | null> {
  const [row] = await sql.query<RepliedMessage>(
    `SELECT m.id AS "messageId", p.id AS "personId", p.name AS "personName", ARRAY[lower(m.address), p.email] AS addresses,
       p.deactivated_at IS NOT NULL AS "isPersonGone", p.side, p.locale, p.timezone,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('number', x.number, 'taskId', t.id, 'blockerId', b.id, 'onboardingId', t.onboarding_id, 'name', coalesce(b.what, t.name), 'type', t.type, 'isBlocked', t.status = 'blocked') ORDER BY x.number), '[]')
        FROM message_tasks x JOIN tasks t ON t.id = x.task_id LEFT JOIN blockers b ON b.id = x.blocker_id WHERE x.message_id = m.id) AS tasks,
       ARRAY(SELECT DISTINCT i.onboarding_id::text FROM intents i WHERE i.message_id = m.id ORDER BY 1) AS "onboardingIds"
     FROM messages m JOIN people p ON p.id = m.person_id WHERE m.id = $1`,
    [messageId],
  );
  return row ?? null;
}

export interface KnownSender {
  id: string;
  name: string;
  email: string;
  side: Side;
  locale: string;
  timezone: string | null;
}

/** Whether somebody has a part in an onboarding; our own people have one in every one. */
export const hasPartSql = (person: string, onboarding: string): string =>
  `(${person}.side = 'team' OR EXISTS (SELECT 1 FROM members m WHERE m.onboarding_id = ${onboarding} AND m.person_id = ${person}.id)
     OR EXISTS (SELECT 1 FROM tasks t WHERE t.onboarding_id = ${onboarding} AND t.owner_id = ${person}.id)
     OR EXISTS (SELECT 1 FROM blockers b WHERE b.onboarding_id = ${onboarding} AND b.person_id = ${person}.id))`;

/** Somebody who has a part in this onboarding, by address. */
export async function findSenderIn(sql: Sql, onboardingId: string, address: string): Promise<KnownSender | null> {
  const [row] = await sql.query<KnownSender>(
    `SELECT p.id, p.name, p.email, p.side, p.locale, p.timezone FROM people p WHERE p.email = lower($2) AND p.deactivated_at IS NULL AND ${hasPartSql('p', '$1')}`,
    [onboardingId, address],
  );
  return row ?? null;
}

/** The one open onboarding in which somebody outside our team has a part; null where there is none or more than one. */
export async function onlyOnboardingOf(sql: Sql, address: string): Promise<string | null> {
  const rows = await sql.query<{ id: string }>(
    `SELECT o.id FROM onboardings o JOIN people p ON p.email = lower($1) AND p.side <> 'team' AND p.deactivated_at IS NULL
     WHERE o.status NOT IN ('transitioned', 'cancelled') AND (
       EXISTS (SELECT 1 FROM members m WHERE m.onboarding_id = o.id AND m.person_id = p.id) OR EXISTS (SELECT 1 FROM tasks t WHERE t.onboarding_id = o.id AND t.owner_id = p.id)) LIMIT 2`,
    [address],
  );
  return rows.length === 1 ? (rows[0]?.id ?? null) : null;
}

/** A link that still opens the task `t` for the person `p`, as a row `l`. */
const openingLinkSql = (now: string): string =>
  `task_links l WHERE l.task_id = t.id AND l.person_id = p.id AND l.revoked_at IS NULL AND l.expires_at > clock_timestamp() AND NOT ${isHandedBackSql(now)}`;

/** Whether the task is theirs or they stand in for its owner now, or a link to it was sent to them and still opens it. */
export async function isTaskSharedWith(sql: Sql, { taskId, personId }: LinkTarget, now: Date): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM tasks t JOIN people p ON p.id = $2 AND p.deactivated_at IS NULL LEFT JOIN people w ON w.id = t.owner_id WHERE t.id = $1 AND (t.visibility = 'shared' OR p.side = 'team') AND (
       w.id = p.id OR ${standsInSql('w', 'p.id', '$3')} OR EXISTS (SELECT 1 FROM ${openingLinkSql('$3')}))`,
    [taskId, personId, now],
  );
  return rows.length > 0;
}

/** Those of these tasks that are shared with them, each as a further link may open it: no longer than they are asked. */
export const linksToShared = (
  sql: Sql,
  { taskIds, personId }: { taskIds: string[]; personId: string },
  now: Date,
): Promise<NewLink[]> =>
  sql.query<NewLink & Record<string, unknown>>(
    `SELECT t.id AS "taskId", p.id AS "personId", CASE WHEN t.owner_id = p.id THEN NULL WHEN a.is_in_place THEN t.owner_id ELSE o.in_place_of_id END AS "inPlaceOfId"
     FROM tasks t JOIN people p ON p.id = $2 AND p.deactivated_at IS NULL CROSS JOIN LATERAL (SELECT ${isInPlaceSql('t.owner_id', 'p.id', '$3')} AS is_in_place) a
       LEFT JOIN LATERAL (SELECT true AS opens, l.in_place_of_id FROM ${openingLinkSql('$3')} ORDER BY l.in_place_of_id NULLS FIRST LIMIT 1) o ON true
     WHERE t.id = ANY($1::uuid[]) AND (t.visibility = 'shared' OR p.side = 'team') AND (t.owner_id = p.id OR a.is_in_place OR o.opens)`,
    [taskIds, personId, now],
  );

const takesPart = (person: string): string =>
  `(EXISTS (SELECT 1 FROM members m WHERE m.onboarding_id = b.onboarding_id AND m.person_id = ${person}) OR EXISTS (SELECT 1 FROM tasks own WHERE own.onboarding_id = b.onboarding_id AND own.owner_id = ${person}))`;

// the blocker names them, or they were written to about it and are still somebody whom it may be asked of: one of us, with
// a part in the onboarding, or who stands in for somebody with one
const askedBlockers = (now: string): string => `
  FROM blockers b JOIN people p ON p.deactivated_at IS NULL LEFT JOIN tasks t ON t.id = b.task_id
  WHERE (t.visibility = 'shared' OR p.side = 'team') AND (b.person_id = p.id OR EXISTS (
    SELECT 1 FROM intents i JOIN messages m ON m.id = i.message_id
    WHERE i.onboarding_id = b.onboarding_id AND i.blocker_id = b.id AND i.kind IN ('blocker', 'escalation') AND m.person_id = p.id)
    AND (p.side = 'team' OR ${takesPart('p.id')} OR EXISTS (SELECT 1 FROM people w WHERE w.delegate_id = p.id AND ${standsInSql('w', 'p.id', now)} AND (w.id = b.person_id OR ${takesPart('w.id')}))))`;

/** What $1 is asked for and is not there yet. */
export const askedBlockersSql = (
  now: string,
): string => `SELECT b.id ${askedBlockers(now)} AND p.id = $1 AND b.resolved_at IS NULL AND b.id IN (
  SELECT id FROM blockers WHERE person_id = $1 UNION SELECT i.blocker_id FROM messages m JOIN intents i ON i.message_id = m.id WHERE m.person_id = $1)`;

/** Whether they may say that it is there, or when. */
export async function isAskedForBlocker(sql: Sql, blockerId: string, personId: string, now: Date): Promise<boolean> {
  const rows = await sql.query(`SELECT 1 ${askedBlockers('$3')} AND b.id = $1 AND p.id = $2`, [
    blockerId,
    personId,
    now,
  ]);
  return rows.length > 0;
}

/** What of that which a task waits for somebody is asked for. */
export async function blockersAskedOf(sql: Sql, { taskId, personId }: LinkTarget, now: Date): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT b.id ${askedBlockers('$3')} AND b.task_id = $1 AND p.id = $2 AND b.resolved_at IS NULL`,
    [taskId, personId, now],
  );
  return rows.map(({ id }) => id);
}
