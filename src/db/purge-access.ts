import type { Sql } from './database.ts';

/** Removes what can open nothing any more, and posts that nobody keeps up to date. Links stay a while, so that an old one can be renewed. */
export async function purgeAccess(sql: Sql): Promise<void> {
  await sql.query(`DELETE FROM login_tokens WHERE expires_at < clock_timestamp() - interval '1 day'`);
  await sql.query(
    `DELETE FROM sessions WHERE expires_at < clock_timestamp() - interval '1 day' OR revoked_at < clock_timestamp() - interval '7 days'`,
  );
  await sql.query(`DELETE FROM rate_counters WHERE window_start < clock_timestamp() - interval '1 day'`);
  await sql.query(`DELETE FROM idempotency_keys WHERE created_at < clock_timestamp() - interval '1 day'`);
  await sql.query('DELETE FROM slack_posts WHERE watched_until < clock_timestamp()');
  await sql.query(`DELETE FROM slack_homes WHERE opened_at < clock_timestamp() - interval '3 days'`);
  await sql.query(
    `DELETE FROM rate_buckets WHERE refilled_at < clock_timestamp() - interval '1 day' AND coalesce(blocked_until < clock_timestamp(), true)`,
  );
  await sql.query(`DELETE FROM task_links WHERE expires_at < clock_timestamp() - interval '180 days'`);
}
