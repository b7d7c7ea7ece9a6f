/** By what people are reached besides their mail address: who is who in Slack, and what has come back. */
import type { Channel, Person } from '../domain/model.ts';
import { isTimeZone } from '../domain/time-zone.ts';
import type { Sql } from './database.ts';
import { openOnboardingsOf } from './change-person.ts';
import { instantSql } from './instant-sql.ts';
import { enqueueOnboardings } from './outbox.ts';
import { personJson } from './person-home.ts';
import { fromRow } from './rows.ts';
import { takeZone } from './slack-lookups.ts';

/** Of the person whose id this expression gives, as `Person.channels`. */
export const channelsOf = (personId: string): string =>
  `coalesce((SELECT jsonb_agg(jsonb_build_object('channel', c.channel, 'address', c.address, 'unwanted', c.unwanted,
     'unreachableSince', ${instantSql('c.unreachable_since')}, 'unreachableReason', c.unreachable_reason) ORDER BY c.channel)
     FROM person_channels c WHERE c.person_id = ${personId} AND c.address IS NOT NULL), '[]')`;

/** `people` with their channels; to be read from in place of the table. What a CRM calls them depends on the CRM: see crm-owners.ts. */
export const peopleWithChannels = `(SELECT q.*, ${channelsOf('q.id')} AS channels, NULL::text AS crm_owner_id FROM people q)`;

export const slackAddress = (teamId: string, userId: string): string => `${teamId}:${userId}`;

export async function findPersonBySlack(sql: Sql, teamId: string, userId: string): Promise<Person | null> {
  const [found] = await sql.query<{ row: Record<string, unknown> }>(
    `SELECT ${personJson('p')} AS row FROM ${peopleWithChannels} p
     WHERE p.id = (SELECT person_id FROM person_channels WHERE channel = 'slack' AND address = $1)`,
    [slackAddress(teamId, userId)],
  );
  return found ? fromRow<Person>(found.row) : null;
}

