import { v4 as randomId } from 'uuid';
import type { UnfinishedEffect } from '../contracts/processes.ts';
import type { EffectPayload } from '../domain/model.ts';
import { AppError } from '../errors.ts';
import type { Sql } from './database.ts';

export interface StoredEffect {
  id: string;
  onboardingId: string;
  /** of its CRM */
  connectionId: string | null;
  step: string;
  version: number;
  payload: EffectPayload;
  /** the person whose command made it wanted */
  wantedBy: string | null;
  plannedAt: Date;
  state: 'planned' | 'started' | 'settled' | 'unclear' | 'obsolete';
  attempts: number;
  /** this attempt's */
  leaseId: string;
}

/** Real time. While it only looks, whoever is taken over finds out before it creates anything. */
const lookUpSeconds = 10;
/** The slowest creation ends within: a call is given up after 15 s, and may be carried out a little later. */
const creationSeconds = 30;
const soonMs = 1_000;

export async function unfinishedEffects(sql: Sql, onboardingId: string): Promise<UnfinishedEffect[]> {
  return sql.query(
    `SELECT id, kind FROM effects WHERE onboarding_id = $1 AND state IN ('planned', 'started', 'unclear') ORDER BY planned_at, step`,
    [onboardingId],
  );
}

/** Of these deals, those that are renewals which we made. */
export async function ourRenewals(sql: Sql, connectionId: string, dealIds: string[]): Promise<Set<string>> {
  if (dealIds.length === 0) return new Set();
  const rows = await sql.query<{ id: string }>(
    `WITH RECURSIVE named(id, name) AS (
       SELECT deal_id, deal_id FROM unnest($2::text[]) AS d(deal_id)
       UNION SELECT n.id, a.deal_id FROM named n JOIN deal_aliases a ON a.connection_id = $1 AND a.canonical_deal_id = n.name
     ) SELECT n.id FROM named n JOIN effects e ON e.kind = 'crm_renewal_deal' AND e.result->>'id' = n.name
     JOIN onboardings o ON o.id = e.onboarding_id WHERE o.connection_id = $1`,
    [connectionId, dealIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** As it is carried out, whatever it was planned as: another attempt does the same. */
export const storePayload = (sql: Sql, effectId: string, payload: EffectPayload): Promise<unknown> =>
  sql.query('UPDATE effects SET payload = $2 WHERE id = $1 AND payload <> $2', [effectId, JSON.stringify(payload)]);

/**
 * Claims the effect for one attempt; null when it is settled or obsolete.
 * Throws effect_held while another attempt may be creating it.
 */
export async function startEffect(sql: Sql, effectId: string, now: Date): Promise<StoredEffect | null> {
  const [row] = await sql.query<{
    id: string;
    onboarding_id: string;
    connection_id: string | null;
    step: string;
    version: number;
    payload: EffectPayload;
    wanted_by: string | null;
    planned_at: Date;
    state: StoredEffect['state'];
    attempts: number;
    lease_id: string;
  }>(
    `UPDATE effects e SET state = 'started', started_at = $2, attempts = e.attempts + 1,
       lease_id = $3, leased_until = clock_timestamp() + make_interval(secs => $4)
     FROM onboardings o
     WHERE e.id = $1 AND o.id = e.onboarding_id AND e.state IN ('planned', 'started', 'unclear')
       AND (e.leased_until IS NULL OR e.leased_until <= clock_timestamp())
     RETURNING e.id, e.onboarding_id, o.connection_id, e.step, e.version, e.payload, e.wanted_by, e.planned_at, e.state, e.attempts, e.lease_id`,
    [effectId, now, randomId(), lookUpSeconds],
  );
  if (!row) await refuseWhileHeld(sql, effectId);
  if (!row) return null;
  return {
    id: row.id,
    onboardingId: row.onboarding_id,
    connectionId: row.connection_id,
    step: row.step,
    version: row.version,
    payload: row.payload,
    wantedBy: row.wanted_by,
    plannedAt: row.planned_at,
    state: row.state,
    attempts: row.attempts,
    leaseId: row.lease_id,
  };
}

/** A statement of its own: the claim that lost a race still sees the row as it was before. */
async function refuseWhileHeld(sql: Sql, effectId: string): Promise<void> {
  const [held] = await sql.query<{ left_ms: number | null }>(
    `SELECT (extract(epoch FROM leased_until - clock_timestamp()) * 1000)::float8 AS left_ms FROM effects
     WHERE id = $1 AND state IN ('planned', 'started', 'unclear')`,
    [effectId],
  );
  if (held) throw effectHeld(effectId, Math.max(soonMs, held.left_ms ?? 0));
}

const effectHeld = (effectId: string, retryAfterMs: number): AppError =>
  new AppError('effect_held', {
    message: 'Another attempt may be creating this at the moment',
    details: { effectId },
    retryAfterMs,
  });

/** Right before the creation: begins the lease anew, or throws effect_held where another attempt has it by now. */
export async function holdEffect(
  sql: Sql,
  { id, leaseId }: StoredEffect,
  seconds: number = creationSeconds,
): Promise<void> {
  const held = await sql.query(
    `UPDATE effects SET leased_until = clock_timestamp() + make_interval(secs => $3)
     WHERE id = $1 AND lease_id = $2 AND state = 'started' RETURNING 1`,
    [id, leaseId, seconds],
  );
  if (held.length === 0) throw effectHeld(id, soonMs);
}

export async function settleEffect(
  sql: Sql,
  effectId: string,
  result: Record<string, unknown>,
  now: Date,
): Promise<void> {
  await sql.query(
    `UPDATE effects SET state = 'settled', settled_at = $3, result = $2, error = NULL, leased_until = NULL WHERE id = $1`,
    [effectId, JSON.stringify(result), now],
  );
}

/**
 * @param mayStillHappen the creation was asked for and not answered: nobody else tries before the lease has run out
 * @param counts as an attempt; not where nothing could be tried
 */
export async function effectFailed(
  sql: Sql,
  { id, leaseId }: StoredEffect,
  { error, mayStillHappen, counts = true }: { error: string; mayStillHappen: boolean; counts?: boolean },
): Promise<void> {
  await sql.query(
    `UPDATE effects SET state = 'unclear', error = $3, leased_until = CASE WHEN $4 THEN leased_until END,
       attempts = attempts - CASE WHEN $5 THEN 0 ELSE 1 END
     WHERE id = $1 AND lease_id = $2 AND state = 'started'`,
    [id, leaseId, error, mayStillHappen, counts],
  );
}

/** Notes, tasks and renewal deals that ended badly are offered again to whoever signals these. */
export async function onboardingsWithUnclearEffects(
  sql: Sql,
  { onboardingId, connectionId }: { onboardingId: string | null; connectionId: string | null },
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT DISTINCT e.onboarding_id AS id FROM effects e JOIN onboardings o ON o.id = e.onboarding_id
     WHERE e.state = 'unclear' AND ($1::uuid IS NULL OR o.id = $1) AND ($2::uuid IS NULL OR o.connection_id = $2)`,
    [onboardingId, connectionId],
  );
  return rows.map(({ id }) => id);
}

/** The onboarding whose effect a ledger entry tells of, while it has not come about. */
export async function onboardingOfUnclearEffect(sql: Sql, ledgerId: string): Promise<string | null> {
  const [row] = await sql.query<{ id: string }>(
    `SELECT e.onboarding_id AS id FROM sync_ledger l JOIN effects e ON e.onboarding_id = l.onboarding_id AND e.step = l.field
     WHERE l.id = $1 AND l.result = 'failed' AND l.direction = 'out' AND e.state = 'unclear' LIMIT 1`,
    [ledgerId],
  );
  return row?.id ?? null;
}
