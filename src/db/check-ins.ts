import type { CheckInDecision, CheckInState } from '../domain/check-ins.ts';
import type { PulseAnswer } from '../domain/model.ts';
import { instantSql } from './instant-sql.ts';
import type { Sql } from './database.ts';

export async function checkInsOf(sql: Sql, onboardingId: string): Promise<CheckInState[]> {
  const rows = await sql.query<Omit<CheckInState, 'openedAt'> & { openedAt: Date | null }>(
    `SELECT id, kind, due_on AS "dueOn", state, opened_at AS "openedAt" FROM check_ins WHERE onboarding_id = $1 ORDER BY due_on, kind`,
    [onboardingId],
  );
  return rows.map((row) => ({ ...row, openedAt: row.openedAt?.toISOString() ?? null }));
}

/** Stores what opened or ended, and on every other one when to look again. */
export async function storeCheckIns(
  tx: Sql,
  onboardingId: string,
  { changes, nextWakeAt }: CheckInDecision,
  now: Date,
): Promise<void> {
  await tx.query(
    `WITH g AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS g(id uuid, state text, health int, baseline int))
     UPDATE check_ins c SET
       state = coalesce(g.state, c.state), health = coalesce(g.health, c.health), baseline = coalesce(g.baseline, c.baseline),
       opened_at = CASE WHEN g.state IN ('open', 'done') THEN coalesce(c.opened_at, $4) ELSE c.opened_at END,
       done_at = CASE WHEN g.state = 'done' THEN $4 ELSE c.done_at END,
       next_wake_at = CASE WHEN coalesce(g.state, c.state) IN ('planned', 'open') THEN $3::timestamptz END
     FROM check_ins own LEFT JOIN g ON g.id = own.id
     WHERE own.id = c.id AND c.onboarding_id = $1 AND c.state IN ('planned', 'open')`,
    [onboardingId, JSON.stringify(changes), nextWakeAt, now],
  );
}

/** @returns its kind; null when it is done already */
export async function completeCheckIn(
  tx: Sql,
  checkInId: string,
  note: string,
  byId: string | null,
  now: Date,
): Promise<string | null> {
  const [row] = await tx.query<{ kind: string }>(
    `UPDATE check_ins SET state = 'done', note = $2, done_by_id = $3, done_at = $4, next_wake_at = NULL
     WHERE id = $1 AND state IN ('planned', 'open') RETURNING kind`,
    [checkInId, note, byId, now],
  );
  return row?.kind ?? null;
}

/** @returns its kind; null when it is no pulse that waits for an answer */
export async function answerPulse(
  tx: Sql,
  checkInId: string,
  { answer, comment, byId }: { answer: PulseAnswer; comment: string | null; byId: string | null },
  now: Date,
): Promise<string | null> {
  const [row] = await tx.query<{ kind: string }>(
    `UPDATE check_ins SET state = 'done', answer = $2, note = $3, done_by_id = $4, done_at = $5, next_wake_at = NULL
     WHERE id = $1 AND kind LIKE 'pulse\\_%' AND state = 'open' RETURNING kind`,
    [checkInId, answer, comment, byId, now],
  );
  return row?.kind ?? null;
}

export interface PulseFacts {
  personName: string;
  onboardingName: string;
  accountName: string;
  isOpen: boolean;
  answer: PulseAnswer | null;
  answeredAt: string | null;
}

/** What the holder of a pulse's link sees; null where the question or its person is gone. */
export async function pulseFacts(sql: Sql, checkInId: string, personId: string): Promise<PulseFacts | null> {
  const [row] = await sql.query<{ facts: PulseFacts }>(
    `SELECT jsonb_build_object('personName', p.name, 'onboardingName', o.name, 'accountName', a.name, 'isOpen', k.state = 'open', 'answer', k.answer,
       'answeredAt', ${instantSql('k.done_at')}) AS facts
     FROM check_ins k JOIN onboardings o ON o.id = k.onboarding_id JOIN accounts a ON a.id = o.account_id JOIN people p ON p.id = $2 AND p.deactivated_at IS NULL
     WHERE k.id = $1 AND k.kind LIKE 'pulse\\_%' AND o.status <> 'cancelled'`,
    [checkInId, personId],
  );
  return row?.facts ?? null;
}
