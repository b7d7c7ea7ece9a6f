import { v7 as uuid } from 'uuid';
import type { CrmProvider } from '../../integrations/ports.ts';
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
}

export async function rememberConnection(
  sql: Sql,
  input: { provider: CrmProvider; accountId: string; name: string },
  now: Date,
): Promise<CrmConnection> {
  const [row] = await sql.query<{ id: string; status: CrmConnection['status'] }>(
    `INSERT INTO crm_connections AS c (id, provider, account_id, name, status_since) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (provider, account_id) DO UPDATE SET name = excluded.name RETURNING id, status`,
    [uuid(), input.provider, input.accountId, input.name, now],
  );
  if (!row) throw new Error('A connection was neither inserted nor found');
  return { ...input, id: row.id, status: row.status };
}

/** @returns whether the status changed; the screens hear of it. */
export async function setConnectionStatus(
  sql: Sql,
  connectionId: string,
  status: CrmConnection['status'],
  reason: string | null,
  now: Date,
): Promise<boolean> {
  const rows = await sql.query(
    'UPDATE crm_connections SET status = $2, status_reason = $3, status_since = $4 WHERE id = $1 AND status <> $2 RETURNING 1',
    [connectionId, status, reason, now],
  );
  if (rows.length > 0) await notifyLive(sql, { type: 'system' });
  if (rows.length > 0 && status === 'revoked')
    await openAlert(sql, { kind: 'crm_revoked', connectionId, detail: reason ?? '' }, now);
  if (status === 'active') await accessIsBack(sql, connectionId, now);
  return rows.length > 0;
}

export async function connectionById(sql: Sql, connectionId: string): Promise<CrmConnection> {
  const [row] = await sql.query<{
    id: string;
    provider: CrmProvider;
    account_id: string;
    name: string;
    status: CrmConnection['status'];
  }>('SELECT id, provider, account_id, name, status FROM crm_connections WHERE id = $1', [connectionId]);
  if (!row) throw new AppError('not_found', { message: 'There is no such CRM connection', details: { connectionId } });
  return { id: row.id, provider: row.provider, accountId: row.account_id, name: row.name, status: row.status };
}

export const touchDrained = (sql: Sql, connectionId: string, now: Date): Promise<unknown> =>
  sql.query(
    `UPDATE crm_connections SET last_drained_at = $2,
       last_event_at = (SELECT received_at FROM inbox_events WHERE connection_id = $1 ORDER BY id DESC LIMIT 1) WHERE id = $1`,
    [connectionId, now],
  );
