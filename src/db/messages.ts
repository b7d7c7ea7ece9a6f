/** One message's way: claimed → sending → accepted | failed | unclear, or withdrawn. `sending` says that an attempt began. */
import { mustArriveKinds, nudgeKinds } from '../domain/digest-standing.ts';
import type { Channel, LocalDate, Side } from '../domain/model.ts';
import type { Sql } from './database.ts';
import { instantSql } from './instant-sql.ts';
import { enqueueOnboardings } from './outbox.ts';

export type MessageState =
  'claimed' | 'sending' | 'accepted' | 'bounced' | 'complained' | 'failed' | 'unclear' | 'withdrawn';
export type MessageKind = 'digest' | 'now' | 'sign_in' | 'task_link' | 'ask_back' | 'alert';

export interface MessageRow {
  id: string;
  personId: string;
  side: Side;
  channel: 'email' | 'slack';
  kind: MessageKind;
  /** of a mail the address, in Slack `<team id>:<user id>` */
  address: string;
  state: MessageState;
  /** attempts that may have arrived */
  unclearAttempts: number;
  claimedAt: Date;
  /** the end of its reader's working hours; null: it waits for none */
  sendBefore: Date | null;
  /** real time since the last attempt began, or ended where its end is unclear */
  secondsSinceStart: number | null;
  /** holds what is said once, as an escalation: an attempt with an unclear end is repeated */
  mustArrive: boolean;
}

export const findMessages = (sql: Sql, messageIds: readonly string[]): Promise<MessageRow[]> =>
  sql.query<MessageRow>(
    `SELECT m.id, person_id AS "personId", p.side, channel, kind, address, state, unclear_attempts AS "unclearAttempts", claimed_at AS "claimedAt", send_before AS "sendBefore", extract(epoch FROM clock_timestamp() - started_at)::float8 AS "secondsSinceStart",
       EXISTS (SELECT 1 FROM intents i WHERE i.message_id = m.id AND i.kind = ANY($2) AND i.state = 'claimed') AS "mustArrive"
     FROM messages m JOIN people p ON p.id = person_id WHERE m.id = ANY($1::uuid[])`,
    [messageIds, mustArriveKinds],
  );

/** A message that is claimed by being asked for. */
export const recordMessage = (
  sql: Sql,
  message: {
    messageId: string;
    personId: string;
    kind: MessageKind;
    channel: Channel;
    address: string;
    localDate: LocalDate;
  },
  now: Date,
): Promise<unknown> =>
  sql.query(
    `INSERT INTO messages (id, person_id, kind, channel, address, state, local_date, claimed_at) VALUES ($1, $2, $3, $4, $5, 'claimed', $6, $7) ON CONFLICT (id) DO NOTHING`,
    [message.messageId, message.personId, message.kind, message.channel, message.address, message.localDate, now],
  );

/** Waits for the end of a hold: planned again, as if it had never been claimed. */
export const putBack = (sql: Sql, intentIds: string[]): Promise<unknown> =>
  sql.query(
    `UPDATE intents SET state = 'planned', message_id = NULL, decided_at = NULL WHERE id = ANY($1::uuid[]) AND state = 'claimed'`,
    [intentIds],
  );

/** Not sent after all: the day is free again. */
export async function withdrawMessage(sql: Sql, messageId: string, reason: string): Promise<void> {
  await sql.query(
    `WITH message AS (UPDATE messages SET state = 'withdrawn', error = $2 WHERE id = $1 AND state = 'claimed' RETURNING id)
     DELETE FROM person_days WHERE message_id IN (SELECT id FROM message)`,
    [messageId, reason],
  );
}

/** It was looked for where it should be, and is not there: nobody has heard it. */
export const settleAbsent = (sql: Sql, messageId: string): Promise<unknown> =>
  sql.query(`UPDATE messages SET unclear_attempts = 0 WHERE id = $1 AND state = 'claimed'`, [messageId]);

/** What a message was going to say is planned again, as if it had never been claimed. */
export async function giveBack(tx: Sql, messageId: string, reason: string): Promise<void> {
  await tx.query(
    `UPDATE intents SET state = 'planned', message_id = NULL, decided_at = NULL WHERE message_id = $1 AND state = 'claimed'`,
    [messageId],
  );
  await withdrawMessage(tx, messageId, reason);
}

