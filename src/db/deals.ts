import { v7 as uuid } from 'uuid';
import type { DealSnapshot } from '../../integrations/ports.ts';
import { mappingLock } from './crm-mappings.ts';
import type { Sql } from './database.ts';
import { containing } from './queries/fragments.ts';

export interface OnboardingRef {
  id: string;
  cycle: number;
  status: string;
  cancelReason: string | null;
  heldBy: string | null;
  /** when its deal was read last; also where we do not know it, and where it went through before the deal was won */
  wasWon: boolean;
}

/** One deal is worked on by one transaction at a time, whether or not an onboarding exists yet; taken in one order. */
export const lockDeals = (tx: Sql, connectionId: string, dealIds: string[]): Promise<unknown> =>
  tx.query(
    `WITH mapping AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(${mappingLock('$2::text')}))
     SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM mapping, unnest($1::text[]) AS key`,
    [dealIds.map((dealId) => `deal:${connectionId}:${dealId}`).sort(), connectionId],
  );

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

export interface DealMerge {
  mergedDealIds: string[];
  survivorId: string;
}

/** @returns those that we did not know to be merged into it */
export async function rememberMerge(
  tx: Sql,
  connectionId: string,
  mergedDealIds: string[],
  survivorId: string,
): Promise<string[]> {
  const rows = await tx.query<{ deal_id: string }>(
    `INSERT INTO deal_aliases AS a (connection_id, deal_id, canonical_deal_id) SELECT $1, merged, $3 FROM unnest($2::text[]) AS merged WHERE merged <> $3
     ON CONFLICT (connection_id, deal_id) DO UPDATE SET canonical_deal_id = excluded.canonical_deal_id
     WHERE a.canonical_deal_id <> excluded.canonical_deal_id RETURNING deal_id`,
    [connectionId, mergedDealIds, survivorId],
  );
  return rows.map((row) => row.deal_id);
}

/** What was won in one of them was won: the deal that is left is not won again by taking it over. */
export const rememberWon = (
  tx: Sql,
  connectionId: string,
  { mergedDealIds, survivorId }: DealMerge,
): Promise<unknown> =>
  tx.query(
    `UPDATE deals SET is_won = true WHERE connection_id = $1 AND deal_id = $3
       AND EXISTS (SELECT 1 FROM deals m WHERE m.connection_id = $1 AND m.deal_id = ANY($2) AND m.is_won)`,
    [connectionId, mergedDealIds, survivorId],
  );

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
    was_won: boolean;
  }>(
    `SELECT o.id, o.deal_id, o.cycle, o.status, o.cancel_reason, o.held_by, coalesce(d.is_won, true) OR (o.status = 'transitioned' AND o.won_at IS NULL) AS was_won
     FROM onboardings o LEFT JOIN deals d USING (connection_id, deal_id)
     WHERE o.connection_id = $1 AND o.deal_id = ANY($2) ORDER BY o.cycle DESC, o.created_at`,
    [connectionId, dealIds],
  );
  return rows.map((row) => ({
    id: row.id,
    dealId: row.deal_id,
    cycle: row.cycle,
    status: row.status,
    cancelReason: row.cancel_reason,
    heldBy: row.held_by,
    wasWon: row.was_won,
  }));
}

export type EndedBefore = Map<string, { onboardingId: string; stage: string }[]>;

/** Of onboardings that are not their deal's first one, those that ended before; a status is also the stage that we tell. */
export async function endedBefore(sql: Sql, onboardingIds: string[]): Promise<EndedBefore> {
  const rows = await sql.query<{ id: string; onboardingId: string; stage: string }>(
    `SELECT o.id, e.id AS "onboardingId", e.status AS stage FROM onboardings o
     JOIN onboardings e ON e.connection_id = o.connection_id AND e.deal_id = o.deal_id AND e.cycle < o.cycle
     WHERE o.id = ANY($1) AND o.cycle > 1 AND e.status IN ('cancelled', 'transitioned') ORDER BY e.cycle`,
    [onboardingIds],
  );
  return Map.groupBy(rows, ({ id }) => id);
}

/** The names of all that earlier onboardings of these deals, and of deals merged into them, wanted the CRM to hold. */
export async function wantedBefore(
  sql: Sql,
  connectionId: string,
  dealIds: string[],
): Promise<Map<string, Set<string>>> {
  const rows = await sql.query<{ deal_id: string; keys: string[] }>(
    `WITH named AS (
       SELECT deal_id, deal_id AS name FROM unnest($2::text[]) AS d(deal_id)
       UNION SELECT canonical_deal_id, deal_id FROM deal_aliases WHERE connection_id = $1 AND canonical_deal_id = ANY($2)
     ) SELECT n.deal_id, ARRAY(SELECT jsonb_object_keys(o.crm_wanted)) AS keys
     FROM named n JOIN onboardings o ON o.connection_id = $1 AND o.deal_id = n.name`,
    [connectionId, dealIds],
  );
  const byDeal = new Map<string, Set<string>>();
  for (const { deal_id: dealId, keys } of rows) byDeal.set(dealId, new Set([...(byDeal.get(dealId) ?? []), ...keys]));
  return byDeal;
}

export interface ReadDeal {
  deal: DealSnapshot;
  /** why it started none although it is won */
  noOnboardingReason: string | null;
}

