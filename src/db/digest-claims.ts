/** What a person's digest locks, decides on and stores. */
import { channelsIn } from '../domain/chase/ladder-channels.ts';
import type { DigestIntent } from '../domain/digest.ts';
import type { Channel, Instant, LocalDate, Person } from '../domain/model.ts';
import type { PreparedStatement, Sql } from './database.ts';
import { withdrawMessage } from './messages.ts';
import { peopleWithChannels } from './person-channels.ts';
import { personJson } from './person-home.ts';
import { fromRow } from './rows.ts';

export interface DigestFacts {
  clockOffsetMs: number;
  /** claimed before and not settled: its delivery goes first */
  unsettledMessageId: string | null;
  person: Person;
  /** the person and up to three delegates or covers behind them */
  people: Person[];
  intents: DigestIntent[];
  /** local dates on which a digest went out, by person */
  sentDigestOn: Map<string, LocalDate[]>;
}

/**
 * Locks the person's row, then loads; two statements, because a snapshot taken before the lock was granted would not
 * show what the previous holder committed. Null: there is no such person.
 */
export async function lockAndLoadDigest(tx: Sql, personId: string): Promise<DigestFacts | null> {
  const [locked] = await tx.query('SELECT 1 FROM people WHERE id = $1 FOR UPDATE', [personId]);
  if (!locked) return null;
  const [row] = await tx.query<DigestRow>(loadStatement, [personId]);
  return row ? factsOf(personId, row) : null;
}

export interface DigestRow {
  offset_ms: string | null;
  unsettled: string | null;
  people: Record<string, unknown>[] | null;
  intents: Record<string, unknown>[] | null;
  days: { person_id: string; local_date: LocalDate }[] | null;
}

export function factsOf(personId: string, row: DigestRow): DigestFacts | null {
  const people = (row.people ?? []).map((person) => fromRow<Person>(person));
  const person = people.find(({ id }) => id === personId);
  if (!person) return null;
  const sentDigestOn = new Map<string, LocalDate[]>();
  for (const day of row.days ?? [])
    sentDigestOn.set(day.person_id, [...(sentDigestOn.get(day.person_id) ?? []), day.local_date]);
  return {
    clockOffsetMs: Number(row.offset_ms ?? 0),
    unsettledMessageId: row.unsettled,
    person,
    people,
    intents: (row.intents ?? []).map(toDigestIntent),
    sentDigestOn,
  };
}

const intentJson = `jsonb_build_object(
  'id', i.id, 'kind', i.kind, 'urgency', i.urgency, 'not_before_at', i.not_before, 'onboarding_status', o.status, 'onboarding_timezone', o.timezone,
  'task_id', i.task_id, 'task_status', t.status, 'snoozed_until', t.snoozed_until, 'snoozed_at', (t.chase->>'snoozedAt')::timestamptz, 'blocker_id', i.blocker_id, 'blocker_resolved_at', b.resolved_at,
  'planned_at', i.planned_at, 'channels', i.data->'channels', 'task_since', (t.chase->>'since')::timestamptz,
  'has_reason', NOT i.data ? 'while' OR coalesce(o.chase->>(i.data->'while'->>'mark') = i.data->'while'->>'since', false),
  'is_answered', i.kind IN ('check_in', 'success_handover', 'pulse')
    AND EXISTS (SELECT 1 FROM check_ins k WHERE k.onboarding_id = i.onboarding_id AND k.kind = i.data->>'checkIn' AND k.state IN ('done', 'obsolete')),
  'subject', o.id || ' ' || coalesce(i.data->>'checkIn', i.data->'while'->>'mark'))`;
const intentSource = `intents i JOIN onboardings o ON o.id = i.onboarding_id LEFT JOIN tasks t ON t.id = i.task_id LEFT JOIN blockers b ON b.id = i.blocker_id`;

function toDigestIntent(row: Record<string, unknown>): DigestIntent {
  const { notBeforeAt, ...intent } = fromRow<Omit<DigestIntent, 'notBefore'> & { notBeforeAt: Instant }>(row);
  return { ...intent, notBefore: notBeforeAt, channels: channelsIn(row) };
}

/** What a claimed message is going to say, as it stands now. */
export const intentsOfMessage = async (sql: Sql, messageId: string): Promise<DigestIntent[]> =>
  (await intentsOfMessages(sql, [messageId])).get(messageId) ?? [];

/** By message; one that has nothing left to say is not among them. */
export async function intentsOfMessages(sql: Sql, messageIds: readonly string[]): Promise<Map<string, DigestIntent[]>> {
  const rows = await sql.query<{ message_id: string; intents: Record<string, unknown>[] }>(
    `SELECT i.message_id, jsonb_agg(${intentJson} ORDER BY i.planned_at, i.id) AS intents FROM ${intentSource}
     WHERE i.message_id = ANY($1::uuid[]) AND i.state = 'claimed' GROUP BY 1`,
    [messageIds],
  );
  return new Map(rows.map(({ message_id: id, intents }) => [id, intents.map(toDigestIntent)]));
}

