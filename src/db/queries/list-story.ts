import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';
import { cursorKind, type Page } from './cursor.ts';

export interface StoryRow {
  id: string;
  at: string;
  kind: string;
  actorKind: string;
  actorName: string | null;
  subjectId: string | null;
  data: Record<string, unknown>;
  /** the name that the subject bears now */
  subjectName: string | null;
}

const cursors = cursorKind('story', { key: 'none', id: 'number' });

/** What happened, newest first. */
export async function listStory(
  sql: Sql,
  filter: { onboardingId: string; cursor: string | undefined; limit: number },
): Promise<Page<StoryRow>> {
  const after = cursors.read(filter.cursor);
  const rows = await sql.query<StoryRow>(
    `SELECT x.id::text AS id, ${instantSql('x.at')} AS at, x.kind, x.actor_kind AS "actorKind", p.name AS "actorName", x.subject_id AS "subjectId", x.data,
       (SELECT t.name FROM tasks t WHERE t.id = x.subject_id) AS "subjectName"
     FROM activity x LEFT JOIN people p ON p.id = x.actor_id WHERE x.onboarding_id = $1 AND ($2::bigint IS NULL OR x.id < $2) ORDER BY x.id DESC LIMIT $3`,
    [filter.onboardingId, after?.id ?? null, filter.limit + 1],
  );
  return cursors.page(
    rows,
    filter.limit,
    (row) => ({ key: '', id: row.id }),
    (row) => row,
  );
}
