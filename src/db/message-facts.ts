/** Everything that messages tell of, in one statement. */
import type {
  Channel,
  HealthReason,
  HealthStatus,
  Instant,
  IntentKind,
  LocalDate,
  MoveReason,
  OnboardingStatus,
  Person,
  Side,
  TaskStatus,
  TaskType,
  Visibility,
} from '../domain/model.ts';
import { AppError } from '../errors.ts';
import type { PreparedStatement, Sql } from './database.ts';
import { zoneOf } from './person-home.ts';
import { sharedMilestoneSql } from './queries/fragments.ts';

export interface Contact {
  name: string;
  email: string;
}
/** How often one person was written to about a task, and when last. */
export interface Asked {
  name: string;
  times: number;
  lastAt: Instant;
  isReader: boolean;
}

export interface OnboardingFacts {
  id: string;
  version: number;
  name: string;
  accountName: string;
  status: OnboardingStatus;
  timezone: string;
  dealUrl: string | null;
  kickoffOn: LocalDate | null;
  targetGoLiveOn: LocalDate | null;
  promisedGoLiveOn: LocalDate | null;
  renewalOn: LocalDate | null;
  health: number | null;
  healthStatus: HealthStatus | null;
  healthReasons: HealthReason[];
  baselineScore: number | null;
  /** what is missing now, what nobody dated first */
  openBlockers: OpenBlockerFacts[];
  forecastP80: LocalDate | null;
  holdReason: string | null;
  resumeOn: LocalDate | null;
  taskCount: number;
  welcome: string | null;
  milestoneDone: string | null;
  goLive: string | null;
  csm: Contact | null;
  nextMilestone: { name: string; targetOn: LocalDate | null } | null;
}
export interface OpenBlockerFacts {
  what: string;
  side: Side;
  personName: string | null;
  expectedOn: LocalDate | null;
  taskName: string | null;
}
export interface TaskFacts {
  id: string;
  name: string;
  type: TaskType;
  status: TaskStatus;
  visibility: Visibility;
  dueOn: LocalDate | null;
  dueMoved: { from: LocalDate | null; reason: MoveReason; at: Instant } | null;
  /** the task that moved its date */
  movedBy: { name: string; visibility: Visibility } | null;
  /** others had to be done before it */
  hasWaited: boolean;
  howTo: string;
  owner: (Contact & { id: string; unreachableReason: string | null }) | null;
  done: { at: Instant; byName: string | null; via: string | null } | null;
  snoozedUntil: LocalDate | null;
  /** what it waits for, while it is blocked */
  waitsFor: string | null;
  /** it went to another person, or began anew, after this message was planned */
  hasChangedHands: boolean;
  /** no escalation before this day */
  heldUntil: LocalDate | null;
}
export interface BlockerFacts {
  id: string;
  what: string;
  resolvedAt: Instant | null;
  personName: string | null;
  expectedOn: LocalDate | null;
  taskName: string | null;
}

export interface IntentFacts {
  id: string;
  kind: IntentKind;
  urgency: 'now' | 'digest';
  data: Record<string, unknown>;
  /** whom it is for; another than the recipient where somebody covers for them or stands in */
  person: {
    id: string;
    name: string;
    absentUntil: LocalDate | null;
    coverId: string | null;
    coverUntil: LocalDate | null;
  };
  onboarding: OnboardingFacts;
  /** the playbook’s own words for it in the recipient’s language; null: it has none */
  translated: string | null;
  task: TaskFacts | null;
  blocker: BlockerFacts | null;
  /** who was written to about the same before, where the message hands it on */
  asked: Asked[];
}

export interface Recipient extends Pick<
  Person,
  'id' | 'name' | 'side' | 'staffRole' | 'timezone' | 'locale' | 'workDays' | 'workStart' | 'workEnd' | 'holidayCountry'
> {
  /** kinds of message that they do not want by the channel of this one */
  unwanted: string[];
}
export interface MessageFacts {
  messageId: string;
  channel: Channel;
  address: string;
  /** the recipient's, on which it was claimed */
  localDate: LocalDate;
  recipient: Recipient;
  intents: IntentFacts[];
}

export async function loadMessageFacts(sql: Sql, messageIds: readonly string[]): Promise<MessageFacts[]> {
  const rows = await sql.query<{ facts: MessageFacts }>(statement, [messageIds]);
  if (rows.length < messageIds.length)
    throw new AppError('not_found', { message: 'There is no such message', details: { messageIds } });
  return rows.map(({ facts }) => facts);
}

export interface TaskName {
  name: string;
  dueOn: LocalDate | null;
  onboardingId: string;
  onboardingName: string;
}

