import { v7 as uuid } from 'uuid';
import type { Actor, Side, Visibility } from '../domain/model.ts';
import type { Sql } from './database.ts';
import { notifyLive } from './live.ts';
import { followInHomes } from './slack-homes.ts';

export interface NewComment {
  onboardingId: string;
  /** null: about the onboarding as a whole */
  taskId: string | null;
  actor: Pick<Actor, 'kind' | 'id'>;
  body: string;
  visibility: Visibility;
  /** whether somebody of ours has to read it, where it is not one of us who wrote */
  isToRead?: boolean;
}

/** By which way it came; a reader should know what a signed-in person did not write. */
const viaOf = ({ kind }: Pick<Actor, 'kind'>): string => (kind === 'link' || kind === 'email' ? kind : 'person');

/** @returns its id, and whether it waits to be read */
export async function insertComment(
  tx: Sql,
  { onboardingId, taskId, actor, body, visibility, isToRead = false }: NewComment,
  now: Date,
): Promise<{ id: string; isWaiting: boolean }> {
  const id = uuid();
  const [row] = await tx.query<{ isWaiting: boolean }>(
    `INSERT INTO comments (id, onboarding_id, task_id, author_id, via, body, visibility, created_at, waiting_since)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $9 AND EXISTS (SELECT 1 FROM people WHERE id = $4 AND side <> 'team') THEN $8::timestamptz END)
     RETURNING waiting_since IS NOT NULL AS "isWaiting"`,
    [id, onboardingId, taskId, actor.id, viaOf(actor), body, visibility, now, isToRead],
  );
  const isWaiting = row?.isWaiting ?? false;
  if (isWaiting) await notifyLive(tx, { type: 'queue' });
  return { id, isWaiting };
}

export interface FoundComment {
  id: string;
  onboardingId: string;
  onboardingName: string;
  taskId: string | null;
  taskName: string | null;
  authorId: string | null;
  author: string;
  authorSide: Side | null;
  via: string;
  body: string;
  createdAt: Date;
  isWaiting: boolean;
  readBy: string | null;
}

export async function findComment(sql: Sql, id: string): Promise<FoundComment | null> {
  const [row] = await sql.query<FoundComment>(
    `SELECT c.id, c.onboarding_id AS "onboardingId", o.name AS "onboardingName", c.task_id AS "taskId", t.name AS "taskName", c.author_id AS "authorId",
       coalesce(p.name, 'Gangway') AS author, p.side AS "authorSide", c.via, c.body, c.created_at AS "createdAt", c.waiting_since IS NOT NULL AS "isWaiting", r.name AS "readBy"
     FROM comments c JOIN onboardings o ON o.id = c.onboarding_id LEFT JOIN tasks t ON t.id = c.task_id LEFT JOIN people p ON p.id = c.author_id LEFT JOIN people r ON r.id = c.read_by_id
     WHERE c.id = $1`,
    [id],
  );
  return row ?? null;
}

/** Whoever would have been told of it still need not be. @returns whether it had waited */
export async function readComment(tx: Sql, id: string, byId: string | null, now: Date): Promise<boolean> {
  const rows = await tx.query<{ onboarding_id: string }>(
    `WITH told AS (
       UPDATE intents i SET state = 'obsolete', reason = 'It was read before it was sent', decided_at = $3 FROM comments c
       WHERE c.id = $1 AND i.onboarding_id = c.onboarding_id AND i.kind = 'comment_received' AND i.state = 'planned' AND i.data->>'commentId' = c.id::text
     )
     UPDATE comments SET waiting_since = NULL, read_at = $3, read_by_id = $2 WHERE id = $1 AND waiting_since IS NOT NULL RETURNING onboarding_id`,
    [id, byId, now],
  );
  const [read] = rows;
  if (!read) return false;
  await notifyLive(tx, { type: 'queue' });
  await followInHomes(tx, { onboardingIds: [read.onboarding_id] });
  return true;
}