/** Where the onboarding is whose zone is taken, too: that of the first wish. */
const firstCountry = (personId: string): string =>
  `(SELECT o.calendar_country FROM intents i JOIN onboardings o ON o.id = i.onboarding_id WHERE i.person_id = ${personId} AND i.state = 'planned' ORDER BY i.planned_at, i.id LIMIT 1)`;

/** A `DigestRow` of the person whose id this expression gives. */
export const digestOf = (personId: string): string => `
WITH RECURSIVE chain(id, depth) AS (
  SELECT ${personId}, 0
  UNION
  SELECT next.id, chain.depth + 1 FROM chain JOIN people p ON p.id = chain.id
  CROSS JOIN LATERAL (VALUES (p.delegate_id), (p.cover_id)) AS next(id) WHERE next.id IS NOT NULL AND chain.depth < 3
)
SELECT (SELECT offset_ms FROM business_clock WHERE id = 1) AS offset_ms,
  (SELECT m.id FROM intents i JOIN messages m ON m.id = i.message_id
    WHERE i.person_id = ${personId} AND i.state = 'claimed' AND m.state IN ('claimed', 'sending') ORDER BY m.claimed_at, m.id LIMIT 1) AS unsettled,
  (SELECT jsonb_agg(${personJson('p', firstCountry(personId))}) FROM ${peopleWithChannels} p WHERE p.id IN (SELECT id FROM chain)) AS people,
  (SELECT jsonb_agg(${intentJson} ORDER BY i.planned_at, i.id) FROM ${intentSource} WHERE i.person_id = ${personId} AND i.state = 'planned') AS intents,
  (SELECT jsonb_agg(jsonb_build_object('person_id', d.person_id, 'local_date', d.local_date)) FROM person_days d
    WHERE d.person_id IN (SELECT id FROM chain)
      AND d.local_date >= (clock_timestamp() + make_interval(secs => coalesce((SELECT offset_ms FROM business_clock WHERE id = 1), 0) / 1000.0))::date - 3) AS days`;

const loadStatement: PreparedStatement = { name: 'load-digest', text: digestOf('$1::uuid') };

export interface Refusal {
  id: string;
  reason: string;
}

/** Wishes that will not be told, with the reason why. */
export async function settleRefused(
  sql: Sql,
  { obsolete, withheld }: { obsolete: Refusal[]; withheld: Refusal[] },
  now: Date,
): Promise<void> {
  const rows = [
    ...obsolete.map((refusal) => ({ ...refusal, state: 'obsolete' })),
    ...withheld.map((refusal) => ({ ...refusal, state: 'withheld' })),
  ];
  if (rows.length === 0) return;
  await sql.query(
    `UPDATE intents i SET state = g.state, reason = g.reason, decided_at = $2
     FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, state text, reason text) WHERE i.id = g.id AND i.state IN ('planned', 'claimed')`,
    [JSON.stringify(rows), now],
  );
}

export interface MessageClaim {
  messageId: string;
  to: string;
  kind: 'digest' | 'now';
  channel: Channel;
  address: string;
  intentIds: string[];
  localDate: LocalDate;
  sendBefore: Instant;
}

/** `settled`: what it was going to say was settled by somebody else in this very moment. */
export type ClaimResult = 'claimed' | 'day_taken' | 'settled';

/**
 * The daily cap is the unique row of person and local date, which somebody else's digest may take first. Where it is not
 * claimed, nothing is, and the day stays as it was.
 */
export async function claimMessage(tx: Sql, claim: MessageClaim, now: Date): Promise<ClaimResult> {
  const rows = await tx.query(
    `WITH day AS (
       INSERT INTO person_days (person_id, local_date, message_id) SELECT $2::uuid, $4::date, $1::uuid WHERE $3 = 'digest' ON CONFLICT DO NOTHING RETURNING 1
     ), message AS (
       INSERT INTO messages (id, person_id, kind, channel, address, state, local_date, claimed_at, send_before)
       SELECT $1::uuid, $2::uuid, $3, $7, $8, 'claimed', $4::date, $5, $9::timestamptz WHERE $3 <> 'digest' OR EXISTS (SELECT 1 FROM day) RETURNING id
     )
     UPDATE intents i SET state = 'claimed', message_id = message.id, decided_at = $5
     FROM message WHERE i.id = ANY($6::uuid[]) AND i.state = 'planned' RETURNING i.id`,
    [
      claim.messageId,
      claim.to,
      claim.kind,
      claim.localDate,
      now,
      claim.intentIds,
      claim.channel,
      claim.address,
      claim.sendBefore,
    ],
  );
  if (rows.length > 0) return 'claimed';
  const [empty] = await tx.query('SELECT 1 FROM messages WHERE id = $1', [claim.messageId]);
  if (!empty) return 'day_taken';
  await withdrawMessage(tx, claim.messageId, 'What it was going to say was settled before');
  return 'settled';
}

export const storeNextWake = (tx: Sql, personId: string, nextWakeAt: Instant | null): Promise<unknown> =>
  tx.query('UPDATE people SET next_wake_at = $2 WHERE id = $1 AND next_wake_at IS DISTINCT FROM $2::timestamptz', [
    personId,
    nextWakeAt,
  ]);
