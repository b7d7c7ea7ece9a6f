/**
 * Deals to be read again though no event announced them: each gets an event of our own, which goes the ordinary way. Finding
 * and storing is one statement, as a look finds hundreds. What waits in the inbox is read anyway.
 */
import type { ChangedDeal } from '../../integrations/ports.ts';
import type { Sql } from './database.ts';

/** A query of `deal_id`; `$1` is the connection, its own values begin with `$4`. */
export interface DealsFound {
  query: string;
  values: unknown[];
}

/** looked up in one set: PostgreSQL takes what stands in an array for few, and would compare each with each */
export const notWaiting = `w.deal_id NOT IN (SELECT e.deal_id FROM inbox_events e WHERE e.connection_id = $1 AND e.state = 'pending')`;

/** Salesforce tells whole seconds: what is read in the same one may have changed after it. */
const isUnsure = `(d.snapshot ->> 'modifiedAt')::timestamptz = w.modified_at AND date_trunc('second', w.modified_at) = w.modified_at
         AND d.read_at - make_interval(secs => $7) < w.modified_at + interval '10 seconds'`;

/**
 * Won ones, those that were, and those of onboardings, where they are not as they were when we read them last.
 * @param offsetMs how far our clock is ahead of the CRM's
 */
export const changedDeals = (deals: ChangedDeal[], offsetMs: number): DealsFound => ({
  query: `SELECT w.deal_id
     FROM unnest($4::text[], $5::boolean[], $6::timestamptz[]) AS w(deal_id, is_won, modified_at)
     LEFT JOIN deals d ON d.connection_id = $1 AND d.deal_id = w.deal_id
     WHERE (d.deal_id IS NULL OR d.is_deleted OR (d.snapshot ->> 'modifiedAt')::timestamptz < w.modified_at OR ${isUnsure})
       AND (w.is_won OR d.is_won OR EXISTS (SELECT 1 FROM onboardings o WHERE o.connection_id = $1 AND o.deal_id = w.deal_id AND o.status <> 'cancelled'))
       AND ${notWaiting}`,
  values: [
    deals.map(({ dealId }) => dealId),
    deals.map(({ isWon }) => isWon),
    deals.map(({ modifiedAt }) => modifiedAt),
    offsetMs / 1000,
  ],
});

/** Of those that are gone in the CRM, the ones that we do not know to be. */
export const goneDeals = (dealIds: string[]): DealsFound => ({
  query: `SELECT w.deal_id FROM unnest($4::text[]) AS w(deal_id)
     JOIN deals d ON d.connection_id = $1 AND d.deal_id = w.deal_id AND NOT d.is_deleted WHERE ${notWaiting}`,
  values: [dealIds],
});

export const theseDeals = (dealIds: string[]): DealsFound => ({
  query: 'SELECT w.deal_id FROM unnest($4::text[]) AS w(deal_id)',
  values: [dealIds],
});

/** @param at of one look: found twice by it, a deal is told of once. @returns how many are to be read */
export async function storeFound(
  sql: Sql,
  connectionId: string,
  { query, values }: DealsFound,
  { at, now }: { at: Date; now: Date },
): Promise<number> {
  const [row] = await sql.query<{ stored: number }>(
    `WITH stored AS (
       INSERT INTO inbox_events (connection_id, dedupe_key, kind, deal_id, payload, received_at)
       SELECT $1::uuid, 'reconcile:' || f.deal_id || ':' || $2::text, 'deal_changed', f.deal_id, '{"merged":[],"raw":{"foundBy":"reconcile"}}'::jsonb, $3::timestamptz
       FROM (${query}) AS f ORDER BY f.deal_id ON CONFLICT (connection_id, dedupe_key) DO NOTHING RETURNING 1
     ) SELECT count(*)::int AS stored FROM stored`,
    [connectionId, at.toISOString(), now, ...values],
  );
  return row?.stored ?? 0;
}
