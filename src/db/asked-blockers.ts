/** Who is asked for what a task waits for: they may say that it is there, or when. */
import type { Sql } from './database.ts';
import type { LinkTarget } from './links.ts';
import { standsInSql } from './queries/acts-for.ts';

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

/** Whether the person is asked for something that the task waits for. Neither may be a column of `b`, `p` or `t`. */
export const isAskedSql = (now: string, task: string, person: string): string =>
  `EXISTS (SELECT 1 ${askedBlockers(now)} AND b.task_id = ${task} AND p.id = ${person} AND b.resolved_at IS NULL)`;

/** What of that which a task waits for somebody is asked for. */
export async function blockersAskedOf(sql: Sql, { taskId, personId }: LinkTarget, now: Date): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT b.id ${askedBlockers('$3')} AND b.task_id = $1 AND p.id = $2 AND b.resolved_at IS NULL`,
    [taskId, personId, now],
  );
  return rows.map(({ id }) => id);
}
