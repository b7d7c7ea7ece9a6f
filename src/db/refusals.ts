/** Refusals of mails by which it shows whether one reader is refused us, or all are. */
import type { Sql } from './database.ts';

const withinDays = 14;
/** Other domains may have begun to refuse a while before. */
const hoursBefore = 24;

/** A server refused this message, and whose fault that is may show later. */
export const rememberRefusal = (sql: Sql, messageId: string, now: Date): Promise<unknown> =>
  sql.query('UPDATE messages SET refused_at = coalesce(refused_at, $2) WHERE id = $1', [messageId, now]);

/**
 * Whether it is this reader alone, or their domain, that is refused: since it was first, mail to somebody else was taken,
 * and either no other domain is refused, or more take our mail than are. Then it is taken as theirs, and says nothing about
 * others any more.
 */
export async function isOneReadersRefusal(sql: Sql, address: string, now: Date): Promise<boolean> {
  const theirs = await sql.query(
    // in an outage nothing is taken, and nothing more is asked
    `WITH first AS (
       SELECT min(refused_at) AS at, lower(split_part($1, '@', 2)) AS domain FROM messages
       WHERE address = $1 AND refused_at >= $2::timestamptz - make_interval(days => $3)),
     taking AS (
       SELECT lower(split_part(address, '@', 2)) AS domain FROM messages, first
       WHERE accepted_at > first.at AND channel = 'email' AND state = 'accepted' AND address <> $1),
     refusing AS (
       SELECT DISTINCT lower(split_part(o.address, '@', 2)) AS domain FROM messages o, first
       WHERE o.refused_at >= first.at - make_interval(hours => $4) AND lower(split_part(o.address, '@', 2)) <> first.domain
         AND NOT EXISTS (SELECT 1 FROM messages a WHERE a.person_id = o.person_id AND a.state = 'accepted' AND a.channel = 'email' AND a.accepted_at > o.refused_at))
     UPDATE messages m SET refused_at = NULL
     WHERE m.address = $1 AND m.refused_at IS NOT NULL AND CASE
       WHEN NOT EXISTS (SELECT 1 FROM taking) THEN false
       WHEN NOT EXISTS (SELECT 1 FROM refusing) THEN true
       ELSE (SELECT count(DISTINCT domain) FROM taking WHERE domain NOT IN (SELECT domain FROM refusing) AND domain <> (SELECT domain FROM first))
         > (SELECT count(*) FROM refusing) END
     RETURNING 1`,
    [address, now, withinDays, hoursBefore],
  );
  return theirs.length > 0;
}

/** Who was refused a mail within a day and has had none since; null: nobody. What a server said to the last of them. */
export async function refusedNow(sql: Sql, now: Date): Promise<{ since: Date; people: number; said: string } | null> {
  const [row] = await sql.query<{ since: Date | null; people: number; said: string | null }>(
    `SELECT min(o.refused_at) AS since, count(DISTINCT o.person_id)::int AS people,
       (SELECT detail FROM alerts WHERE kind = 'mail_sender_refused' ORDER BY opened_at DESC, id DESC LIMIT 1) AS said
     FROM messages o WHERE o.refused_at >= $1::timestamptz - interval '1 day'
       AND NOT EXISTS (SELECT 1 FROM messages a WHERE a.person_id = o.person_id AND a.state = 'accepted' AND a.channel = 'email' AND a.accepted_at > o.refused_at)`,
    [now],
  );
  return row?.since ? { since: row.since, people: row.people, said: row.said ?? '' } : null;
}
