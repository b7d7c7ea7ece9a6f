import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';

export interface TaskLinkFacts {
  accountName: string;
  comments: { author: string; body: string; createdAt: string }[];
}

const shownComments = 50;

/** What a task's page shows besides the onboarding's state: comments that everybody may read, newest first. */
export async function loadTaskLinkFacts(sql: Sql, onboardingId: string, taskId: string): Promise<TaskLinkFacts | null> {
  const [row] = await sql.query<{ facts: TaskLinkFacts }>(
    `SELECT jsonb_build_object('accountName', a.name, 'comments', coalesce((
       SELECT jsonb_agg(jsonb_build_object('author', x.author, 'body', x.body, 'createdAt', x.at) ORDER BY x.created_at DESC, x.id DESC) FROM (
         SELECT coalesce(p.name, 'Gangway') AS author, c.id, c.body, c.created_at, ${instantSql('c.created_at')} AS at FROM comments c LEFT JOIN people p ON p.id = c.author_id
         WHERE c.onboarding_id = o.id AND c.task_id = $2 AND c.visibility = 'shared' ORDER BY c.created_at DESC, c.id DESC LIMIT ${shownComments}) x), '[]')) AS facts
     FROM onboardings o JOIN accounts a ON a.id = o.account_id WHERE o.id = $1`,
    [onboardingId, taskId],
  );
  return row?.facts ?? null;
}
