import type { DealSnapshot } from '../../integrations/ports.ts';
import type { Sql } from './database.ts';

export interface OnboardingRef {
  id: string;
  cycle: number;
  status: string;
  cancelReason: string | null;
  heldBy: string | null;
}

/** One deal is worked on by one transaction at a time, whether or not an onboarding exists yet. */
export const lockDeal = (tx: Sql, connectionId: string, dealId: string): Promise<unknown> =>
  tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`deal:${connectionId}:${dealId}`]);

/** The survivor of merges, at most a few steps away. */
export async function canonicalDealId(sql: Sql, connectionId: string, dealId: string): Promise<string> {
  const [row] = await sql.query<{ deal_id: string }>(
    `WITH RECURSIVE chain(deal_id, depth) AS (
       SELECT $2::text, 0 UNION ALL
       SELECT a.canonical_deal_id, chain.depth + 1 FROM chain JOIN deal_aliases a ON a.connection_id = $1 AND a.deal_id = chain.deal_id WHERE chain.depth < 10
     ) SELECT deal_id FROM chain ORDER BY depth DESC LIMIT 1`,
    [connectionId, dealId],
  );
  return row?.deal_id ?? dealId;
}

export async function rememberMerge(
  tx: Sql,
  connectionId: string,
  mergedDealIds: string[],
  survivorId: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO deal_aliases (connection_id, deal_id, canonical_deal_id) SELECT $1, merged, $3 FROM unnest($2::text[]) AS merged WHERE merged <> $3
     ON CONFLICT (connection_id, deal_id) DO UPDATE SET canonical_deal_id = excluded.canonical_deal_id`,
    [connectionId, mergedDealIds, survivorId],
  );
}

export async function onboardingsOfDeals(
  sql: Sql,
  connectionId: string,
  dealIds: string[],
): Promise<(OnboardingRef & { dealId: string })[]> {
  const rows = await sql.query<{
    id: string;
    deal_id: string;
    cycle: number;
    status: string;
    cancel_reason: string | null;
    held_by: string | null;
  }>(
    `SELECT id, deal_id, cycle, status, cancel_reason, held_by FROM onboardings WHERE connection_id = $1 AND deal_id = ANY($2) ORDER BY cycle DESC`,
    [connectionId, dealIds],
  );
  return rows.map((row) => ({
    id: row.id,
    dealId: row.deal_id,
    cycle: row.cycle,
    status: row.status,
    cancelReason: row.cancel_reason,
    heldBy: row.held_by,
  }));
}

export async function storeDeal(
  tx: Sql,
  connectionId: string,
  deal: DealSnapshot,
  noOnboardingReason: string | null,
  now: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO deals (connection_id, deal_id, snapshot, is_won, is_deleted, no_onboarding_reason, read_at) VALUES ($1, $2, $3, $4, false, $5, $6)
     ON CONFLICT (connection_id, deal_id) DO UPDATE SET snapshot = excluded.snapshot, is_won = excluded.is_won, is_deleted = false,
       no_onboarding_reason = excluded.no_onboarding_reason, read_at = excluded.read_at`,
    [connectionId, deal.dealId, JSON.stringify(deal), deal.isWon, noOnboardingReason, now],
  );
}

export async function markDealDeleted(tx: Sql, connectionId: string, dealId: string, now: Date): Promise<void> {
  await tx.query('UPDATE deals SET is_deleted = true, read_at = $3 WHERE connection_id = $1 AND deal_id = $2', [
    connectionId,
    dealId,
    now,
  ]);
}

export async function rememberAccount(
  tx: Sql,
  input: { id: string; connectionId: string | null; crmId: string | null; name: string; domain: string | null },
): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO accounts (id, connection_id, crm_id, name, domain) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (connection_id, crm_id) DO UPDATE SET name = excluded.name, domain = coalesce(excluded.domain, accounts.domain) RETURNING id`,
    [input.id, input.connectionId, input.crmId, input.name, input.domain],
  );
  return row?.id ?? input.id;
}
