/** Links in mails: each opens one task for the person it was sent to. Only hashes are stored; real time throughout. */
import type { Task } from '../domain/model.ts';
import type { Sql } from './database.ts';
import { isAskedSql } from './asked-blockers.ts';
import { isInPlaceSql, standsInSql } from './queries/acts-for.ts';
import { hashToken, newToken } from './sessions.ts';
import { asksForTaskSql, mayActSql } from './task-rights.ts';

const linkDays = 30;

export interface LinkTarget {
  taskId: string;
  personId: string;
}

export interface NewLink extends LinkTarget {
  /** in whose place they are asked: the link opens the task only while they stand in. Null: they are asked themselves */
  inPlaceOfId: string | null;
  /** they are asked for what the task waits for, and not about the task itself */
  isForBlockers?: boolean;
}

/**
 * One new link for each target; older ones of the same task and person live on as long, because their mails are still there:
 * not those that give more.
 * @param tokenOf for a mail that may be written again: the same secret token for the same target
 */
export async function createTaskLinks<Target extends NewLink>(
  sql: Sql,
  targets: Target[],
  tokenOf: (target: Target) => string = newToken,
): Promise<(Target & { token: string })[]> {
  if (targets.length === 0) return [];
  const links = targets.map((target) => ({ ...target, token: tokenOf(target) }));
  await sql.query(
    `WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS g(token_hash text, task_id uuid, person_id uuid, in_place_of_id uuid, is_for_blockers boolean)),
     prolonged AS (
       UPDATE task_links l SET expires_at = clock_timestamp() + make_interval(days => $2) FROM (SELECT task_id, person_id, bool_and(is_for_blockers) AS is_for_blockers FROM given GROUP BY 1, 2) g
       WHERE l.task_id = g.task_id AND l.person_id = g.person_id AND (l.is_for_blockers OR NOT g.is_for_blockers) AND l.revoked_at IS NULL AND l.expires_at > clock_timestamp()
     )
     INSERT INTO task_links (token_hash, task_id, person_id, in_place_of_id, is_for_blockers, created_at, expires_at)
     SELECT token_hash, task_id, person_id, in_place_of_id, is_for_blockers, clock_timestamp(), clock_timestamp() + make_interval(days => $2) FROM given
     ON CONFLICT (token_hash) DO NOTHING`,
    [
      JSON.stringify(
        links.map(({ token, taskId, personId, inPlaceOfId, isForBlockers = false }) => ({
          token_hash: hashToken(token),
          task_id: taskId,
          person_id: personId,
          in_place_of_id: inPlaceOfId,
          is_for_blockers: isForBlockers,
        })),
      ),
      linkDays,
    ],
  );
  return links;
}

/** Whether it is theirs or they stand in for its owner now, and they may see it. */
export async function isOwnTask(sql: Sql, { taskId, personId }: LinkTarget, now: Date): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM tasks t JOIN people w ON w.id = t.owner_id JOIN people p ON p.id = $2 JOIN onboardings o ON o.id = t.onboarding_id
     WHERE t.id = $1 AND (w.id = p.id OR ${standsInSql('w', 'p.id', '$3')}) AND (p.side = 'team' OR t.visibility = 'shared' AND o.published_at IS NOT NULL)`,
    [taskId, personId, now],
  );
  return rows.length > 0;
}

/** The owner in whose place they are asked now. Null: they are not. */
export async function ownerInPlaceOf(sql: Sql, { taskId, personId }: LinkTarget, now: Date): Promise<string | null> {
  const [row] = await sql.query<{ id: string }>(
    `SELECT t.owner_id AS id FROM tasks t WHERE t.id = $1 AND t.owner_id <> $2 AND ${isInPlaceSql('t.owner_id', '$2::uuid', '$3')}`,
    [taskId, personId, now],
  );
  return row?.id ?? null;
}

export interface StoredLink extends LinkTarget {
  onboardingId: string;
  /** over: whom they stood in for is there again, or what they were asked for */
  state: 'valid' | 'expired' | 'revoked' | 'over';
  /** on the task itself; else they are asked for what it waits for alone */
  mayAct: boolean;
  personName: string;
  personEmail: string;
}
export interface FoundLink extends StoredLink, NewLink {
  isForBlockers: boolean;
  taskName: string;
  ownerName: string | null;
}

export async function findTaskLink(sql: Sql, token: string, now: Date): Promise<FoundLink | null> {
  const [row] = await sql.query<FoundLink>(
    `SELECT l.task_id AS "taskId", l.person_id AS "personId", l.in_place_of_id AS "inPlaceOfId", l.is_for_blockers AS "isForBlockers", t.onboarding_id AS "onboardingId", p.name AS "personName", p.email AS "personEmail", t.name AS "taskName", w.name AS "ownerName", a.may_act AS "mayAct",
       CASE WHEN l.revoked_at IS NOT NULL OR p.deactivated_at IS NOT NULL OR (t.visibility = 'internal' AND p.side <> 'team') THEN 'revoked'
         WHEN NOT (a.may_act OR ${asksForTaskSql('$2')} OR ${isAskedSql('$2', 'l.task_id', 'l.person_id')}) THEN 'over'
         WHEN l.expires_at <= clock_timestamp() THEN 'expired' ELSE 'valid' END AS state
     FROM task_links l JOIN tasks t ON t.id = l.task_id JOIN people p ON p.id = l.person_id LEFT JOIN people w ON w.id = t.owner_id
       CROSS JOIN LATERAL (SELECT ${mayActSql('$2')} AS may_act) a WHERE l.token_hash = $1`,
    [hashToken(token), now],
  );
  return row ?? null;
}

/** The links that end because their task went to somebody else, also of whoever stands in. */
export function linksOfFormerOwners(before: Task[], after: Task[]): LinkTarget[] {
  const owners = new Map(before.map((task) => [task.id, task.ownerId]));
  return after.flatMap(({ id, ownerId }) => {
    const former = owners.get(id);
    return former && former !== ownerId ? [{ taskId: id, personId: former }] : [];
  });
}

export async function revokeTaskLinks(sql: Sql, targets: LinkTarget[]): Promise<void> {
  if (targets.length === 0) return;
  await sql.query(
    `UPDATE task_links l SET revoked_at = clock_timestamp() FROM jsonb_to_recordset($1::jsonb) AS g("taskId" uuid, "personId" uuid)
     WHERE l.task_id = g."taskId" AND l.revoked_at IS NULL AND (l.person_id = g."personId"
       OR l.in_place_of_id = g."personId" AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.id = l.task_id AND t.owner_id = l.person_id))`,
    [JSON.stringify(targets)],
  );
}
