/** What came in from Slack: stored before it is acknowledged, once per dedupe key, and taken by one handler at a time. */
import { type SlackIncoming, slackIncomingSchema } from '../contracts/slack-incoming.ts';
import { storableText } from '../domain/storable-text.ts';
import { AppError } from '../errors.ts';
import type { Database, Sql } from './database.ts';
import { notifyLive } from './live.ts';

/** Longer than any handler takes; a process that ended leaves its events to others after that. */
const takenSeconds = 60;

export interface TakenEvent {
  id: string;
  incoming: SlackIncoming;
  attempts: number;
}

const toJsonb = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? storableText(part) : part));

/** Whoever stored it handles it first. @returns whether it was new */
export async function storeSlackEvent(
  db: Database,
  { id, dedupeKey, incoming }: { id: string; dedupeKey: string; incoming: SlackIncoming },
  now: Date,
): Promise<boolean> {
  const { rowCount } = await db.pool.query({
    name: 'store-slack-event',
    text: `INSERT INTO slack_events (id, dedupe_key, kind, team_id, user_id, payload, state, attempts, taken_until, received_at)
           VALUES ($1, $2, $3, $4, $5, $6, 'pending', 1, clock_timestamp() + make_interval(secs => $7), $8)
           ON CONFLICT (dedupe_key) DO NOTHING`,
    values: [
      id,
      dedupeKey,
      incoming.kind,
      incoming.teamId,
      'userId' in incoming ? incoming.userId : null,
      toJsonb(incoming),
      takenSeconds,
      now,
    ],
  });
  return (rowCount ?? 0) > 0;
}

/** Signed, and not to be read: kept for a person to look at. */
export async function storeUnreadable(
  sql: Sql,
  { id, dedupeKey, raw, reason }: { id: string; dedupeKey: string; raw: string; reason: string },
  now: Date,
): Promise<void> {
  await sql.query(
    `INSERT INTO slack_events (id, dedupe_key, kind, team_id, payload, state, reason, received_at, handled_at)
     VALUES ($1, $2, 'unreadable', '', $3, 'failed', $4, $5, $5) ON CONFLICT (dedupe_key) DO NOTHING`,
    [id, dedupeKey, toJsonb({ raw }), reason, now],
  );
}

/** The oldest that nobody handles; `problem` where an older version stored what this one cannot read. */
export async function takeLeftEvent(sql: Sql): Promise<TakenEvent | { id: string; problem: string } | null> {
  const [row] = await sql.query<{ id: string; payload: unknown; attempts: number }>(
    `UPDATE slack_events SET attempts = attempts + 1, taken_until = clock_timestamp() + make_interval(secs => $1)
     WHERE id = (SELECT id FROM slack_events WHERE state = 'pending' AND taken_until <= clock_timestamp()
                 ORDER BY received_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, payload, attempts`,
    [takenSeconds],
  );
  if (!row) return null;
  const { id, payload, attempts } = row;
  const read = slackIncomingSchema.safeParse(payload);
  return read.success
    ? { id, attempts, incoming: read.data }
    : { id, problem: `It cannot be read: ${read.error.message}` };
}

type Settled = { state: 'handled' | 'ignored' | 'failed'; reason: string | null };

/** @returns whether it was pending until now */
export async function settleSlackEvent(sql: Sql, id: string, { state, reason }: Settled, now: Date): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE slack_events SET state = $2, reason = $3, handled_at = $4, taken_until = NULL WHERE id = $1 AND state = 'pending' RETURNING 1`,
    [id, state, reason, now],
  );
  if (state === 'failed' && rows.length > 0) await notifyLive(sql, { type: 'queue' });
  return rows.length > 0;
}

/** With what the event asks for, in one transaction, so that it happens once. */
export async function settleWith(tx: Sql, id: string, now: Date): Promise<void> {
  if (await settleSlackEvent(tx, id, { state: 'handled', reason: null }, now)) return;
  throw new AppError('not_allowed_now', { message: 'This was done already', details: { isRepeated: true } });
}

export const postponeSlackEvent = (sql: Sql, id: string, reason: string, inMs: number): Promise<unknown> =>
  sql.query(
    `UPDATE slack_events SET reason = $2, taken_until = clock_timestamp() + make_interval(secs => $3::float8) WHERE id = $1 AND state = 'pending'`,
    [id, reason, inMs / 1000],
  );

/** Long after Slack has stopped to repeat anything. */
const keptDays = 30;
export const purgeSlackEvents = (sql: Sql, now: Date): Promise<unknown> =>
  sql.query(
    `DELETE FROM slack_events WHERE state <> 'pending' AND received_at < $1::timestamptz - make_interval(days => $2)`,
    [now, keptDays],
  );
