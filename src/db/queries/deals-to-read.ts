/** Which deals reconcile has to read again. What waits in the inbox is read anyway. */
import type { ChangedDeal } from '../../../integrations/ports.ts';
import type { Sql } from '../database.ts';

/** looked up in one set: PostgreSQL takes what stands in an array for few, and would compare each with each */
export const notWaiting = `w.deal_id NOT IN (SELECT e.deal_id FROM inbox_events e WHERE e.connection_id = $1 AND e.state = 'pending')`;
const idsOf = (rows: { deal_id: string }[]): string[] => rows.map(({ deal_id: dealId }) => dealId);

/** Salesforce tells whole seconds: what is read in the same one may have changed after it. */
const isUnsure = `(d.snapshot ->> 'modifiedAt')::timestamptz = w.modified_at AND date_trunc('second', w.modified_at) = w.modified_at
         AND d.read_at - make_interval(secs => $5) < w.modified_at + interval '10 seconds'`;

/**
 * Won ones and those of onboardings, where they are not as they were when we read them last.
 * @param offsetMs how far our clock is ahead of the CRM's
 */
export async function dealsToRead(
  sql: Sql,
  connectionId: string,
  { deals, offsetMs }: { deals: ChangedDeal[]; offsetMs: number },
): Promise<string[]> {
  const rows = await sql.query<{ deal_id: string }>(
    `SELECT w.deal_id
     FROM unnest($2::text[], $3::boolean[], $4::timestamptz[]) AS w(deal_id, is_won, modified_at)
     LEFT JOIN deals d ON d.connection_id = $1 AND d.deal_id = w.deal_id
     WHERE (d.deal_id IS NULL OR d.is_deleted OR (d.snapshot ->> 'modifiedAt')::timestamptz < w.modified_at OR ${isUnsure})
       AND (w.is_won OR EXISTS (SELECT 1 FROM onboardings o WHERE o.connection_id = $1 AND o.deal_id = w.deal_id AND o.status <> 'cancelled'))
       AND ${notWaiting}`,
    [
      connectionId,
      deals.map(({ dealId }) => dealId),
      deals.map(({ isWon }) => isWon),
      deals.map(({ modifiedAt }) => modifiedAt),
      offsetMs / 1000,
    ],
  );
  return idsOf(rows);
}

/** Of those that are gone in the CRM, the ones that we do not know to be. */
export async function undeletedDeals(sql: Sql, connectionId: string, dealIds: string[]): Promise<string[]> {
  const rows = await sql.query<{ deal_id: string }>(
    `SELECT w.deal_id FROM unnest($2::text[]) AS w(deal_id)
     JOIN deals d ON d.connection_id = $1 AND d.deal_id = w.deal_id AND NOT d.is_deleted WHERE ${notWaiting}`,
    [connectionId, dealIds],
  );
  return idsOf(rows);
}
