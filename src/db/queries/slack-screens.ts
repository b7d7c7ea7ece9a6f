/** What Slack's screens show of onboardings and tasks, each screen in one statement, for one person and no more than they may see. */
import type { HealthStatus, LocalDate, OnboardingStatus, Side } from '../../domain/model.ts';
import type { OwnedTask } from '../../domain/permissions.ts';
import type { Sql } from '../database.ts';
import { containing, lateSql, sharedMilestoneSql } from './fragments.ts';

/** Whose eyes: our people with a role see every onboarding; others those in which they have a part, minus what is internal. */
export interface SlackReader {
  personId: string;
  side: Side;
  seesAll: boolean;
}

export interface SlackOnboarding {
  id: string;
  name: string;
  status: OnboardingStatus;
  phase: string | null;
  /** null for others than our team as well */
  health: HealthStatus | null;
  goLiveOn: LocalDate | null;
  next: { name: string; targetOn: LocalDate | null } | null;
  /** whom it waits for: sides with late tasks that the reader may see */
  late: Partial<Record<Side, number>>;
}

export const running = `o.status IN ('active', 'live')`;
/** $1: the person, $2: their side, $3: now */
export const visible = (task: string): string => `($2 = 'team' OR ${task}.visibility = 'shared')`;

const takesPart = `(EXISTS (SELECT 1 FROM members m WHERE m.onboarding_id = o.id AND m.person_id = $1)
  OR EXISTS (SELECT 1 FROM tasks t WHERE t.onboarding_id = o.id AND t.owner_id = $1 AND ${visible('t')}))`;
/** others hear nothing of an onboarding before its plan is published */
const isToldOf = `($2 = 'team' OR o.published_at IS NOT NULL)`;

export const onboardingSql = `jsonb_build_object('id', o.id, 'name', o.name, 'status', o.status, 'goLiveOn', o.target_go_live_on, 'phase', o.current_phase,
  'health', CASE WHEN $2 = 'team' THEN CASE WHEN (o.health_override ->> 'until')::date >= ($3::timestamptz AT TIME ZONE o.timezone)::date THEN o.health_override ->> 'status' ELSE o.health_status END END,
  'next', (SELECT jsonb_build_object('name', s.name, 'targetOn', s.target_on) FROM milestones s WHERE s.onboarding_id = o.id AND s.status <> 'done' AND ($2 = 'team' OR ${sharedMilestoneSql('s')}) ORDER BY s.target_on NULLS LAST, s.position LIMIT 1),
  'late', CASE WHEN ${running} THEN (SELECT coalesce(jsonb_object_agg(side, n), '{}') FROM (
     SELECT t.side, count(*) AS n FROM tasks t LEFT JOIN people q ON q.id = t.owner_id
     WHERE t.onboarding_id = o.id AND ${visible('t')} AND ${lateSql({ task: 't', owner: 'q', onboarding: 'o', now: '$3' })} GROUP BY t.side) l) ELSE '{}' END)`;

/** By a part of the onboarding's or the customer's name, what moved last first. */
export async function searchOnboardings(
  sql: Sql,
  { personId, side, seesAll }: SlackReader,
  { text, now, limit, status = null }: { text: string; now: Date; limit: number; status?: OnboardingStatus | null },
): Promise<SlackOnboarding[]> {
  const rows = await sql.query<{ row: SlackOnboarding }>(
    `SELECT ${onboardingSql} AS row FROM onboardings o JOIN accounts a ON a.id = o.account_id
     WHERE (o.name ILIKE $5 OR a.name ILIKE $5) AND ($6::text IS NULL OR o.status = $6) AND ${isToldOf} AND ($4 OR ${takesPart})
     ORDER BY o.updated_at DESC, o.id DESC LIMIT $7`,
    [personId, side, now, seesAll, containing(text), status, limit],
  );
  return rows.map(({ row }) => row);
}

/** Of these, what may be shown in a channel of our own: none where the channel is one that customers are asked into. */
export async function findUnfurls(
  sql: Sql,
  { personId, side, seesAll }: SlackReader,
  { ids, channelId, teamId, now }: { ids: string[]; channelId: string; teamId: string; now: Date },
): Promise<SlackOnboarding[]> {
  const rows = await sql.query<{ row: SlackOnboarding }>(
    `SELECT ${onboardingSql} AS row FROM onboardings o
     WHERE o.id = ANY($5::uuid[]) AND ($4 OR ${takesPart})
       AND NOT EXISTS (SELECT 1 FROM slack_channels c WHERE c.channel_id = $6 AND c.team_id = $7)`,
    [personId, side, now, seesAll, ids, channelId, teamId],
  );
  return rows.map(({ row }) => row);
}

export interface SlackTaskLine {
  id: string;
  name: string;
  status: OwnedTask['status'];
  dueOn: LocalDate | null;
  isLate: boolean;
  ownerName: string | null;
  onboardingId: string;
  onboardingName: string;
}

/** Of these tasks, what may be shown in a channel of our own: no internal work, since a channel has guests. */
export async function findTaskUnfurls(
  sql: Sql,
  { personId, side, seesAll }: SlackReader,
  { ids, channelId, teamId, now }: { ids: string[]; channelId: string; teamId: string; now: Date },
): Promise<SlackTaskLine[]> {
  return sql.query<SlackTaskLine & Record<string, unknown>>(
    `SELECT t.id, t.name, t.status, t.due_on AS "dueOn", q.name AS "ownerName", o.id AS "onboardingId", o.name AS "onboardingName",
       coalesce(${running} AND ${lateSql({ task: 't', owner: 'q', onboarding: 'o', now: '$3' })}, false) AS "isLate"
     FROM tasks t JOIN onboardings o ON o.id = t.onboarding_id LEFT JOIN people q ON q.id = t.owner_id
     WHERE t.id = ANY($5::uuid[]) AND t.visibility = 'shared' AND ${isToldOf} AND ($4 OR ${takesPart})
       AND NOT EXISTS (SELECT 1 FROM slack_channels c WHERE c.channel_id = $6 AND c.team_id = $7)`,
    [personId, side, now, seesAll, ids, channelId, teamId],
  );
}
