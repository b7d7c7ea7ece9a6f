/** Where the work queue looks. `$2` is the business clock's now. */
import type { z } from 'zod';
import type { queueItem } from '../../contracts/api/work.ts';
import { instantSql } from '../instant-sql.ts';
import { zoneOf } from '../person-home.ts';
import { openTaskSql } from './fragments.ts';
import { deadEffect } from './list-dead-letters.ts';

export type QueueKind = z.output<typeof queueItem>['kind'];

/** What nobody can close by acting leaves the queue by itself after this long. */
const newsDays = 14;

/** One kind of what waits, as the parts of a SELECT. */
export interface QueueSource {
  kind: QueueKind;
  since: string;
  subjectId: string;
  subject: string;
  detail: string;
  count?: string;
  /** roles of the onboarding `o` who should act, as an SQL text array */
  roles: string;
  /** FROM and WHERE; `o` is the onboarding, null-able in sources without one */
  from: string;
}

const running = `o.status IN ('active', 'live')`;
const open = `o.status NOT IN ('cancelled', 'transitioned')`;
const csm = `ARRAY['team.csm']`;
/** Whose day ends a hold, as `whyHeld` of the chase. */
const holdersZone = `coalesce((SELECT ${zoneOf('holder')} FROM people holder WHERE holder.id = (t.chase ->> 'holdById')::uuid), (SELECT ${zoneOf('asked')} FROM people asked WHERE asked.id = t.owner_id), o.timezone)`;
const pendingApproval = '$.criteria[*] ? (@.kind == "approval" && @.approvedAt == null)';
const noOnboarding = 'LEFT JOIN onboardings o ON false';

