/** Many people's digests at once, in as many statements as one person's takes. */
import type { Sql } from './database.ts';
import { type DigestFacts, digestOf, type DigestRow, factsOf, type MessageClaim } from './digest-claims.ts';
import { workflowIdOf } from './outbox.ts';

/** business time to the next wake; null: nobody waits */
export async function nextDigestAt(sql: Sql): Promise<Date | null> {
  const [row] = await sql.query<{ at: Date | null }>('SELECT min(next_wake_at) AS at FROM people');
  return row?.at ?? null;
}

/**
 * Locks those who are due and whom nobody else looks after just now, then loads; a statement more, because a snapshot
 * taken before the locks were granted would not show what the previous holder committed.
 */
export async function lockAndLoadDue(tx: Sql, now: Date, limit: number): Promise<DigestFacts[]> {
  const due = await tx.query<{ id: string }>(
    'SELECT id FROM people WHERE next_wake_at <= $1 ORDER BY next_wake_at, id LIMIT $2 FOR UPDATE SKIP LOCKED',
    [now, limit],
  );
  if (due.length === 0) return [];
  const rows = await tx.query<DigestRow & { person_id: string }>(
    `SELECT who.id AS person_id, digest.* FROM unnest($1::uuid[]) AS who(id) CROSS JOIN LATERAL (${digestOf('who.id')}) digest`,
    [due.map(({ id }) => id)],
  );
  return rows.flatMap((row) => factsOf(row.person_id, row) ?? []);
}

/** Everybody for whom something is planned, and when they are looked at next; without a lock. */
export async function loadWaiting(sql: Sql): Promise<{ facts: DigestFacts; nextWakeAt: Date | null }[]> {
  const rows = await sql.query<DigestRow & { person_id: string; next_wake_at: Date | null }>(
    `SELECT who.id AS person_id, who.next_wake_at, digest.* FROM people who CROSS JOIN LATERAL (${digestOf('who.id')}) digest
     WHERE who.id IN (SELECT person_id FROM intents WHERE state = 'planned')`,
  );
  return rows.flatMap((row) => {
    const facts = factsOf(row.person_id, row);
    return facts ? [{ facts, nextWakeAt: row.next_wake_at }] : [];
  });
}

/** @returns the messages that were claimed: of two digests for one reader and day, one */
export async function claimMessages(tx: Sql, claims: readonly MessageClaim[], now: Date): Promise<Set<string>> {
  if (claims.length === 0) return new Set();
  const rows = await tx.query<{ message_id: string }>(
    `WITH g AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS g("messageId" uuid, "to" uuid, kind text, channel text, address text, "localDate" date, "sendBefore" timestamptz, "intentIds" uuid[])
     ), day AS (
       INSERT INTO person_days (person_id, local_date, message_id) SELECT "to", "localDate", "messageId" FROM g WHERE kind = 'digest' ORDER BY 1, 2
       ON CONFLICT DO NOTHING RETURNING message_id
     ), message AS (
       INSERT INTO messages (id, person_id, kind, channel, address, state, local_date, claimed_at, send_before)
       SELECT "messageId", "to", kind, channel, address, 'claimed', "localDate", $2, "sendBefore" FROM g WHERE kind <> 'digest' OR "messageId" IN (SELECT message_id FROM day) RETURNING id
     ), told AS (
       UPDATE intents i SET state = 'claimed', message_id = x.message_id, decided_at = $2
       FROM (SELECT g."messageId" AS message_id, unnest(g."intentIds") AS intent_id FROM g JOIN message ON message.id = g."messageId") x
       WHERE i.id = x.intent_id AND i.state = 'planned'
     )
     SELECT id AS message_id FROM message`,
    [JSON.stringify(claims), now],
  );
  return new Set(rows.map(({ message_id: id }) => id));
}

export const storeNextWakes = (tx: Sql, wakes: readonly { personId: string; at: string | null }[]): Promise<unknown> =>
  tx.query(
    `UPDATE people p SET next_wake_at = g.at FROM jsonb_to_recordset($1::jsonb) AS g("personId" uuid, at timestamptz)
     WHERE p.id = g."personId" AND p.next_wake_at IS DISTINCT FROM g.at`,
    [JSON.stringify(wakes)],
  );

/** Tells a guard from a signal that is on its way; a signal that comes to it makes it one. */
const guardSequence = 1_000_000_000;

/**
 * Until these messages are settled: should this process end, each person's own digest takes them up.
 * @param seconds real time until it does
 */
export const guardDigests = (tx: Sql, personIds: readonly string[], seconds: number): Promise<unknown> =>
  tx.query(
    `INSERT INTO outbox (workflow_id, process, subject_id, priority, sequence, enqueued_at, retry_at)
     SELECT $2 || id, 'person_digest', id, 3, ${guardSequence}, clock_timestamp(), clock_timestamp() + make_interval(secs => $3) FROM unnest($1::uuid[]) AS g(id) ORDER BY 1
     ON CONFLICT (workflow_id) DO NOTHING`,
    [personIds, workflowIdOf('person_digest', ''), seconds],
  );

/** Of a message that was not sent after all, what it held is decided anew. */
export const wakeAgain = (sql: Sql, messages: readonly { messageId: string; personId: string }[], now: Date) =>
  sql.query(
    `UPDATE people p SET next_wake_at = $2 FROM jsonb_to_recordset($1::jsonb) AS g("messageId" uuid, "personId" uuid) JOIN messages m ON m.id = g."messageId"
     WHERE p.id = g."personId" AND m.state = 'withdrawn'`,
    [JSON.stringify(messages), now],
  );

/** What was told needs no guard; the others are taken up at once. What else was signalled meanwhile stays. */
export async function releaseDigests(
  sql: Sql,
  { told, failed }: { told: readonly string[]; failed: readonly string[] },
): Promise<void> {
  await sql.query(
    `WITH held AS (SELECT workflow_id FROM outbox WHERE subject_id = ANY($1::uuid[]) AND process = 'person_digest' AND sequence = ${guardSequence} FOR UPDATE SKIP LOCKED)
     DELETE FROM outbox o USING held WHERE o.workflow_id = held.workflow_id`,
    [told],
  );
  if (failed.length === 0) return;
  await sql.query(
    `UPDATE outbox SET retry_at = NULL WHERE process = 'person_digest' AND subject_id = ANY($1::uuid[])`,
    [failed],
  );
  await sql.query(`SELECT pg_notify('outbox', '')`);
}
