import type { z } from 'zod';
import type { commentView } from '../../contracts/api/onboarding-views.ts';
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';
import { cursorKind, type Page } from './cursor.ts';

export type CommentView = z.output<typeof commentView>;

const cursors = cursorKind('comments', { key: 'instant', id: 'uuid' });

/** Newest first, internal ones included: for our own people only. */
export async function listComments(
  sql: Sql,
  filter: { onboardingId: string; taskId: string | null; cursor: string | undefined; limit: number },
): Promise<Page<CommentView>> {
  const after = cursors.read(filter.cursor);
  const rows = await sql.query<CommentView>(
    `SELECT c.id, c.task_id AS "taskId", coalesce(p.name, 'Gangway') AS author, c.via, c.body, c.visibility, ${instantSql('c.created_at')} AS "createdAt",
       coalesce(p.side = 'team', true) AS "isOurs", c.waiting_since IS NOT NULL AS "isWaiting"
     FROM comments c LEFT JOIN people p ON p.id = c.author_id
     WHERE c.onboarding_id = $1 AND ($2::uuid IS NULL OR c.task_id = $2) AND ($3::timestamptz IS NULL OR (c.created_at, c.id) < ($3, $4::uuid))
     ORDER BY c.created_at DESC, c.id DESC LIMIT $5`,
    [filter.onboardingId, filter.taskId, after?.key ?? null, after?.id ?? null, filter.limit + 1],
  );
  return cursors.page(
    rows,
    filter.limit,
    (row) => ({ key: row.createdAt, id: row.id }),
    (row) => row,
  );
}
