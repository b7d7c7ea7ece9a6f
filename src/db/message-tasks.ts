/** Which tasks a mail named, by the number that its reader may answer with. */
import type { Side } from '../domain/model.ts';
import type { Sql } from './database.ts';

/** Written anew with each writing of the mail, before it goes out. */
export async function rememberMessageTasks(
  tx: Sql,
  messages: readonly { messageId: string; taskIds: string[] }[],
): Promise<void> {
  await tx.query(
    `WITH g AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS g("messageId" uuid, "taskIds" uuid[])),
       gone AS (DELETE FROM message_tasks m USING g WHERE m.message_id = g."messageId" AND m.number > cardinality(g."taskIds"))
     INSERT INTO message_tasks (message_id, number, task_id)
     SELECT g."messageId", t.number, t.task_id FROM g, unnest(g."taskIds") WITH ORDINALITY AS t(task_id, number)
     ON CONFLICT (message_id, number) DO UPDATE SET task_id = excluded.task_id`,
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
  locale: string;
  timezone: string | null;
  tasks: { number: number; taskId: string; onboardingId: string; name: string }[];
  onboardingIds: string[];
}

/** What a reply to this message is about. */
export async function findRepliedMessage(sql: Sql, messageId: string): Promise<RepliedMessage | null> {
  const [row] = await sql.query<RepliedMessage>(
    `SELECT m.id AS "messageId", p.id AS "personId", p.name AS "personName", ARRAY[lower(m.address), p.email] AS addresses,
       p.deactivated_at IS NOT NULL AS "isPersonGone", p.locale, p.timezone,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('number', x.number, 'taskId', t.id, 'onboardingId', t.onboarding_id, 'name', t.name) ORDER BY x.number), '[]')
        FROM message_tasks x JOIN tasks t ON t.id = x.task_id WHERE x.message_id = m.id) AS tasks,
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

/** Somebody who has a part in this onboarding, by address. */
export async function findSenderIn(sql: Sql, onboardingId: string, address: string): Promise<KnownSender | null> {
  const [row] = await sql.query<KnownSender>(
    `SELECT p.id, p.name, p.email, p.side, p.locale, p.timezone FROM people p WHERE p.email = lower($2) AND p.deactivated_at IS NULL AND (
       p.side = 'team' OR EXISTS (SELECT 1 FROM members m WHERE m.onboarding_id = $1 AND m.person_id = p.id)
       OR EXISTS (SELECT 1 FROM tasks t WHERE t.onboarding_id = $1 AND t.owner_id = p.id)
       OR EXISTS (SELECT 1 FROM blockers b WHERE b.onboarding_id = $1 AND b.person_id = p.id))`,
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

/** Whether the task is theirs, or a link to it was sent to them and still opens it. */
export async function isTaskSharedWith(sql: Sql, taskId: string, personId: string): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM tasks t JOIN people p ON p.id = $2 AND p.deactivated_at IS NULL WHERE t.id = $1 AND (t.visibility = 'shared' OR p.side = 'team') AND (
       t.owner_id = p.id OR EXISTS (SELECT 1 FROM task_links l WHERE l.task_id = t.id AND l.person_id = p.id AND l.revoked_at IS NULL))`,
    [taskId, personId],
  );
  return rows.length > 0;
}
