/** Links in mails: each opens one task for the person it was sent to. Only hashes are stored; real time throughout. */
import type { Task } from '../domain/model.ts';
import type { Sql } from './database.ts';
import { standsInSql } from './queries/acts-for.ts';
import { hashToken, newToken } from './sessions.ts';

const linkDays = 30;

export interface LinkTarget {
  taskId: string;
  personId: string;
}

/**
 * One new link for each target; older ones of the same task and person live on as long, because their mails are still there.
 * @param tokenOf for a mail that may be written again: the same secret token for the same target
 */
export async function createTaskLinks<Target extends LinkTarget>(
  sql: Sql,
  targets: Target[],
  tokenOf: (target: Target) => string = newToken,
): Promise<(Target & { token: string })[]> {
  if (targets.length === 0) return [];
  const links = targets.map((target) => ({ ...target, token: tokenOf(target) }));
  await sql.query(
    `WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS g(token_hash text, task_id uuid, person_id uuid)),
     prolonged AS (
       UPDATE task_links l SET expires_at = clock_timestamp() + make_interval(days => $2) FROM (SELECT DISTINCT task_id, person_id FROM given) g
       WHERE l.task_id = g.task_id AND l.person_id = g.person_id AND l.revoked_at IS NULL AND l.expires_at > clock_timestamp()
     )
     INSERT INTO task_links (token_hash, task_id, person_id, created_at, expires_at)
     SELECT token_hash, task_id, person_id, clock_timestamp(), clock_timestamp() + make_interval(days => $2) FROM given
     ON CONFLICT (token_hash) DO NOTHING`,
    [
      JSON.stringify(
        links.map((link) => ({ token_hash: hashToken(link.token), task_id: link.taskId, person_id: link.personId })),
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

export interface StoredLink extends LinkTarget {
  onboardingId: string;
  state: 'valid' | 'expired' | 'revoked';
  personName: string;
  personEmail: string;
}

export async function findTaskLink(sql: Sql, token: string): Promise<StoredLink | null> {
  const [row] = await sql.query<{
    task_id: string;
    person_id: string;
    onboarding_id: string;
    name: string;
    email: string;
    state: StoredLink['state'];
  }>(
    `SELECT l.task_id, l.person_id, t.onboarding_id, p.name, p.email,
       CASE WHEN l.revoked_at IS NOT NULL OR p.deactivated_at IS NOT NULL OR (t.visibility = 'internal' AND p.side <> 'team') THEN 'revoked'
         WHEN l.expires_at <= clock_timestamp() THEN 'expired' ELSE 'valid' END AS state
     FROM task_links l JOIN tasks t ON t.id = l.task_id JOIN people p ON p.id = l.person_id WHERE l.token_hash = $1`,
    [hashToken(token)],
  );
  return row
    ? {
        taskId: row.task_id,
        personId: row.person_id,
        onboardingId: row.onboarding_id,
        personName: row.name,
        personEmail: row.email,
        state: row.state,
      }
    : null;
}

/** The links that end because their task went to somebody else. */
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
     WHERE l.task_id = g."taskId" AND l.person_id = g."personId" AND l.revoked_at IS NULL`,
    [JSON.stringify(targets)],
  );
}
