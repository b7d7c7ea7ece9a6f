import type { UnfinishedEffect } from '../contracts/processes.ts';
import type { EffectPayload } from '../domain/model.ts';
import type { Sql } from './database.ts';

export interface StoredEffect {
  id: string;
  onboardingId: string;
  connectionId: string;
  step: string;
  version: number;
  payload: EffectPayload;
  state: 'planned' | 'started' | 'settled' | 'unclear' | 'obsolete';
}

export async function unfinishedEffects(sql: Sql, onboardingId: string): Promise<UnfinishedEffect[]> {
  return sql.query(
    `SELECT id, kind FROM effects WHERE onboarding_id = $1 AND state IN ('planned', 'started', 'unclear') ORDER BY planned_at, step`,
    [onboardingId],
  );
}

/** Claims the effect for one attempt; null when it is settled or obsolete, or its onboarding has no CRM. */
export async function startEffect(sql: Sql, effectId: string, now: Date): Promise<StoredEffect | null> {
  const [row] = await sql.query<{
    id: string;
    onboarding_id: string;
    connection_id: string | null;
    step: string;
    version: number;
    payload: EffectPayload;
    state: StoredEffect['state'];
  }>(
    `UPDATE effects e SET state = 'started', started_at = $2, attempts = e.attempts + 1 FROM onboardings o
     WHERE e.id = $1 AND o.id = e.onboarding_id AND e.state IN ('planned', 'started', 'unclear')
     RETURNING e.id, e.onboarding_id, o.connection_id, e.step, e.version, e.payload, e.state`,
    [effectId, now],
  );
  if (!row?.connection_id) return null;
  return {
    id: row.id,
    onboardingId: row.onboarding_id,
    connectionId: row.connection_id,
    step: row.step,
    version: row.version,
    payload: row.payload,
    state: row.state,
  };
}

export async function settleEffect(
  sql: Sql,
  effectId: string,
  result: Record<string, unknown>,
  now: Date,
): Promise<void> {
  await sql.query(`UPDATE effects SET state = 'settled', settled_at = $3, result = $2, error = NULL WHERE id = $1`, [
    effectId,
    JSON.stringify(result),
    now,
  ]);
}

export async function effectFailed(sql: Sql, effectId: string, error: string): Promise<void> {
  await sql.query(`UPDATE effects SET state = 'unclear', error = $2 WHERE id = $1 AND state = 'started'`, [
    effectId,
    error,
  ]);
}

/** Notes, tasks and renewal deals that ended badly are offered again to whoever signals these. */
export async function onboardingsWithUnclearEffects(sql: Sql, onboardingId: string | null): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT DISTINCT onboarding_id AS id FROM effects WHERE state = 'unclear' AND ($1::uuid IS NULL OR onboarding_id = $1)`,
    [onboardingId],
  );
  return rows.map(({ id }) => id);
}
