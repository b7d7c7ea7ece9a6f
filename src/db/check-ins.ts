import type { CheckIn, OpenedCheckIn } from '../domain/check-ins.ts';
import type { Instant } from '../domain/model.ts';
import type { Sql } from './database.ts';

export async function checkInsOf(sql: Sql, onboardingId: string): Promise<CheckIn[]> {
  return sql.query<CheckIn>(
    `SELECT id, kind, due_on AS "dueOn", state FROM check_ins WHERE onboarding_id = $1 ORDER BY due_on`,
    [onboardingId],
  );
}

/** Opens these, and notes on every planned one when to look again. */
export async function openCheckIns(
  tx: Sql,
  onboardingId: string,
  opened: OpenedCheckIn[],
  nextWakeAt: Instant | null,
  now: Date,
): Promise<void> {
  await tx.query(
    `UPDATE check_ins c SET state = 'open', opened_at = $3, health = g.health, baseline = g.baseline, next_wake_at = NULL
     FROM jsonb_to_recordset($2::jsonb) AS g(id uuid, health int, baseline int) WHERE c.id = g.id AND c.onboarding_id = $1 AND c.state = 'planned'`,
    [onboardingId, JSON.stringify(opened), now],
  );
  await tx.query(
    `UPDATE check_ins SET next_wake_at = CASE WHEN state = 'planned' THEN $2::timestamptz END WHERE onboarding_id = $1 AND state <> 'open'`,
    [onboardingId, nextWakeAt],
  );
}

export async function completeCheckIn(
  tx: Sql,
  checkInId: string,
  note: string,
  byId: string | null,
  now: Date,
): Promise<string | null> {
  const [row] = await tx.query<{ kind: string }>(
    `UPDATE check_ins SET state = 'done', note = $2, done_by_id = $3, done_at = $4, next_wake_at = NULL WHERE id = $1 AND state IN ('planned', 'open') RETURNING kind`,
    [checkInId, note, byId, now],
  );
  return row?.kind ?? null;
}

/** A cancelled onboarding has none left to wait for. */
export const endCheckIns = (tx: Sql, onboardingId: string): Promise<unknown> =>
  tx.query(
    `UPDATE check_ins SET state = 'obsolete', next_wake_at = NULL WHERE onboarding_id = $1 AND state = 'planned'`,
    [onboardingId],
  );