export const queueSources: QueueSource[] = [
  {
    kind: 'draft',
    since: 'coalesce(o.handoff_completed_at, o.created_at)',
    subjectId: 'o.id::text',
    subject: 'v.name',
    detail: 'o.kickoff_on::text',
    count: '(SELECT count(*) FROM tasks t WHERE t.onboarding_id = o.id)',
    roles: `ARRAY(SELECT jsonb_array_elements_text(v.body -> 'publish' -> 'roles'))`,
    from: `FROM onboardings o LEFT JOIN playbook_versions v ON v.id = o.playbook_version_id WHERE o.status = 'draft'`,
  },
  {
    kind: 'handoff',
    since: 'o.created_at',
    subjectId: 'o.id::text',
    subject: 'o.name',
    roles: `ARRAY['crm.owner']`,
    detail: `(SELECT ${instantSql('max(i.planned_at)')} FROM intents i WHERE i.onboarding_id = o.id AND i.kind = 'handoff_request' AND i.state = 'sent')`,
    from: `FROM onboardings o WHERE o.status = 'handoff'`,
  },
  {
    kind: 'problem',
    since: 'o.updated_at',
    subjectId: `problem ->> 'code'`,
    subject: `problem ->> 'message'`,
    detail: `problem ->> 'fixBy'`,
    roles: csm,
    from: `FROM onboardings o CROSS JOIN LATERAL jsonb_array_elements(o.problems) AS problem WHERE ${open} AND jsonb_array_length(o.problems) > 0`,
  },
  {
    kind: 'quarantined',
    since: 'e.received_at',
    subjectId: 'e.id::text',
    subject: 'c.provider',
    detail: 'e.reason',
    roles: 'ARRAY[]::text[]',
    from: `FROM inbox_events e JOIN crm_connections c ON c.id = e.connection_id ${noOnboarding} WHERE e.state = 'quarantined' AND e.kind = 'unreadable'`,
  },
  {
    kind: 'set_aside',
    since: 'e.received_at',
    subjectId: 'e.id::text',
    subject: `coalesce(d.snapshot ->> 'name', concat('deal ', e.deal_id))`,
    detail: `concat_ws(': ', c.name, e.reason)`,
    roles: 'ARRAY[]::text[]',
    from: `FROM (SELECT DISTINCT ON (connection_id, deal_id) * FROM inbox_events WHERE state = 'quarantined' AND kind <> 'unreadable' ORDER BY connection_id, deal_id, id) e
           JOIN crm_connections c ON c.id = e.connection_id LEFT JOIN deals d ON d.connection_id = e.connection_id AND d.deal_id = e.deal_id ${noOnboarding} WHERE true`,
  },
  {
    kind: 'slack_event',
    since: 'e.received_at',
    subjectId: 'e.id::text',
    subject: 'q.name',
    detail: 'e.reason',
    roles: 'ARRAY[]::text[]',
    from: `FROM slack_events e LEFT JOIN person_channels s ON s.channel = 'slack' AND s.address = concat(e.team_id, ':', e.user_id)
           LEFT JOIN people q ON q.id = s.person_id ${noOnboarding} WHERE e.state = 'failed'`,
  },
  {
    kind: 'failed_write',
    since: 'f.since',
    subjectId: 'o.id::text',
    subject: 'f.fields',
    detail: 'f.error',
    count: 'f.n',
    roles: csm,
    from: `FROM (SELECT onboarding_id, min(at) AS since, count(*) AS n, string_agg(field, ', ' ORDER BY field) AS fields, max(error) AS error FROM (
             SELECT onboarding_id, wanted_at AS at, field, error FROM crm_values WHERE state = 'failed'
             UNION ALL SELECT onboarding_id, planned_at, replace(step, '_', ' '), error FROM effects e WHERE ${deadEffect}
           ) failed GROUP BY onboarding_id) f JOIN onboardings o ON o.id = f.onboarding_id WHERE true`,
  },
  {
    kind: 'gate',
    since:
      'coalesce((SELECT max(t.done_at) FROM tasks t WHERE t.onboarding_id = p.onboarding_id AND t.phase_id = p.id), p.started_at, o.published_at, o.created_at)',
    subjectId: 'p.id::text',
    subject: 'p.name',
    detail: `criterion ->> 'label'`,
    roles: `ARRAY[criterion ->> 'role']`,
    // first the few phases that ask for an approval at all, then whether it is their turn
    from: `FROM phases p JOIN onboardings o ON o.id = p.onboarding_id
           CROSS JOIN LATERAL (SELECT CASE p.status WHEN 'in_progress' THEN p.exit_gate ELSE p.entry_gate END AS gate) g
           CROSS JOIN LATERAL jsonb_path_query(g.gate, '${pendingApproval}') AS criterion
           WHERE ${running} AND p.status <> 'done' AND g.gate @? '${pendingApproval}' AND CASE p.status
             WHEN 'in_progress' THEN NOT EXISTS (SELECT 1 FROM tasks t WHERE t.onboarding_id = p.onboarding_id AND t.phase_id = p.id AND ${openTaskSql('t')})
             ELSE NOT EXISTS (SELECT 1 FROM phases e WHERE e.onboarding_id = p.onboarding_id AND e.position < p.position AND e.status <> 'done') END`,
  },
  {
    kind: 'go_live',
    since: 'r.since',
    subjectId: 'o.id::text',
    subject: 'o.name',
    detail: 'NULL::text',
    roles: `ARRAY(SELECT jsonb_array_elements_text(v.body -> 'goLive' -> 'approvers'))`,
    from: `FROM (SELECT onboarding_id, min(planned_at) AS since FROM intents WHERE kind = 'go_live_request' AND state IN ('planned', 'claimed', 'sent') GROUP BY onboarding_id) r
           JOIN onboardings o ON o.id = r.onboarding_id LEFT JOIN playbook_versions v ON v.id = o.playbook_version_id
           WHERE o.status = 'active' AND o.live_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM milestones m JOIN tasks t ON t.onboarding_id = m.onboarding_id AND t.milestone_id = m.id WHERE m.onboarding_id = o.id AND m.is_go_live AND ${openTaskSql('t')})`,
  },
  {
    kind: 'escalation',
    since: 'n.since',
    subjectId: 't.id::text',
    subject: 't.name',
    detail: 't.due_on::text',
    roles: csm,
    // of a blocked task only what is missing goes up
    from: `FROM (SELECT i.task_id, max(i.planned_at) FILTER (WHERE i.kind = 'hold_notice' AND i.state IN ('planned', 'claimed', 'sent')) AS since,
             coalesce(max(i.planned_at) FILTER (WHERE i.kind = 'escalation'), '-infinity') AS escalated_at
             FROM intents i JOIN tasks x ON x.id = i.task_id LEFT JOIN blockers b ON b.id = i.blocker_id
             WHERE i.kind IN ('hold_notice', 'escalation') AND CASE x.status WHEN 'blocked' THEN b.resolved_at IS NULL AND b.id IS NOT NULL ELSE i.blocker_id IS NULL END
             GROUP BY i.task_id) n
           JOIN tasks t ON t.id = n.task_id JOIN onboardings o ON o.id = t.onboarding_id
           WHERE n.since > n.escalated_at AND ${running} AND ${openTaskSql('t')}
             AND coalesce((t.chase ->> 'holdUntil')::date, '-infinity') <= ($2::timestamptz AT TIME ZONE ${holdersZone})::date`,
  },
  {
    kind: 'unreachable',
    since: 'q.unreachable_since',
    subjectId: 'q.id::text',
    subject: 'q.name',
    detail: `concat_ws(': ', q.email, q.unreachable_reason)`,
    roles: csm,
    from: `FROM people q JOIN LATERAL (
             SELECT x.* FROM onboardings x WHERE x.status NOT IN ('cancelled', 'transitioned') AND (
               EXISTS (SELECT 1 FROM members m WHERE m.onboarding_id = x.id AND m.person_id = q.id) OR EXISTS (SELECT 1 FROM tasks t WHERE t.onboarding_id = x.id AND t.owner_id = q.id AND ${openTaskSql('t')}))
             ORDER BY x.created_at DESC, x.id DESC LIMIT 1) o ON true WHERE q.unreachable_since IS NOT NULL AND q.deactivated_at IS NULL`,
  },
  {
    kind: 'check_in',
    since: 'coalesce(k.opened_at, o.live_at, o.created_at)',
    subjectId: 'k.id::text',
    subject: 'k.kind',
    detail: 'k.due_on::text',
    roles: csm,
    from: `FROM check_ins k JOIN onboardings o ON o.id = k.onboarding_id WHERE k.state = 'open' AND k.kind NOT LIKE 'pulse\\_%' AND o.status <> 'cancelled'`,
  },
  {
    kind: 'no_onboarding',
    since: 'd.read_at',
    subjectId: 'd.deal_id',
    subject: `d.snapshot ->> 'name'`,
    detail: 'd.no_onboarding_reason',
    roles: 'ARRAY[]::text[]',
    from: `FROM deals d ${noOnboarding} WHERE d.is_won AND NOT d.is_deleted AND d.no_onboarding_reason IS NOT NULL AND d.read_at > $2::timestamptz - interval '${newsDays} days'
             AND NOT EXISTS (SELECT 1 FROM onboardings x WHERE x.connection_id = d.connection_id AND x.deal_id = d.deal_id)`,
  },
  {
    kind: 'unclear_message',
    since: 'm.claimed_at',
    subjectId: 'm.id::text',
    subject: 'q.name',
    detail: `concat_ws(': ', m.subject, m.error)`,
    roles: csm,
    from: `FROM messages m JOIN people q ON q.id = m.person_id LEFT JOIN onboardings o ON o.id = (SELECT i.onboarding_id FROM intents i WHERE i.message_id = m.id LIMIT 1)
           WHERE m.state IN ('unclear', 'failed') AND m.claimed_at > $2::timestamptz - interval '${newsDays} days'`,
  },
  {
    kind: 'mail',
    since: 'm.received_at',
    subjectId: 'm.id::text',
    // whoever answers a message of somebody else's is not they
    subject:
      'CASE WHEN m.from_address IS NULL OR lower(m.from_address) = q.email THEN coalesce(q.name, m.from_address) ELSE m.from_address END',
    detail: `concat_ws(': ', m.subject, m.reason)`,
    roles: csm,
    from: `FROM inbound_mails m LEFT JOIN people q ON q.id = m.person_id LEFT JOIN onboardings o ON o.id = m.onboarding_id
           WHERE m.state IN ('needs_review', 'quarantined')`,
  },
  {
    kind: 'comment',
    since: 'c.waiting_since',
    subjectId: 'c.id::text',
    subject: 'q.name',
    detail: 'left(c.body, 300)',
    roles: csm,
    from: `FROM comments c JOIN onboardings o ON o.id = c.onboarding_id LEFT JOIN people q ON q.id = c.author_id
           WHERE c.waiting_since IS NOT NULL`,
  },
];