/** @returns whether any of them had been deleted and is back */
export async function storeDeals(tx: Sql, connectionId: string, read: ReadDeal[], now: Date): Promise<boolean> {
  if (read.length === 0) return false;
  const column = <T>(of: (one: ReadDeal) => T): T[] => read.map(of);
  const back = await tx.query(
    `WITH back AS (
       SELECT 1 FROM deals WHERE connection_id = $1 AND deal_id = ANY($2) AND is_deleted LIMIT 1
     ), stored AS (
     INSERT INTO deals (connection_id, deal_id, snapshot, is_won, is_deleted, no_onboarding_reason, read_at)
     SELECT $1, deal_id, snapshot, is_won, false, reason, $6
     FROM unnest($2::text[], $3::jsonb[], $4::boolean[], $5::text[]) AS g(deal_id, snapshot, is_won, reason)
     ON CONFLICT (connection_id, deal_id) DO UPDATE SET snapshot = excluded.snapshot, is_won = excluded.is_won, is_deleted = false,
       no_onboarding_reason = excluded.no_onboarding_reason, read_at = excluded.read_at
     ) SELECT 1 FROM back`,
    [
      connectionId,
      column(({ deal }) => deal.dealId),
      column(({ deal }) => JSON.stringify(deal)),
      column(({ deal }) => deal.isWon),
      column(({ noOnboardingReason }) => noOnboardingReason),
      now,
    ],
  );
  return back.length > 0;
}

/** By a part of their name, read last first. */
export async function findWonWithoutOnboarding(
  sql: Sql,
  { connectionIds, text, limit }: { connectionIds: string[]; text: string; limit: number },
): Promise<{ connectionId: string; dealId: string; name: string; stageLabel: string }[]> {
  return sql.query(
    `SELECT d.connection_id AS "connectionId", d.deal_id AS "dealId", d.snapshot ->> 'name' AS name, coalesce(d.snapshot ->> 'stageLabel', '') AS "stageLabel"
     FROM deals d
     WHERE d.connection_id = ANY($1::uuid[]) AND d.is_won AND NOT d.is_deleted AND d.snapshot ->> 'name' ILIKE $2
       AND NOT EXISTS (SELECT 1 FROM onboardings o WHERE o.connection_id = d.connection_id AND o.deal_id = d.deal_id)
       AND NOT EXISTS (SELECT 1 FROM deal_aliases a WHERE a.connection_id = d.connection_id AND a.deal_id = d.deal_id)
     ORDER BY d.read_at DESC, d.deal_id LIMIT $3`,
    [connectionIds, containing(text), limit],
  );
}

export async function markDealDeleted(tx: Sql, connectionId: string, dealId: string, now: Date): Promise<void> {
  await tx.query('UPDATE deals SET is_deleted = true, read_at = $3 WHERE connection_id = $1 AND deal_id = $2', [
    connectionId,
    dealId,
    now,
  ]);
}

export interface KnownAccount {
  connectionId: string | null;
  /** one account per company of the CRM; null: an account of its own */
  crmId: string | null;
  name: string;
  domain: string | null;
}

/**
 * @returns their ids in the given order. One that says nothing new is not written, since deals of the same company
 * would wait for each other.
 */
export async function rememberAccounts(tx: Sql, accounts: KnownAccount[]): Promise<string[]> {
  if (accounts.length === 0) return [];
  const keyed = accounts.map((account) => ({ id: uuid(), ...account }));
  const distinct = new Map(keyed.map((account) => [account.crmId ?? account.id, account]));
  const rows = await tx.query<{ given: string; id: string }>(
    `WITH g AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, "connectionId" uuid, "crmId" text, name text, domain text)
     ), known AS (
       SELECT a.* FROM accounts a JOIN g ON a.connection_id = g."connectionId" AND a.crm_id = g."crmId"
     ), written AS (
       INSERT INTO accounts AS a (id, connection_id, crm_id, name, domain)
       SELECT g.id, g."connectionId", g."crmId", g.name, g.domain FROM g LEFT JOIN known k ON k.crm_id = g."crmId"
       WHERE k.id IS NULL OR k.name <> g.name OR coalesce(g.domain, k.domain) IS DISTINCT FROM k.domain ORDER BY g."crmId"
       ON CONFLICT (connection_id, crm_id) DO UPDATE SET name = excluded.name, domain = coalesce(excluded.domain, a.domain)
       RETURNING a.id, a.crm_id
     )
     SELECT coalesce(g."crmId", g.id::text) AS given, coalesce(w.id, k.id, g.id) AS id
     FROM g LEFT JOIN written w ON w.crm_id = g."crmId" LEFT JOIN known k ON k.crm_id = g."crmId"`,
    [JSON.stringify([...distinct.values()])],
  );
  const idOf = new Map(rows.map(({ given, id }) => [given, id]));
  return keyed.map((account) => idOf.get(account.crmId ?? account.id) ?? account.id);
}

/** Those of the fields that running onboardings of these deals have a value of. */
export async function knownFields(
  sql: Sql,
  connectionId: string,
  dealIds: string[],
  fields: string[],
): Promise<string[]> {
  const rows = await sql.query<{ name: string }>(
    `SELECT name FROM unnest($3::text[]) AS f(name) WHERE EXISTS (
       SELECT 1 FROM onboardings o WHERE o.connection_id = $1 AND o.deal_id = ANY($2) AND jsonb_exists(o.deal->'fields', f.name))`,
    [connectionId, dealIds, fields],
  );
  return rows.map(({ name }) => name);
}
