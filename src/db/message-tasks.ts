/** Which tasks a mail named, by the number that its reader may answer with. */
import type { Side, TaskType } from '../domain/model.ts';
import type { Sql } from './database.ts';
import { isAskedSql } from './asked-blockers.ts';
import type { NewLink } from './links.ts';
import { isInPlaceSql } from './queries/acts-for.ts';
import { mayActSql, openingLinkSql } from './task-rights.ts';

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
  /** that the person has now: who holds the one that it was sent to may be somebody else */
  address: string;
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
    `SELECT m.id AS "messageId", p.id AS "personId", p.name AS "personName", p.email AS address,
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

/** Those of these tasks that are shared with them, each as a further link may open it: no longer than they are asked. */
export const linksToShared = (
  sql: Sql,
  { taskIds, personId }: { taskIds: string[]; personId: string },
  now: Date,
): Promise<NewLink[]> =>
  sql.query<NewLink & Record<string, unknown>>(
    `SELECT t.id AS "taskId", p.id AS "personId", NOT a.may_act AS "isForBlockers", CASE WHEN t.owner_id = p.id THEN NULL WHEN ${isInPlaceSql('t.owner_id', 'p.id', '$3')} THEN t.owner_id
       ELSE (SELECT l.in_place_of_id FROM ${openingLinkSql('$3')} ORDER BY l.in_place_of_id NULLS FIRST LIMIT 1) END AS "inPlaceOfId"
     FROM tasks t JOIN people p ON p.id = $2 AND p.deactivated_at IS NULL CROSS JOIN LATERAL (SELECT t.id AS task_id, ${mayActSql('$3')} AS may_act) a
     WHERE t.id = ANY($1::uuid[]) AND (t.visibility = 'shared' OR p.side = 'team') AND (a.may_act OR ${isAskedSql('$3', 'a.task_id', '$2')})`,
    [taskIds, personId, now],
  );
