/** Where our messages stand in Slack, and which of them may no longer say what is true. */
import type { Sql } from './database.ts';
import { enqueue, slackPosts } from './outbox.ts';

/** in which somebody may still look at it, in business time */
const watchedDays = 30;
/** longer than looking after one batch takes; a worker that died leaves it to the next one then */
const heldSeconds = 120;
const priority = 5;

export interface NewPost {
  messageId: string;
  teamId: string;
  channelId: string;
  ts: string;
  taskIds: string[];
  /** as they were read for it */
  onboardings: { id: string; version: number }[];
  /** hash of what was posted; empty where it was found again and nobody knows */
  shown: string;
}

/** Posted just now. What changed since it was written is looked at at once. */
export async function rememberPost(tx: Sql, post: NewPost, now: Date): Promise<void> {
  const [row] = await tx.query<{ is_stale: boolean }>(
    `WITH post AS (
       INSERT INTO slack_posts (message_id, team_id, channel_id, ts, shown, posted_at, watched_until, look_at)
       SELECT $1, $2, $3, $4, $6, $7, $7::timestamptz + make_interval(days => $9),
         CASE WHEN $6 = '' OR EXISTS (SELECT 1 FROM jsonb_to_recordset($8::jsonb) AS read(id uuid, version int) JOIN onboardings o ON o.id = read.id WHERE o.version <> read.version)
           THEN clock_timestamp() END
       ON CONFLICT (message_id) DO NOTHING RETURNING message_id, look_at
     ), subjects AS (
       INSERT INTO slack_post_subjects (subject_id, message_id) SELECT unnest($5::uuid[]), message_id FROM post
     )
     SELECT look_at IS NOT NULL AS is_stale FROM post`,
    [
      post.messageId,
      post.teamId,
      post.channelId,
      post.ts,
      [...post.taskIds, ...new Set(post.onboardings.map(({ id }) => id))],
      post.shown,
      now,
      JSON.stringify(post.onboardings),
      watchedDays,
    ],
  );
  if (row?.is_stale) await enqueue(tx, [{ ...slackPosts, priority }]);
}

/** For a statement that changes these: their posts are to be looked at. Taken in one order, so that two writers never wait for each other. */
export const markStalePosts = (subjectIds: string): string =>
  `UPDATE slack_posts p SET look_at = clock_timestamp() + interval '300 ms', asked = p.asked + 1
   FROM (SELECT message_id FROM slack_posts WHERE message_id IN (SELECT message_id FROM slack_post_subjects WHERE subject_id = ANY(${subjectIds}::uuid[]))
     ORDER BY message_id FOR UPDATE) AS named
   WHERE p.message_id = named.message_id RETURNING p.message_id`;

/** @param marked the parts of the statement that marked posts and home tabs: the same workflow keeps both true */
export const lookAtSlackSignal = (marked: string[]): string =>
  `SELECT DISTINCT '${slackPosts.workflowId}', 'slack_posts', '${slackPosts.subjectId}'::uuid, ${priority} FROM (${marked.map((part) => `SELECT 1 FROM ${part}`).join(' UNION ALL ')}) AS marked`;

export interface StalePost {
  messageId: string;
  teamId: string;
  channelId: string;
  ts: string;
  shown: string;
  asked: number;
}

/** Those that may be untrue, the longest first; nobody else takes them meanwhile. What nobody looks at any more is forgotten. */
export function takeStalePosts(sql: Sql, now: Date, limit: number): Promise<StalePost[]> {
  return sql.query<StalePost>(
    `WITH due AS (
       SELECT message_id FROM slack_posts WHERE look_at <= clock_timestamp() ORDER BY look_at LIMIT $2 FOR UPDATE SKIP LOCKED
     ), forgotten AS (
       DELETE FROM slack_posts p USING due WHERE p.message_id = due.message_id AND p.watched_until <= $1
     )
     UPDATE slack_posts p SET look_at = clock_timestamp() + make_interval(secs => $3) FROM due
     WHERE p.message_id = due.message_id AND p.watched_until > $1
     RETURNING p.message_id AS "messageId", p.team_id AS "teamId", p.channel_id AS "channelId", p.ts, p.shown, p.asked`,
    [now, limit, heldSeconds],
  );
}

/** What stands there now is true, unless something changed during the look. */
export async function settlePost(sql: Sql, { messageId, asked }: StalePost, shown: string): Promise<void> {
  await sql.query(
    `UPDATE slack_posts SET shown = $3, error = NULL, look_at = CASE WHEN asked <> $2 THEN clock_timestamp() END WHERE message_id = $1`,
    [messageId, asked, shown],
  );
}

export async function postponePosts(sql: Sql, messageIds: string[], error: string, inMs: number): Promise<void> {
  await sql.query(
    `UPDATE slack_posts SET error = $2, look_at = clock_timestamp() + make_interval(secs => $3::float8) WHERE message_id = ANY($1::uuid[])`,
    [messageIds, error, inMs / 1000],
  );
}

/** It is gone, or may not be changed any more. */
export async function forgetPost(sql: Sql, messageId: string): Promise<void> {
  await sql.query('DELETE FROM slack_posts WHERE message_id = $1', [messageId]);
}

/** How long until the next is due; null: all say what is true. */
export async function nextPostInMs(sql: Sql): Promise<number | null> {
  const [row] = await sql.query<{ ms: number | null }>(
    `SELECT (extract(epoch FROM min(look_at) - clock_timestamp()) * 1000)::float8 AS ms FROM slack_posts`,
  );
  const ms = row?.ms ?? null;
  return ms === null ? null : Math.max(0, ms);
}
