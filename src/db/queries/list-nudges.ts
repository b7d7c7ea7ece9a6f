import type { z } from 'zod';
import type { nudgeView, silenceView } from '../../contracts/api/nudge-views.ts';
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';
import { cursorKind, type Page } from './cursor.ts';
import { personRefSql } from './fragments.ts';

export type NudgeView = z.output<typeof nudgeView>;
export type SilenceView = z.output<typeof silenceView>;
export interface NudgeFilter {
  /** null: all of them */
  onboardingId: string | null;
  taskId: string | null;
  personId: string | null;
  cursor: string | undefined;
  limit: number;
}

const cursors = cursorKind('nudges', { key: 'instant', id: 'uuid' });

const actedAtSql = `CASE WHEN t.done_by_id = m.person_id AND t.done_at >= m.accepted_at THEN ${instantSql('t.done_at')} END`;

const opensSql = (isMachine: boolean): string =>
  `(SELECT jsonb_build_object('firstAt', ${instantSql('v.first_at')}, 'lastAt', ${instantSql('v.last_at')}, 'count', v.count)
     FROM message_opens v WHERE v.message_id = m.id AND v.is_machine = ${String(isMachine)})`;

/** Every decision to tell somebody something, newest first: sent, withheld and why. */
export async function listNudges(sql: Sql, filter: NudgeFilter): Promise<Page<NudgeView>> {
  const after = cursors.read(filter.cursor);
  const rows = await sql.query<{ row: NudgeView }>(
    `SELECT jsonb_build_object('id', i.id, 'person', ${personRefSql('p')}, 'taskId', i.task_id, 'taskName', t.name, 'kind', i.kind, 'rule', i.rule, 'state', i.state, 'reason', i.reason,
       'plannedAt', ${instantSql('i.planned_at')}, 'decidedAt', ${instantSql('i.decided_at')}, 'notBefore', ${instantSql('i.not_before')}, 'channel', m.channel, 'messageState', m.state,
       'onboarding', jsonb_build_object('id', o.id, 'name', o.name), 'acceptedAt', ${instantSql('m.accepted_at')},
       'deliveredAt', ${instantSql('m.delivered_at')}, 'opened', ${opensSql(false)}, 'openedByMachine', ${opensSql(true)}, 'actedAt', ${actedAtSql}) AS row
     FROM intents i JOIN people p ON p.id = i.person_id JOIN onboardings o ON o.id = i.onboarding_id
     LEFT JOIN tasks t ON t.id = i.task_id LEFT JOIN messages m ON m.id = i.message_id
     WHERE ($1::uuid IS NULL OR i.onboarding_id = $1) AND ($2::uuid IS NULL OR i.task_id = $2) AND ($3::uuid IS NULL OR i.person_id = $3)
       AND ($4::timestamptz IS NULL OR (i.planned_at, i.id) < ($4, $5::uuid))
     ORDER BY i.planned_at DESC, i.id DESC LIMIT $6`,
    [filter.onboardingId, filter.taskId, filter.personId, after?.key ?? null, after?.id ?? null, filter.limit + 1],
  );
  return cursors.page(
    rows,
    filter.limit,
    ({ row }) => ({ key: row.plannedAt, id: row.id }),
    ({ row }) => row,
  );
}

const shownSilences = 200;

/** Why somebody was not written to, as intervals, the newest first. */
export async function listSilences(
  sql: Sql,
  filter: Pick<NudgeFilter, 'onboardingId' | 'taskId' | 'personId'>,
): Promise<SilenceView[]> {
  const rows = await sql.query<{ row: SilenceView }>(
    `SELECT jsonb_build_object('onboarding', jsonb_build_object('id', o.id, 'name', o.name), 'taskName', t.name, 'person', ${personRefSql('p')}, 'reason', s.reason, 'fromAt', ${instantSql('s.from_at')}, 'untilAt', ${instantSql('s.until_at')}) AS row
     FROM silences s JOIN onboardings o ON o.id = s.onboarding_id LEFT JOIN tasks t ON t.id = s.task_id LEFT JOIN people p ON p.id = s.person_id
     WHERE ($1::uuid IS NULL OR s.onboarding_id = $1) AND ($2::uuid IS NULL OR s.task_id = $2) AND ($3::uuid IS NULL OR s.person_id = $3)
     ORDER BY s.from_at DESC, s.id DESC LIMIT ${shownSilences}`,
    [filter.onboardingId, filter.taskId, filter.personId],
  );
  return rows.map(({ row }) => row);
}
