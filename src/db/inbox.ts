/** Vendor events: stored before they are acknowledged, once per dedupe key. */
import type { CrmEvent } from '../../integrations/ports.ts';
import { openAlert } from './alerts.ts';
import type { Database, Sql } from './database.ts';

const storeStatement = `
WITH stored AS (
  INSERT INTO inbox_events (connection_id, dedupe_key, kind, deal_id, payload, occurred_at, received_at, state, reason)
  SELECT e.connection_id, e.dedupe_key, e.kind, e.deal_id, e.payload, e.occurred_at, $9::timestamptz, e.state, e.reason
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::timestamptz[], $7::text[], $8::text[])
    AS e(connection_id, dedupe_key, kind, deal_id, payload, occurred_at, state, reason)
  ORDER BY e.connection_id, e.dedupe_key
  ON CONFLICT (connection_id, dedupe_key) DO NOTHING RETURNING 1
) SELECT count(*)::int AS stored FROM stored`;

export interface ReceivedEvent {
  connectionId: string;
  event: CrmEvent;
}

/** One prepared statement for any number of events. @returns how many were new. */
export async function storeReceived(db: Database, received: ReceivedEvent[], now: Date): Promise<number> {
  const column = <T>(of: (received: ReceivedEvent) => T): T[] => received.map(of);
  const { rows } = await db.pool.query<{ stored: number }>({
    name: 'store-inbox-events',
    text: storeStatement,
    values: [
      column(({ connectionId }) => connectionId),
      column(({ event }) => event.dedupeKey),
      column(({ event }) => event.kind),
      column(({ event }) => event.dealId),
      column(({ event }) => payloadOf(event)),
      column(({ event }) => event.occurredAt),
      column(({ event }) => stateOf(event)),
      column(({ event }) => event.reason),
      now,
    ],
  });
  const unreadable = received.filter(({ event }) => event.kind === 'unreadable');
  for (const { connectionId, event } of unreadable) {
    const detail = event.reason ?? 'It could not be read';
    await openAlert(db, { kind: 'crm_events_set_aside', connectionId, detail }, now);
  }
  return rows[0]?.stored ?? 0;
}

/** jsonb has neither NUL nor half a surrogate pair, and one of them would refuse every event of the statement. */
const escapes = /\\(?:\\|u(?:0000|d[89a-f][0-9a-f]{2}))/g;
const payloadOf = ({ mergedDealIds, raw }: CrmEvent): string =>
  JSON.stringify({ merged: mergedDealIds, raw }).replaceAll(escapes, (escape) =>
    escape === '\\\\' ? escape : '\\ufffd',
  );

export const storeEvents = (db: Database, connectionId: string, events: CrmEvent[], now: Date): Promise<number> =>
  storeReceived(
    db,
    events.map((event) => ({ connectionId, event })),
    now,
  );

/** Unreadable ones wait for a person; what we did ourselves or do not follow asks for nothing. */
const stateOf = ({ kind, isOwnWrite }: CrmEvent): string =>
  kind === 'unreadable' ? 'quarantined' : kind === 'other' || isOwnWrite ? 'ignored' : 'pending';

export async function countRefusal(db: Sql, provider: string, reason: string, now: Date): Promise<void> {
  await db.query(
    `INSERT INTO webhook_refusals (provider, reason, day, count) VALUES ($1, $2, $3::timestamptz AT TIME ZONE 'UTC', 1)
     ON CONFLICT (provider, reason, day) DO UPDATE SET count = webhook_refusals.count + 1`,
    [provider, reason, now],
  );
}

/** What was refused today, by reason: `too_large`, `secret`. */
export const refusalsToday = (db: Sql, provider: string, now: Date): Promise<{ reason: string; count: number }[]> =>
  db.query(
    `SELECT reason, count FROM webhook_refusals WHERE provider = $1 AND day = ($2::timestamptz AT TIME ZONE 'UTC')::date ORDER BY reason`,
    [provider, now],
  );

export interface PendingDeal {
  dealId: string;
  eventIds: string[];
  kinds: string[];
  mergedDealIds: string[];
}

/**
 * The oldest pending deals, each with all its pending events. What reconcile found alone comes last: nobody announced it,
 * it may be thousands, and what was announced a moment ago would wait behind them.
 */
export async function readPendingDeals(db: Sql, connectionId: string, limit: number): Promise<PendingDeal[]> {
  const rows = await db.query<{ deal_id: string; ids: string[]; kinds: string[]; merged: string[] | null }>(
    `SELECT deal_id, array_agg(id::text ORDER BY id) AS ids, array_agg(DISTINCT kind) AS kinds,
       (SELECT array_agg(DISTINCT m) FROM unnest(array_agg(payload -> 'merged')) AS p(list), jsonb_array_elements_text(p.list) AS m) AS merged
     FROM inbox_events WHERE connection_id = $1 AND state = 'pending' GROUP BY deal_id
     ORDER BY bool_and(starts_with(dedupe_key, 'reconcile:')), min(id) LIMIT $2`,
    [connectionId, limit],
  );
  return rows.map((row) => ({
    dealId: row.deal_id,
    eventIds: row.ids,
    kinds: row.kinds,
    mergedDealIds: row.merged ?? [],
  }));
}

export async function settleEvents(
  db: Sql,
  eventIds: string[],
  state: 'handled' | 'quarantined',
  reason: string | null,
  now: Date,
): Promise<void> {
  await db.query('UPDATE inbox_events SET state = $2, reason = $3, handled_at = $4 WHERE id = ANY($1::bigint[])', [
    eventIds,
    state,
    reason,
    now,
  ]);
}

export interface WaitingEvents {
  connectionId: string;
  /** the id of the newest of them */
  newest: string;
}

/** Of connections that may be read; the events of others wait until somebody resumes these. */
export const connectionsWithPendingEvents = (db: Sql): Promise<WaitingEvents[]> =>
  db.query(
    `SELECT e.connection_id AS "connectionId", max(e.id)::text AS newest FROM inbox_events e JOIN crm_connections c ON c.id = e.connection_id
     WHERE e.state = 'pending' AND c.status = 'active' GROUP BY e.connection_id`,
  );
