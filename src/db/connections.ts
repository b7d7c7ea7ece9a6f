import { v7 as uuid } from 'uuid';
import type { CrmProvider } from '../../integrations/ports.ts';
import type { Mapping } from '../domain/mapping/model.ts';
import type { LocalDate } from '../domain/model.ts';
import { AppError } from '../errors.ts';
import type { Sql } from './database.ts';
import { accessIsBack, openAlert } from './alerts.ts';
import { notifyLive } from './live.ts';

export interface CrmConnection {
  id: string;
  provider: CrmProvider;
  accountId: string;
  name: string;
  status: 'active' | 'revoked' | 'paused';
  /** dry_run: what we would write stands in the ledger alone */
  mode: 'live' | 'dry_run';
}

/** @param input.wonSince of a connection that is new: deals won before that day start nothing by themselves; left out, all do */
export async function rememberConnection(
  sql: Sql,
  input: { provider: CrmProvider; accountId: string; name: string; wonSince?: LocalDate },
  now: Date,
): Promise<CrmConnection> {
  const { provider, accountId, name, wonSince = null } = input;
  const [row] = await sql.query<Pick<CrmConnection, 'id' | 'status' | 'mode'>>(
    `INSERT INTO crm_connections AS c (id, provider, account_id, name, status_since, won_since) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (provider, account_id) DO UPDATE SET name = excluded.name RETURNING id, status, mode`,
    [uuid(), provider, accountId, name, now, wonSince],
  );
  if (!row) throw new Error('A connection was neither inserted nor found');
  return { provider, accountId, name, ...row };
}

/** @returns whether the status changed; the screens hear of it. A paused one cannot be found revoked: it was not asked. */
export async function setConnectionStatus(
  sql: Sql,
  connectionId: string,
  status: CrmConnection['status'],
  reason: string | null,
  now: Date,
): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE crm_connections SET status = $2, status_reason = $3, status_since = $4
     WHERE id = $1 AND status <> $2 AND ($2 <> 'revoked' OR status = 'active') RETURNING 1`,
    [connectionId, status, reason, now],
  );
  if (rows.length > 0) await notifyLive(sql, { type: 'system' });
  if (rows.length > 0 && status === 'revoked')
    await openAlert(sql, { kind: 'crm_revoked', connectionId, detail: reason ?? '' }, now);
  if (status === 'active') await accessIsBack(sql, connectionId, now);
  return rows.length > 0;
}

/** With what is read and written there. */
export interface MappedConnection extends CrmConnection {
  mapping: { id: string; content: Mapping } | null;
  /** deals won before this day start no onboarding by themselves; null: all do */
  wonSince: LocalDate | null;
  /** `deal.<field>` or `company.<field>`: left out until they are there again */
  stoppedFields: string[];
}

export async function connectionById(sql: Sql, connectionId: string): Promise<MappedConnection> {
  const [row] = await sql.query<MappedConnection>(
    `SELECT c.id, c.provider, c.account_id AS "accountId", c.name, c.status, c.mode, c.won_since::text AS "wonSince",
       (SELECT json_build_object('id', m.id, 'content', m.content) FROM crm_mappings m WHERE m.connection_id = c.id AND m.state = 'active') AS mapping,
       ARRAY(SELECT s.object_type || '.' || s.field FROM crm_stopped_fields s WHERE s.connection_id = c.id) AS "stoppedFields"
     FROM crm_connections c WHERE c.id = $1`,
    [connectionId],
  );
  if (!row) throw new AppError('not_found', { message: 'There is no such CRM connection', details: { connectionId } });
  return row;
}

/** @returns whether it changed; the screens hear of it. */
export async function setConnectionMode(sql: Sql, connectionId: string, mode: CrmConnection['mode']): Promise<boolean> {
  const rows = await sql.query('UPDATE crm_connections SET mode = $2 WHERE id = $1 AND mode <> $2 RETURNING 1', [
    connectionId,
    mode,
  ]);
  if (rows.length > 0) await notifyLive(sql, { type: 'system' });
  return rows.length > 0;
}

export async function setWonSince(sql: Sql, connectionId: string, wonSince: LocalDate | null): Promise<void> {
  const rows = await sql.query('UPDATE crm_connections SET won_since = $2 WHERE id = $1 RETURNING 1', [
    connectionId,
    wonSince,
  ]);
  if (rows.length === 0)
    throw new AppError('not_found', { message: 'There is no such CRM connection', details: { connectionId } });
  await notifyLive(sql, { type: 'system' });
}

/** Whether reconcile looks for deals that no event announced. Once it does again, its first look goes back to where it ended. */
export async function setDealSearch(sql: Sql, connectionId: string, isOn: boolean, now: Date): Promise<void> {
  const rows = await sql.query(
    `UPDATE crm_connections SET last_reconciled_at = CASE WHEN $2 AND last_reconciled_at > deal_search_off_since THEN deal_search_off_since ELSE last_reconciled_at END,
       deal_search_off_since = CASE WHEN NOT $2 THEN coalesce(deal_search_off_since, last_reconciled_at, $3) END
     WHERE id = $1 RETURNING 1`,
    [connectionId, isOn, now],
  );
  if (rows.length === 0)
    throw new AppError('not_found', { message: 'There is no such CRM connection', details: { connectionId } });
  await notifyLive(sql, { type: 'system' });
}

export const touchDrained = (sql: Sql, connectionId: string, now: Date): Promise<unknown> =>
  sql.query(
    `UPDATE crm_connections SET last_drained_at = $2,
       last_event_at = coalesce((SELECT received_at FROM inbox_events WHERE connection_id = $1 ORDER BY id DESC LIMIT 1), last_event_at) WHERE id = $1`,
    [connectionId, now],
  );