/** Nobody in Slack is them yet, and an onboarding in which they have a part has a channel in this workspace. */
export async function isExpectedInSlack(sql: Sql, personId: string, teamId: string): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM slack_channels s WHERE s.team_id = $2 AND s.channel_id IS NOT NULL AND s.onboarding_id IN (
       SELECT onboarding_id FROM members WHERE person_id = $1 UNION SELECT onboarding_id FROM tasks WHERE owner_id = $1 UNION SELECT onboarding_id FROM blockers WHERE person_id = $1)
       AND NOT EXISTS (SELECT 1 FROM person_channels c WHERE c.person_id = $1 AND c.channel = 'slack') LIMIT 1`,
    [personId, teamId],
  );
  return rows.length > 0;
}

/** What a person set by hand stands against what an address suggests. @returns whether they are reached there now. */
export async function rememberSlackUser(
  tx: Sql,
  {
    personId,
    teamId,
    userId,
    source,
    timezone = null,
  }: {
    personId: string;
    teamId: string;
    userId: string;
    source: 'email_match' | 'override';
    /** as Slack knows it; taken where nobody has said */
    timezone?: string | null;
  },
): Promise<boolean> {
  const address = slackAddress(teamId, userId);
  const taken = await tx.query<{ person_id: string }>(
    `DELETE FROM person_channels WHERE channel = 'slack' AND address = $2 AND person_id <> $1 AND ($3 = 'override' OR source <> 'override') RETURNING person_id`,
    [personId, address, source],
  );
  for (const { person_id: before } of taken) await settleReach(tx, before, null);
  const stored = await tx.query(
    `INSERT INTO person_channels AS c (person_id, channel, address, source)
     SELECT $1, 'slack', $2, $3 WHERE NOT EXISTS (SELECT 1 FROM person_channels WHERE channel = 'slack' AND address = $2 AND person_id <> $1)
     ON CONFLICT (person_id, channel) DO UPDATE SET address = excluded.address, source = excluded.source, unreachable_since = NULL, unreachable_reason = NULL
       WHERE $3 = 'override' OR c.source <> 'override'
     RETURNING 1`,
    [personId, address, source],
  );
  if (stored.length === 0) return false;
  if (timezone !== null && isTimeZone(timezone)) await takeZone(tx, personId, timezone);
  await settleReach(tx, personId, null);
  return true;
}

/** Taken out by hand: what an address suggests does not bring them back, and what they do not want there is kept. */
export async function forgetSlackUser(tx: Sql, personId: string, now: Date): Promise<void> {
  await tx.query(
    `UPDATE person_channels SET address = NULL, source = 'override', unreachable_since = NULL, unreachable_reason = NULL
     WHERE person_id = $1 AND channel = 'slack'`,
    [personId],
  );
  await settleReach(tx, personId, { reason: 'Not in Slack any more', now });
}

/** A workspace is connected, or again: whoever is reached in it hears from us there, whoever is not known is looked for. */
export async function slackIsBack(tx: Sql, teamId: string): Promise<void> {
  await tx.query('DELETE FROM slack_lookups');
  const back = await tx.query<{ person_id: string }>(
    `UPDATE person_channels SET unreachable_since = NULL, unreachable_reason = NULL
     WHERE channel = 'slack' AND starts_with(address, $1 || ':') AND unreachable_since IS NOT NULL RETURNING person_id`,
    [teamId],
  );
  for (const { person_id: personId } of back) await settleReach(tx, personId, null);
}

/** Their account is used again. */
export async function slackUserIsBack(tx: Sql, personId: string, address: string): Promise<void> {
  const back = await tx.query(
    `UPDATE person_channels SET unreachable_since = NULL, unreachable_reason = NULL
     WHERE person_id = $1 AND channel = 'slack' AND address = $2 AND unreachable_since IS NOT NULL RETURNING 1`,
    [personId, address],
  );
  if (back.length > 0) await settleReach(tx, personId, null);
}

/**
 * Mail to this address is tried again. @param because `asked`: a person or their relay says so; `heard`: they wrote to us,
 * which takes no complaint of theirs back
 */
export async function mailIsBack(tx: Sql, address: string, because: 'asked' | 'heard'): Promise<void> {
  const back = await tx.query<{ person_id: string }>(
    `UPDATE person_channels c SET unreachable_since = NULL, unreachable_reason = NULL
     WHERE c.channel = 'email' AND c.address = $1 AND c.unreachable_since IS NOT NULL AND ($2 = 'asked' OR NOT EXISTS (
       SELECT 1 FROM messages m WHERE m.person_id = c.person_id AND m.address = c.address AND m.state = 'complained'))
     RETURNING c.person_id`,
    [address, because],
  );
  for (const { person_id: personId } of back) await settleReach(tx, personId, null);
}

/** What was known of an address that is theirs no more. */
export const forgetMailOf = (tx: Sql, personId: string): Promise<unknown> =>
  tx.query(`DELETE FROM person_channels WHERE person_id = $1 AND channel = 'email'`, [personId]);

/** The row of a channel that failed; false where it is known already, or is not theirs any more. */
export async function setUnreachable(
  tx: Sql,
  given: { personId: string; channel: Channel; address: string; reason: string },
  now: Date,
): Promise<boolean> {
  const { personId, channel, reason } = given;
  const address = channel === 'email' ? given.address.toLowerCase() : given.address;
  // an address that was somebody else's before speaks of its present owner
  if (channel === 'email')
    await tx.query(`DELETE FROM person_channels WHERE channel = 'email' AND address = $2 AND person_id <> $1`, [
      personId,
      address,
    ]);
  const rows = await tx.query(
    channel === 'email'
      ? `INSERT INTO person_channels AS c (person_id, channel, address, unreachable_since, unreachable_reason)
         SELECT id, 'email', email, $3, $4 FROM people WHERE id = $1 AND email = $2
         ON CONFLICT (person_id, channel) DO UPDATE SET address = excluded.address, unreachable_since = excluded.unreachable_since, unreachable_reason = excluded.unreachable_reason
           WHERE c.unreachable_since IS NULL OR c.address <> excluded.address
         RETURNING 1`
      : `UPDATE person_channels SET unreachable_since = $3, unreachable_reason = $4
         WHERE person_id = $1 AND channel = 'slack' AND address = $2 AND unreachable_since IS NULL RETURNING 1`,
    [personId, address, now, reason],
  );
  return rows.length > 0;
}

/**
 * `people.unreachable_since` says that no channel is left, and nothing else does. Their open onboardings hear that it may
 * be otherwise now. @param lost why and when a channel was lost; null: one came back
 */
export async function settleReach(
  tx: Sql,
  personId: string,
  lost: { reason: string; now: Date } | null,
): Promise<{ isChannelLeft: boolean }> {
  const [row] = await tx.query<{ is_left: boolean }>(
    `WITH reach AS (
       SELECT NOT EXISTS (SELECT 1 FROM person_channels c WHERE c.person_id = p.id AND c.channel = 'email' AND c.address = p.email AND c.unreachable_since IS NOT NULL)
         OR EXISTS (SELECT 1 FROM person_channels c WHERE c.person_id = p.id AND c.channel <> 'email' AND c.address IS NOT NULL AND c.unreachable_since IS NULL) AS is_left
       FROM people p WHERE p.id = $1
     ), settled AS (
       UPDATE people p SET unreachable_since = CASE WHEN is_left THEN NULL ELSE coalesce(p.unreachable_since, $2) END,
         unreachable_reason = CASE WHEN is_left THEN NULL ELSE coalesce(p.unreachable_reason, $3) END
       FROM reach WHERE p.id = $1 AND (p.unreachable_since IS NULL) <> is_left
     )
     SELECT is_left FROM reach`,
    [personId, lost?.now ?? null, lost?.reason ?? null],
  );
  await enqueueOnboardings(tx, await openOnboardingsOf(tx, personId));
  await tx.query(`SELECT pg_notify('live', '{"type":"queue"}')`);
  return { isChannelLeft: row?.is_left ?? false };
}
