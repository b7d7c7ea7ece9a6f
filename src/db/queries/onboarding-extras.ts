import type { PulseAnswer, Side } from '../../domain/model.ts';
import type { TrackerName } from '../../domain/ticket.ts';
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';
import { personRefSql } from './fragments.ts';

export interface PersonRef {
  id: string;
  name: string;
  side: Side;
  email: string;
}
export interface TicketRef {
  tracker: TrackerName;
  key: string | null;
  url: string | null;
  status: string | null;
  problem: string | null;
}
export interface OnboardingExtras {
  account: { id: string; name: string; domain: string | null };
  provider: string | null;
  dealUrl: string | null;
  playbook: { key: string; name: string; version: number } | null;
  checkIns: {
    id: string;
    kind: string;
    dueOn: string;
    state: string;
    health: number | null;
    baseline: number | null;
    note: string | null;
    answer: PulseAnswer | null;
    doneAt: string | null;
  }[];
  /** the last request for the handoff, if there was one */
  asked: { person: PersonRef; at: string } | null;
  /** its own channel in Slack, and since when Slack refuses what should happen in it */
  slackChannel: { name: string; reason: string | null; refusedSince: string | null } | null;
  /** by task */
  tickets: Record<string, TicketRef>;
  /** whoever did something but need not be part of the onboarding any more */
  doers: PersonRef[];
}

/** What the console shows of an onboarding besides the state that the rules work on. */
export async function loadOnboardingExtras(sql: Sql, onboardingId: string): Promise<OnboardingExtras | null> {
  const [row] = await sql.query<{ extras: OnboardingExtras }>(
    `SELECT jsonb_build_object(
       'account', jsonb_build_object('id', a.id, 'name', a.name, 'domain', a.domain), 'provider', c.provider, 'dealUrl', d.snapshot ->> 'url',
       'playbook', CASE WHEN v.id IS NULL THEN NULL ELSE jsonb_build_object('key', v.key, 'name', v.name, 'version', v.version) END,
       'checkIns', coalesce((SELECT jsonb_agg(jsonb_build_object('id', k.id, 'kind', k.kind, 'dueOn', k.due_on, 'state', k.state, 'health', k.health, 'baseline', k.baseline, 'note', k.note, 'answer', k.answer,
           'doneAt', ${instantSql('k.done_at')}) ORDER BY k.due_on, k.kind) FROM check_ins k WHERE k.onboarding_id = o.id AND k.state <> 'obsolete'), '[]'),
       'asked', (SELECT jsonb_build_object('person', ${personRefSql('p')}, 'at', ${instantSql('coalesce(i.decided_at, i.planned_at)')}) FROM intents i JOIN people p ON p.id = i.person_id
         WHERE i.onboarding_id = o.id AND i.kind = 'handoff_request' AND i.state IN ('planned', 'claimed', 'sent') ORDER BY i.planned_at DESC, i.id DESC LIMIT 1),
       'slackChannel', (SELECT jsonb_build_object('name', s.name, 'reason', s.reason, 'refusedSince', ${instantSql('s.refused_since')}) FROM slack_channels s WHERE s.onboarding_id = o.id),
       'tickets', coalesce((SELECT jsonb_object_agg(e.task_id, jsonb_build_object('tracker', e.tracker, 'key', e.key, 'url', e.url, 'status', e.status, 'problem', e.error))
         FROM external_tickets e WHERE e.onboarding_id = o.id AND (e.key IS NOT NULL OR e.error IS NOT NULL OR e.state <> 'waiting')), '{}'),
       'doers', coalesce((SELECT jsonb_agg(${personRefSql('p')}) FROM people p WHERE p.id IN (
         SELECT done_by_id FROM tasks WHERE onboarding_id = o.id UNION SELECT opened_by_id FROM blockers WHERE onboarding_id = o.id)), '[]')) AS extras
     FROM onboardings o JOIN accounts a ON a.id = o.account_id LEFT JOIN crm_connections c ON c.id = o.connection_id
     LEFT JOIN deals d ON d.connection_id = o.connection_id AND d.deal_id = o.deal_id LEFT JOIN playbook_versions v ON v.id = o.playbook_version_id
     WHERE o.id = $1`,
    [onboardingId],
  );
  return row?.extras ?? null;
}
