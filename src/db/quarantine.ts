/** Events that wait for a person: those that could not be read, and those whose deal could not be applied. */
import { eventsMayBeWell, openAlert } from './alerts.ts';
import type { Database, Sql } from './database.ts';
import { settleEvents } from './inbox.ts';
import { notifyLive } from './live.ts';
import { enqueue, workflowOf } from './outbox.ts';

/** A deal that could not be applied; administrators are told. */
export const setAside = (
  db: Database,
  { connectionId, eventIds, reason }: { connectionId: string; eventIds: string[]; reason: string },
  now: Date,
): Promise<void> =>
  db.transaction(async (tx) => {
    await settleEvents(tx, eventIds, 'quarantined', reason, now);
    await openAlert(tx, { kind: 'crm_events_set_aside', connectionId, detail: reason }, now);
    await notifyLive(tx, { type: 'queue' });
  });

/** What waits of one deal stands in the queue as one, and is decided as one. */
const isMeant = `e.state = 'quarantined' AND ($1::bigint IS NULL OR e.id = $1 OR EXISTS (SELECT 1 FROM inbox_events asked
  WHERE asked.id = $1 AND asked.state = 'quarantined' AND asked.kind <> 'unreadable' AND e.kind <> 'unreadable'
    AND asked.connection_id = e.connection_id AND asked.deal_id = e.deal_id))`;

/** Their deals are read and applied anew; what could not be read stays. @param eventId null: all @returns how many */
export const replayQuarantined = (
  db: Database,
  { eventId, by, now }: { eventId: string | null; by: string; now: Date },
): Promise<number> =>
  db.transaction(async (tx) => {
    const connections = await decided(
      tx,
      `UPDATE inbox_events e SET state = 'pending', handled_at = NULL, reason = concat_ws(' · ', reason, $2::text)
       WHERE ${isMeant} AND e.kind <> 'unreadable' RETURNING e.connection_id`,
      [eventId, `tried again by ${by}`],
      now,
    );
    await enqueue(
      tx,
      [...new Set(connections)].sort().map((id) => workflowOf('crm_intake', id)),
    );
    return connections.length;
  });

/** @returns whether it was still open. The reason is kept with the event. */
export const dismissQuarantined = (
  db: Database,
  { eventId, reason, by, now }: { eventId: string; reason: string; by: string; now: Date },
): Promise<boolean> =>
  db.transaction(async (tx) => {
    const connections = await decided(
      tx,
      `UPDATE inbox_events e SET state = 'ignored', handled_at = $3, reason = concat_ws(' · ', reason, $2::text)
       WHERE ${isMeant} RETURNING e.connection_id`,
      [eventId, `closed by ${by}: ${reason}`, now],
      now,
    );
    return connections.length > 0;
  });

/** Another event led to what these could not. */
export const appliedAfterAll = async (
  db: Database,
  { connectionId, dealIds }: { connectionId: string; dealIds: string[] },
  now: Date,
): Promise<void> => {
  if (dealIds.length === 0) return;
  await db.transaction((tx) =>
    decided(
      tx,
      `UPDATE inbox_events e SET state = 'handled', handled_at = $3, reason = NULL
       WHERE e.state = 'quarantined' AND e.kind <> 'unreadable' AND e.connection_id = $1 AND e.deal_id = ANY($2) RETURNING e.connection_id`,
      [connectionId, dealIds, now],
      now,
    ),
  );
};

/** @returns the connection of each event */
async function decided(tx: Sql, statement: string, values: unknown[], now: Date): Promise<string[]> {
  const rows = await tx.query<{ connection_id: string }>(statement, values);
  const connections = rows.map((row) => row.connection_id);
  for (const connectionId of new Set(connections)) await eventsMayBeWell(tx, connectionId, now);
  if (rows.length > 0) await notifyLive(tx, { type: 'queue' });
  return connections;
}
