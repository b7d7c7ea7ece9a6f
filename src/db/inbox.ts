/** Vendor events: stored before they are acknowledged, once per dedupe key. */
import type { CrmEvent } from '../../integrations/ports.ts';
import type { Sql } from './database.ts';

/** One statement for a whole delivery. @returns how many were new. */
export async function storeEvents(db: Sql, connectionId: string, events: CrmEvent[], now: Date): Promise<number> {
  const rows = events.map((event) => ({
    dedupe_key: event.dedupeKey, kind: event.kind, deal_id: event.dealId, payload: { merged: event.mergedDealIds, raw: event.raw },
    occurred_at: event.occurredAt, reason: event.reason,
    state: event.kind === 'unreadable' ? 'quarantined' : event.kind === 'other' || event.isOwnWrite ? 'ignored' : 'pending',
  }));
  const [result] = await db.query<{ stored: string }>(
    `WITH stored AS (
       INSERT INTO inbox_events (connection_id, dedupe_key, kind, deal_id, payload, occurred_at, received_at, state, reason)
       SELECT $1::uuid, dedupe_key, kind, deal_id, payload, occurred_at, $3::timestamptz, state, reason
       FROM jsonb_to_recordset($2::jsonb) AS e(dedupe_key text, kind text, deal_id text, payload jsonb, occurred_at timestamptz, state text, reason text)
       ON CONFLICT (connection_id, dedupe_key) DO NOTHING RETURNING 1
     ) SELECT count(*) AS stored FROM stored`,
    [connectionId, JSON.stringify(rows), now],
  );
  return Number(result?.stored ?? 0);
}

export async function countRefusal(db: Sql, provider: string, reason: string, now: Date): Promise<void> {
  await db.query(
    `INSERT INTO webhook_refusals (provider, reason, day, count) VALUES ($1, $2, $3::timestamptz AT TIME ZONE 'UTC', 1)
     ON CONFLICT (provider, reason, day) DO UPDATE SET count = webhook_refusals.count + 1`,
    [provider, reason, now],
  );
}

export interface PendingDeal { dealId: string; eventIds: string[]; kinds: string[]; mergedDealIds: string[] }

/** The oldest pending deals, each with all its pending events. */
export async function readPendingDeals(db: Sql, connectionId: string, limit: number): Promise<PendingDeal[]> {
  const rows = await db.query<{ deal_id: string; ids: string[]; kinds: string[]; merged: string[] | null }>(
    `SELECT deal_id, array_agg(id::text ORDER BY id) AS ids, array_agg(DISTINCT kind) AS kinds,
       (SELECT array_agg(DISTINCT m) FROM unnest(array_agg(payload -> 'merged')) AS p(list), jsonb_array_elements_text(p.list) AS m) AS merged
     FROM inbox_events WHERE connection_id = $1 AND state = 'pending' GROUP BY deal_id ORDER BY min(id) LIMIT $2`,
    [connectionId, limit],
  );
  return rows.map((row) => ({ dealId: row.deal_id, eventIds: row.ids, kinds: row.kinds, mergedDealIds: row.merged ?? [] }));
}

export async function settleEvents(db: Sql, eventIds: string[], state: 'handled' | 'quarantined', reason: string | null, now: Date): Promise<void> {
  await db.query('UPDATE inbox_events SET state = $2, reason = $3, handled_at = $4 WHERE id = ANY($1::bigint[])', [eventIds, state, reason, now]);
}

export async function connectionsWithPendingEvents(db: Sql): Promise<string[]> {
  const rows = await db.query<{ connection_id: string }>(`SELECT DISTINCT connection_id FROM inbox_events WHERE state = 'pending'`);
  return rows.map((row) => row.connection_id);
}