export async function taskName(sql: Sql, taskId: string): Promise<TaskName> {
  const [row] = await sql.query<TaskName>(
    `SELECT t.name, t.due_on AS "dueOn", o.id AS "onboardingId", o.name AS "onboardingName" FROM tasks t JOIN onboardings o ON o.id = t.onboarding_id WHERE t.id = $1`,
    [taskId],
  );
  if (!row) throw new AppError('not_found', { message: 'There is no such task', details: { taskId } });
  return row;
}

const milestoneSql = `jsonb_build_object('name', ms.name, 'targetOn', ms.target_on)`;

// materialized: what many messages tell of the same onboarding or task is put together once, and who was asked is not
// looked for anew with each intent, through all that was ever sent
const statement: PreparedStatement = {
  name: 'message-facts',
  text: `
WITH mine AS MATERIALIZED (
  SELECT * FROM intents WHERE message_id = ANY($1::uuid[]) AND state IN ('claimed', 'sent')
), onboarding_facts AS MATERIALIZED (
  SELECT o.id, jsonb_build_object(
    'id', o.id, 'version', o.version, 'name', o.name, 'accountName', a.name, 'status', o.status, 'timezone', o.timezone, 'dealUrl', d.snapshot->>'url',
    'kickoffOn', o.kickoff_on, 'targetGoLiveOn', o.target_go_live_on, 'promisedGoLiveOn', o.promised_go_live_on, 'renewalOn', o.renewal_on,
    'health', o.health, 'healthStatus', o.health_status, 'healthReasons', o.health_reasons,
    'openBlockers', (SELECT coalesce(jsonb_agg(jsonb_build_object('what', b.what, 'side', b.side, 'personName', p.name, 'expectedOn', b.expected_on, 'taskName', t.name)
      ORDER BY b.expected_on NULLS FIRST, b.opened_at, b.id), '[]') FROM blockers b LEFT JOIN people p ON p.id = b.person_id LEFT JOIN tasks t ON t.id = b.task_id
      WHERE b.onboarding_id = o.id AND b.resolved_at IS NULL),
    'baselineScore', o.health_baseline->'score', 'forecastP80', o.forecast->>'p80', 'holdReason', o.hold_reason, 'resumeOn', o.resume_on,
    'taskCount', (SELECT count(*) FROM tasks WHERE onboarding_id = o.id AND status <> 'skipped'),
    'welcome', pv.body->'messages'->>'welcome', 'milestoneDone', pv.body->'messages'->>'milestoneDone', 'goLive', pv.body->'messages'->>'goLive',
    'csm', (SELECT jsonb_build_object('name', p.name, 'email', p.email) FROM members m JOIN people p ON p.id = m.person_id
      WHERE m.onboarding_id = o.id AND m.role IN ('team.csm', 'team.implementation_manager') AND p.deactivated_at IS NULL ORDER BY m.role LIMIT 1),
    'nextMilestone', (SELECT ${milestoneSql} FROM milestones ms WHERE ms.onboarding_id = o.id AND ms.status <> 'done' ORDER BY ms.position LIMIT 1)
  ) AS facts, (SELECT ${milestoneSql} FROM milestones ms WHERE ms.onboarding_id = o.id AND ms.status <> 'done' AND ${sharedMilestoneSql('ms')}
    ORDER BY ms.position LIMIT 1) AS next_shared, pv.body->'translations' AS translations
  FROM onboardings o JOIN accounts a ON a.id = o.account_id LEFT JOIN playbook_versions pv ON pv.id = o.playbook_version_id
    LEFT JOIN deals d ON d.connection_id = o.connection_id AND d.deal_id = o.deal_id
  WHERE o.id IN (SELECT onboarding_id FROM mine)
), asked AS MATERIALIZED (
  SELECT handed.message_id, handed.subject_id, told.asked
  FROM (SELECT DISTINCT mine.message_id, mine.onboarding_id, coalesce(mine.blocker_id, mine.task_id) AS subject_id, m.person_id AS reader_id
    FROM mine JOIN messages m ON m.id = mine.message_id WHERE mine.kind IN ('escalation', 'hold_notice')) handed
  CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('name', name, 'times', times, 'lastAt', last_at, 'isReader', id = handed.reader_id) ORDER BY last_at, name, id) AS asked
    FROM (
      SELECT p.id, p.name, count(*) AS times, max(i.decided_at) AS last_at FROM intents i JOIN people p ON p.id = i.person_id
      WHERE i.onboarding_id = handed.onboarding_id AND coalesce(i.blocker_id, i.task_id) = handed.subject_id
        AND i.state = 'sent' AND i.kind IN ('task_ready', 'reminder', 'due', 'overdue', 'blocker', 'escalation') AND i.message_id <> handed.message_id
      GROUP BY p.id, p.name
    ) one
  ) told
), task_facts AS MATERIALIZED (
  SELECT t.id, jsonb_build_object(
    'id', t.id, 'name', t.name, 'type', t.type, 'status', t.status, 'visibility', t.visibility, 'dueOn', t.due_on, 'dueMoved', t.due_moved,
    'movedBy', (SELECT jsonb_build_object('name', b.name, 'visibility', b.visibility) FROM tasks b WHERE b.id = (t.due_moved->'reason'->>'taskId')::uuid),
    'hasWaited', cardinality(t.depends_on) > 0,
    'howTo', coalesce(t.how_to->>'text', ''), 'snoozedUntil', t.snoozed_until, 'heldUntil', t.chase->>'holdUntil',
    'done', CASE WHEN t.status = 'done' AND t.done_at IS NOT NULL THEN jsonb_build_object('at', t.done_at, 'via', t.done_via,
      'byName', (SELECT name FROM people WHERE id = t.done_by_id)) END,
    'waitsFor', CASE WHEN t.status = 'blocked' THEN (SELECT b.what FROM blockers b WHERE b.task_id = t.id AND b.resolved_at IS NULL ORDER BY b.opened_at DESC, b.id DESC LIMIT 1) END,
    'owner', CASE WHEN p.id IS NULL THEN NULL ELSE jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email, 'unreachableReason', p.unreachable_reason) END
  ) AS facts
  FROM tasks t LEFT JOIN people p ON p.id = t.owner_id WHERE t.id IN (SELECT task_id FROM mine)
)
SELECT jsonb_build_object(
  'messageId', m.id, 'channel', m.channel, 'address', m.address, 'localDate', m.local_date,
  'recipient', (SELECT jsonb_build_object('id', p.id, 'name', p.name, 'side', p.side, 'staffRole', p.staff_role, 'timezone', ${zoneOf('p')}, 'locale', p.locale,
    'workDays', p.work_days, 'workStart', p.work_start, 'workEnd', p.work_end, 'holidayCountry', p.holiday_country,
    'unwanted', CASE m.channel WHEN 'email' THEN p.unsubscribed ELSE coalesce((SELECT c.unwanted FROM person_channels c WHERE c.person_id = p.id AND c.channel = m.channel), '{}') END)
    FROM people p WHERE p.id = m.person_id),
  'intents', (SELECT coalesce(jsonb_agg(jsonb_build_object(
      'id', i.id, 'kind', i.kind, 'urgency', i.urgency, 'data', i.data,
      'person', (SELECT jsonb_build_object('id', p.id, 'name', p.name, 'absentUntil', p.absent_until, 'coverId', p.cover_id, 'coverUntil', p.cover_until) FROM people p WHERE p.id = i.person_id),
      'onboarding', (SELECT CASE WHEN p.side = 'team' THEN f.facts ELSE f.facts || jsonb_build_object('nextMilestone', f.next_shared) END
        FROM onboarding_facts f, people p WHERE f.id = i.onboarding_id AND p.id = m.person_id),
      'translated', CASE WHEN i.kind IN ('welcome', 'milestone_done', 'go_live') THEN (
        SELECT coalesce(f.translations->p.locale, f.translations->split_part(p.locale, '-', 1))
          ->> CASE i.kind WHEN 'welcome' THEN 'messages.welcome' WHEN 'go_live' THEN 'messages.goLive' ELSE 'messages.milestoneDone' END
        FROM onboarding_facts f, people p WHERE f.id = i.onboarding_id AND p.id = m.person_id) END,
      'asked', coalesce((SELECT asked FROM asked a WHERE a.message_id = i.message_id AND a.subject_id = coalesce(i.blocker_id, i.task_id)), '[]'),
      'task', (SELECT f.facts || jsonb_build_object('hasChangedHands', coalesce((t.chase->>'since')::timestamptz > i.planned_at, false))
        FROM task_facts f JOIN tasks t ON t.id = f.id WHERE f.id = i.task_id),
      'blocker', (SELECT jsonb_build_object('id', b.id, 'what', b.what, 'resolvedAt', b.resolved_at, 'personName', p.name, 'expectedOn', b.expected_on, 'taskName', t.name)
        FROM blockers b LEFT JOIN people p ON p.id = b.person_id LEFT JOIN tasks t ON t.id = b.task_id WHERE b.id = i.blocker_id)
    ) ORDER BY i.planned_at, i.id), '[]') FROM mine i WHERE i.message_id = m.id)
) AS facts
FROM messages m WHERE m.id = ANY($1::uuid[])`,
};
