import { instantSql } from '../instant-sql.ts';
import { hasPartSql } from '../message-tasks.ts';
import type { Sql } from '../database.ts';
import type { InboundState } from '../inbound-mails.ts';
import { cursorKind, type Page } from './cursor.ts';

export interface InboundMailRow {
  id: string;
  state: InboundState;
  reason: string | null;
  receivedAt: string;
  from: string | null;
  subject: string | null;
  text: string | null;
  onboardingId: string | null;
  onboardingName: string | null;
  taskId: string | null;
  taskName: string | null;
  personId: string | null;
  person: string | null;
  /** whose address it came from: that person, by an address that they have or that we wrote to them at, or somebody else with a part in it */
  senderId: string | null;
  sender: string | null;
  proposal: unknown;
  /** it proposes to complete a task whose role nobody fills yet */
  needsPerson: boolean;
  decidedBy: string | null;
}

const cursors = cursorKind('inbound-mails', { key: 'instant', id: 'uuid' });

const select = `SELECT m.id, m.state, m.reason, ${instantSql('m.received_at')} AS "receivedAt", m.from_address AS "from", m.subject, m.text,
    m.onboarding_id AS "onboardingId", o.name AS "onboardingName", m.task_id AS "taskId", t.name AS "taskName", m.person_id AS "personId", p.name AS person, m.proposal, d.name AS "decidedBy",
    q.id AS "senderId", q.name AS sender,
    coalesce(m.proposal->>'name' = 'complete' AND t.fills_role IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM members x WHERE x.onboarding_id = t.onboarding_id AND x.role = t.fills_role), false) AS "needsPerson"
  FROM inbound_mails m LEFT JOIN onboardings o ON o.id = m.onboarding_id LEFT JOIN tasks t ON t.id = m.task_id
    LEFT JOIN people p ON p.id = m.person_id LEFT JOIN people d ON d.id = m.decided_by_id
    LEFT JOIN LATERAL (SELECT q.id, q.name FROM people q
      WHERE q.id = p.id AND (q.email = lower(m.from_address) OR EXISTS (SELECT 1 FROM messages s WHERE s.person_id = q.id AND lower(s.address) = lower(m.from_address)))
        OR q.email = lower(m.from_address) AND q.deactivated_at IS NULL AND ${hasPartSql('q', 'm.onboarding_id')}
      ORDER BY q.id = p.id DESC NULLS LAST LIMIT 1) q ON true`;

/** Newest first. */
export async function listInboundMails<T>(
  sql: Sql,
  filter: {
    state: InboundState | null;
    onboardingId: string | null;
    cursor: string | undefined;
    limit: number;
  },
  view: (row: InboundMailRow) => T,
): Promise<Page<T>> {
  const after = cursors.read(filter.cursor);
  const rows = await sql.query<InboundMailRow>(
    `${select} WHERE ($1::text IS NULL OR m.state = $1) AND ($2::uuid IS NULL OR m.onboarding_id = $2)
       AND ($3::timestamptz IS NULL OR (m.received_at, m.id) < ($3, $4::uuid)) ORDER BY m.received_at DESC, m.id DESC LIMIT $5`,
    [filter.state, filter.onboardingId, after?.key ?? null, after?.id ?? null, filter.limit + 1],
  );
  return cursors.page(rows, filter.limit, (row) => ({ key: row.receivedAt, id: row.id }), view);
}

export async function findInboundMail(sql: Sql, mailId: string): Promise<InboundMailRow | null> {
  const [row] = await sql.query<InboundMailRow>(`${select} WHERE m.id = $1`, [mailId]);
  return row ?? null;
}
