/**
 * Who may act on a task without being one of our people in the console: the one rule for its page, the API, answers by
 * mail and presses in Slack.
 */
import type { Sql } from './database.ts';
import type { LinkTarget } from './links.ts';
import { isInPlaceSql } from './queries/acts-for.ts';

/** Of a row `l` of `task_links`: in whose place they were asked is there again. */
const isHandedBackSql = (now: string): string =>
  `(l.in_place_of_id IS NOT NULL AND NOT ${isInPlaceSql('l.in_place_of_id', 'l.person_id', now)})`;

/** Of a row `l` of `task_links`: it was sent to be asked about the task itself, and they still are. */
export const asksForTaskSql = (now: string): string => `(NOT l.is_for_blockers AND NOT ${isHandedBackSql(now)})`;

/** A link that still opens the task `t` for the person `p` to act on it, as a row `l`. */
export const openingLinkSql = (now: string): string =>
  `task_links l WHERE l.task_id = t.id AND l.person_id = p.id AND l.revoked_at IS NULL AND l.expires_at > clock_timestamp() AND ${asksForTaskSql(now)}`;

/** The task `t` is the person `p`'s, they stand in for its owner now, or were asked about it by a link that still opens it. */
export const mayActSql = (now: string): string =>
  `(t.owner_id IS NOT DISTINCT FROM p.id OR ${isInPlaceSql('t.owner_id', 'p.id', now)} OR EXISTS (SELECT 1 FROM ${openingLinkSql(now)}))`;

export async function mayAct(sql: Sql, { taskId, personId }: LinkTarget, now: Date): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM tasks t JOIN people p ON p.id = $2 AND p.deactivated_at IS NULL
     WHERE t.id = $1 AND (t.visibility = 'shared' OR p.side = 'team') AND ${mayActSql('$3')}`,
    [taskId, personId, now],
  );
  return rows.length > 0;
}