/** What was about to go to an address that is not theirs any more is planned again. */
export async function giveBackMailsTo(tx: Sql, personId: string): Promise<void> {
  const claimed = await tx.query<{ id: string }>(
    `SELECT id FROM messages WHERE person_id = $1 AND channel = 'email' AND state = 'claimed' FOR UPDATE`,
    [personId],
  );
  for (const { id } of claimed) await giveBack(tx, id, 'another address was entered');
}

/** @returns false when the message is not there to be sent any more. */
export const startAttempt = async (sql: Sql, messageId: string, subject: string): Promise<boolean> =>
  (await startAttempts(sql, [{ messageId, subject }])).has(messageId);

/** @returns those that were there to be sent */
export async function startAttempts(
  sql: Sql,
  messages: readonly { messageId: string; subject: string }[],
): Promise<Set<string>> {
  const rows = await sql.query<{ id: string }>(
    `UPDATE messages m SET state = 'sending', attempts = attempts + 1, started_at = clock_timestamp(), subject = g.subject
     FROM jsonb_to_recordset($1::jsonb) AS g("messageId" uuid, subject text) WHERE m.id = g."messageId" AND m.state = 'claimed' RETURNING m.id`,
    [JSON.stringify(messages)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The attempt is over and may be repeated: it reached nobody, or it may have, and then the time counts from its end. */
export const releaseAttempt = (
  sql: Sql,
  messageId: string,
  { error, wasUnclear }: { error: string; wasUnclear: boolean },
): Promise<unknown> =>
  sql.query(
    `UPDATE messages SET state = 'claimed', error = $2, unclear_attempts = unclear_attempts + $3, started_at = CASE WHEN $3 > 0 THEN clock_timestamp() ELSE started_at END WHERE id = $1 AND state = 'sending'`,
    [messageId, error, wasUnclear ? 1 : 0],
  );

/** The mail server took it. */
export const settleAccepted = (tx: Sql, messageId: string, serverResponse: string, now: Date): Promise<void> =>
  settleAllAccepted(tx, [{ messageId, serverResponse }], now);

/**
 * What asked a task's present owner, or a blocker's, counts as a delivered nudge, written under the onboardings' locks. An
 * onboarding hears of it where it waits for it: a nudge of which it holds no reason for silence changes nothing before its
 * next rung, and thousands at nine o'clock would each cost a pass.
 */
export async function settleAllAccepted(
  tx: Sql,
  accepted: readonly { messageId: string; serverResponse: string }[],
  now: Date,
): Promise<void> {
  const onboardingIds = await lockOnboardingsOf(
    tx,
    accepted.map(({ messageId }) => messageId),
  );
  // arrays, because joined with what was told, all tasks and blockers there are would be read
  const waiting = await tx.query<{ id: string }>(
    `WITH message AS (
       UPDATE messages m SET state = 'accepted', accepted_at = $2, provider_message_id = g.response, error = NULL
       FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, response text) WHERE m.id = g.id AND m.state IN ('claimed', 'sending', 'unclear') RETURNING m.id
     ), told AS (
       UPDATE intents i SET state = 'sent', reason = NULL, decided_at = $2 FROM message
       WHERE i.message_id = message.id AND i.state IN ('claimed', 'sent') RETURNING i.message_id, i.onboarding_id, i.task_id, i.blocker_id, i.person_id, i.kind, i.planned_at, i.data
     ), nudged_blockers AS (
       UPDATE blockers b SET chase = b.chase || jsonb_build_object('nudgedAt', ${instantSql('$2::timestamptz')})
       WHERE b.id = ANY(ARRAY(SELECT blocker_id FROM told WHERE kind = 'blocker'))
     ), told_health AS (
       UPDATE onboardings o SET chase = o.chase || marks.told
       FROM (SELECT onboarding_id, jsonb_object_agg('told:' || (data->'while'->>'mark'), ${instantSql('$2::timestamptz')}) AS told
         FROM told WHERE kind = 'health_turned' AND data->'while'->>'mark' IS NOT NULL GROUP BY onboarding_id) marks WHERE o.id = marks.onboarding_id
     ), nudges AS (
       SELECT t.id, count(DISTINCT told.message_id)::int AS count FROM tasks t JOIN told ON told.task_id = t.id
       WHERE t.id = ANY(ARRAY(SELECT task_id FROM told)) AND told.kind = ANY($3) AND told.person_id = coalesce(t.owner_id, told.person_id)
         AND told.planned_at >= coalesce((t.chase->>'since')::timestamptz, told.planned_at) GROUP BY t.id
     ), nudged AS (
       UPDATE tasks t SET nudge_count = t.nudge_count + nudges.count, last_nudged_at = $2 FROM nudges
       WHERE t.id = nudges.id AND t.id = ANY(ARRAY(SELECT task_id FROM told))
     )
     SELECT DISTINCT onboarding_id AS id FROM told
     WHERE kind <> ALL($3) OR EXISTS (SELECT 1 FROM tasks t WHERE t.id = told.task_id AND t.chase ? 'silence')`,
    [
      JSON.stringify(
        accepted.map(({ messageId, serverResponse }) => ({ id: messageId, response: serverResponse.slice(0, 500) })),
      ),
      now,
      nudgeKinds,
    ],
  );
  await enqueueOnboardings(
    tx,
    waiting.map(({ id }) => id),
  );
  await showChanged(tx, onboardingIds);
}

/** Of what is `lost`. */
const marking = ({ now, kinds }: { now: string; kinds: string }): string => `, lost_blockers AS (
       UPDATE blockers b SET chase = b.chase || jsonb_build_object('lostAt', ${instantSql(`${now}::timestamptz`)})
       WHERE b.id = ANY(ARRAY(SELECT blocker_id FROM lost WHERE kind = 'blocker'))
     )
     UPDATE tasks t SET chase = t.chase || jsonb_build_object('lostAt', ${instantSql(`${now}::timestamptz`)})
     FROM lost WHERE t.id = lost.task_id AND t.id = ANY(ARRAY(SELECT task_id FROM lost)) AND lost.kind = ANY(${kinds}) AND lost.person_id = coalesce(t.owner_id, lost.person_id)
       AND lost.planned_at >= coalesce((t.chase->>'since')::timestamptz, lost.planned_at)`;

/** Ends what a lost `message` should have said; whom it asked for a task or a blocker counts as not having heard of it. */
const losing = (state: 'sent' | 'withheld'): string => `, lost AS (
       UPDATE intents i SET state = '${state}', reason = $2, decided_at = $3 FROM message
       WHERE i.message_id = message.id AND i.state = 'claimed' RETURNING i.task_id, i.blocker_id, i.person_id, i.kind, i.planned_at
     )${marking({ now: '$3', kinds: '$4' })}`;

/** Nobody knows whether it arrived; it is not sent again. */
export async function settleUnclear(tx: Sql, messageId: string, reason: string, now: Date): Promise<void> {
  const onboardingIds = await lockOnboardingsOf(tx, [messageId]);
  await tx.query(
    `WITH message AS (UPDATE messages SET state = 'unclear', error = $2, unclear_attempts = unclear_attempts + 1 WHERE id = $1 AND state = 'sending' RETURNING id)${losing('sent')}`,
    [messageId, reason, now, nudgeKinds],
  );
  await announce(tx, onboardingIds);
}

/** It will not be delivered: what it should have said was not said. */
export async function settleFailed(tx: Sql, messageId: string, reason: string, now: Date): Promise<void> {
  const onboardingIds = await lockOnboardingsOf(tx, [messageId]);
  await tx.query(
    `WITH message AS (UPDATE messages SET state = 'failed', error = $2 WHERE id = $1 AND state IN ('claimed', 'sending') RETURNING id)${losing('withheld')}`,
    [messageId, reason, now, nudgeKinds],
  );
  await announce(tx, onboardingIds);
}

/**
 * It was taken and came back later: a nudge that bounced was none. Null: there is no such message, or it is known already.
 */
export async function settleBounced(
  tx: Sql,
  messageId: string,
  { state, reason }: { state: 'bounced' | 'complained'; reason: string },
  now: Date,
): Promise<{ personId: string; address: string } | null> {
  const onboardingIds = await lockOnboardingsOf(tx, [messageId]);
  const [row] = await tx.query<{ personId: string; address: string; wasAccepted: boolean }>(
    `WITH message AS (
       UPDATE messages SET state = $4, error = $2 WHERE id = $1 AND state NOT IN ('bounced', 'complained', 'claimed', 'withdrawn') RETURNING id, person_id, address, accepted_at
     ), told AS (
       UPDATE intents i SET state = 'sent', decided_at = $3 FROM message WHERE i.message_id = message.id AND i.state = 'claimed'
     )
     SELECT person_id AS "personId", address, accepted_at IS NOT NULL AS "wasAccepted" FROM message`,
    [messageId, reason, now, state],
  );
  if (!row) return null;
  if (state === 'bounced' && row.wasAccepted) await takeBackNudges(tx, messageId);
  await announce(tx, onboardingIds);
  return { personId: row.personId, address: row.address };
}

/** What `settleAllAccepted` had counted. */
const takeBackNudges = (tx: Sql, messageId: string): Promise<unknown> =>
  tx.query(
    `WITH told AS (
       SELECT task_id, blocker_id, person_id, kind, planned_at FROM intents WHERE message_id = $1 AND state = 'sent'
     ), unheard_blockers AS (
       UPDATE blockers b SET chase = b.chase - 'nudgedAt' FROM told WHERE b.id = told.blocker_id AND told.kind = 'blocker' AND NOT EXISTS (
         SELECT 1 FROM intents i JOIN messages m ON m.id = i.message_id
         WHERE i.blocker_id = b.id AND i.kind = 'blocker' AND i.person_id = told.person_id AND m.state = 'accepted')
     )
     UPDATE tasks t SET nudge_count = greatest(t.nudge_count - 1, 0), last_nudged_at = CASE WHEN t.nudge_count > 1 THEN t.last_nudged_at END
     FROM told WHERE t.id = told.task_id AND told.kind = ANY($2) AND told.person_id = coalesce(t.owner_id, told.person_id)
       AND told.planned_at >= coalesce((t.chase->>'since')::timestamptz, told.planned_at)`,
    [messageId, nudgeKinds],
  );

/** A message came back that is not said again: whom it asked has heard nothing. Its onboardings are locked. */
export const settleUnheard = (tx: Sql, messageId: string, now: Date): Promise<unknown> =>
  tx.query(
    `WITH lost AS (
       SELECT task_id, blocker_id, person_id, kind, planned_at FROM intents WHERE message_id = $1 AND state = 'sent'
     )${marking({ now: '$2', kinds: '$3' })}`,
    [messageId, now, nudgeKinds],
  );

/** On how many days since then mails to this address were sent that came back. */
export async function returnsSince(
  sql: Sql,
  { personId, address }: { personId: string; address: string },
  since: Date,
): Promise<number> {
  const rows = await sql.query(
    `SELECT DISTINCT local_date FROM messages WHERE person_id = $1 AND channel = 'email' AND address = $2 AND state = 'bounced' AND claimed_at >= $3`,
    [personId, address, since],
  );
  return rows.length;
}

// `advance` writes whole task rows under the onboarding's lock; whoever else writes one takes that lock first, in one order.
async function lockOnboardingsOf(tx: Sql, messageIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT o.id FROM onboardings o WHERE o.id IN (SELECT onboarding_id FROM intents WHERE message_id = ANY($1::uuid[])) ORDER BY o.id FOR UPDATE`,
    [messageIds],
  );
  return rows.map(({ id }) => id);
}

async function announce(tx: Sql, onboardingIds: string[]): Promise<void> {
  await enqueueOnboardings(tx, onboardingIds);
  await showChanged(tx, onboardingIds);
}

/** To screens that show them. */
async function showChanged(tx: Sql, onboardingIds: string[]): Promise<void> {
  if (onboardingIds.length === 0) return;
  await tx.query(
    `SELECT pg_notify('live', jsonb_build_object('type', 'onboarding', 'onboardingId', id, 'version', version)::text) FROM onboardings WHERE id = ANY($1::uuid[])`,
    [onboardingIds],
  );
}
