/** The channels that onboardings have in Slack, and what is said about them there. */
import type { LocalDate } from '../domain/model.ts';
import type { Sql } from './database.ts';
import { sharedMilestoneSql } from './queries/fragments.ts';

export interface SlackChannel {
  teamId: string;
  /** null: no name was free */
  channelId: string | null;
  name: string;
}

export async function findSlackChannel(sql: Sql, onboardingId: string): Promise<SlackChannel | null> {
  const [row] = await sql.query<SlackChannel>(
    `SELECT team_id AS "teamId", channel_id AS "channelId", name FROM slack_channels WHERE onboarding_id = $1`,
    [onboardingId],
  );
  return row ?? null;
}

export const rememberSlackChannel = (
  sql: Sql,
  onboardingId: string,
  { teamId, channelId, name }: SlackChannel,
  now: Date,
): Promise<unknown> =>
  sql.query(
    `INSERT INTO slack_channels (onboarding_id, team_id, channel_id, name, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (onboarding_id) DO NOTHING`,
    [onboardingId, teamId, channelId, name, now],
  );

/** Kept with the moment of the first refusal for our people, who see it beside the onboarding's people. */
export const noteChannelRefusal = (sql: Sql, onboardingId: string, reason: string, now: Date): Promise<unknown> =>
  sql.query(
    `UPDATE slack_channels SET reason = $2, refused_since = coalesce(refused_since, $3) WHERE onboarding_id = $1`,
    [onboardingId, reason, now],
  );

/** Slack did what we asked of it. */
export const noteChannelWorks = (sql: Sql, onboardingId: string): Promise<unknown> =>
  sql.query(
    `UPDATE slack_channels SET reason = NULL, refused_since = NULL WHERE onboarding_id = $1 AND reason IS NOT NULL AND channel_id IS NOT NULL`,
    [onboardingId],
  );

export interface ChannelFacts {
  name: string;
  accountName: string;
  milestoneDone: string | null;
  goLive: string | null;
  nextMilestone: { name: string; targetOn: LocalDate | null } | null;
  timezone: string;
  /** of the customer's lead where it is shared, else of the CSM */
  locale: string | null;
  /** the workspace in which the CSM is known */
  csmTeamId: string | null;
}

/** What a channel of this onboarding needs to know, in one statement. */
export async function loadChannelFacts(sql: Sql, onboardingId: string): Promise<ChannelFacts | null> {
  const [row] = await sql.query<ChannelFacts>(
    `SELECT o.name, a.name AS "accountName", o.timezone, coalesce(own.texts->>'messages.milestoneDone', pv.body->'messages'->>'milestoneDone') AS "milestoneDone", coalesce(own.texts->>'messages.goLive', pv.body->'messages'->>'goLive') AS "goLive",
       (SELECT jsonb_build_object('name', ms.name, 'targetOn', ms.target_on) FROM milestones ms WHERE ms.onboarding_id = o.id AND ms.status <> 'done' AND ${sharedMilestoneSql('ms')} ORDER BY ms.position LIMIT 1) AS "nextMilestone",
       reader.locale,
       (SELECT split_part(c.address, ':', 1) FROM person_channels c WHERE c.person_id = csm.id AND c.channel = 'slack') AS "csmTeamId"
     FROM onboardings o JOIN accounts a ON a.id = o.account_id LEFT JOIN playbook_versions pv ON pv.id = o.playbook_version_id
       LEFT JOIN LATERAL (SELECT p.id, p.locale FROM members m JOIN people p ON p.id = m.person_id
         WHERE m.onboarding_id = o.id AND m.role IN ('team.csm', 'team.implementation_manager') ORDER BY m.role LIMIT 1) csm ON true
       CROSS JOIN LATERAL (SELECT coalesce((pv.body->'slack'->>'shareWithCustomer')::boolean, false) AS is) shared
       CROSS JOIN LATERAL (SELECT CASE WHEN shared.is THEN (SELECT p.locale FROM members m JOIN people p ON p.id = m.person_id WHERE m.onboarding_id = o.id AND m.role = 'customer.lead') ELSE csm.locale END AS locale) reader
       CROSS JOIN LATERAL (SELECT coalesce(pv.body->'translations'->reader.locale, pv.body->'translations'->split_part(reader.locale, '-', 1)) AS texts) own
     WHERE o.id = $1`,
    [onboardingId],
  );
  return row ?? null;
}

/** Null where only our people may hear of it: any channel may be shared with others by hand. */
export async function findSharedMilestoneName(sql: Sql, milestoneId: string): Promise<string | null> {
  const [row] = await sql.query<{ name: string }>(
    `SELECT ms.name FROM milestones ms WHERE ms.id = $1 AND ${sharedMilestoneSql('ms')}`,
    [milestoneId],
  );
  return row?.name ?? null;
}

export interface Invitee {
  email: string;
  /** in this workspace, as far as we know */
  userId: string | null;
}

export async function findInvitee(sql: Sql, personId: string, teamId: string): Promise<Invitee | null> {
  const [row] = await sql.query<Invitee>(
    `SELECT p.email, (SELECT split_part(c.address, ':', 2) FROM person_channels c WHERE c.person_id = p.id AND c.channel = 'slack' AND starts_with(c.address, $2 || ':')) AS "userId"
     FROM people p WHERE p.id = $1 AND p.deactivated_at IS NULL`,
    [personId, teamId],
  );
  return row ?? null;
}
