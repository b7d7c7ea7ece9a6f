import type { z } from 'zod';
import type { endpoints } from '../../contracts/api/index.ts';
import { isThere } from '../crm-values.ts';
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';

export type ConnectionView = Omit<
  z.output<typeof endpoints.getSystemStatus.response>['connections'][number],
  'missingScopes' | 'hasAccess' | 'isInEnvironment' | 'isByKey' | 'nextReconcileAt'
> & {
  /** what the CRM said that we lack; null: it was not asked */
  lacked: string[] | null;
};

/** Each CRM connection with what waits, what failed and what its call budget holds. */
export async function listConnections(sql: Sql): Promise<ConnectionView[]> {
  const rows = await sql.query<{ row: ConnectionView }>(
    `SELECT jsonb_build_object('id', c.id, 'provider', c.provider, 'accountId', c.account_id, 'name', c.name, 'status', c.status, 'statusReason', c.status_reason,
       'statusSince', ${instantSql('c.status_since')}, 'mode', c.mode, 'wonSince', c.won_since,
       'isMadeHere', g.connection_id IS NOT NULL, 'isByConsent', coalesce(cardinality(g.scopes) > 0, false), 'actsAs', c.access ->> 'actsAs', 'scopes', coalesce(c.access -> 'scopes', to_jsonb(g.scopes), '[]'),
       'lacked', c.access -> 'missing', 'connectedBy', g.connected_by, 'connectedAt', ${instantSql('g.connected_at')}, 'lastAnsweredAt', ${instantSql('c.last_answered_at')}, 'oldestEventAt', (SELECT ${instantSql('min(e.received_at)')} FROM inbox_events e WHERE e.connection_id = c.id AND e.state = 'pending'),
       'oldestWriteAt', (SELECT ${instantSql('min(v.wanted_at)')} FROM crm_values v WHERE v.connection_id = c.id AND v.state = 'pending' AND ${isThere}), 'lastEventAt', ${instantSql('c.last_event_at')}, 'lastReconciledAt', ${instantSql('c.last_reconciled_at')}, 'dealSearchOffSince', ${instantSql('c.deal_search_off_since')},
       'pendingEvents', (SELECT count(*) FROM inbox_events e WHERE e.connection_id = c.id AND e.state = 'pending'),
       'pendingWrites', (SELECT count(*) FROM crm_values v WHERE v.connection_id = c.id AND v.state = 'pending' AND ${isThere}),
       'failedWrites', (SELECT count(*) FROM crm_values v WHERE v.connection_id = c.id AND v.state = 'failed'),
       'stoppedFields', (SELECT count(*) FROM crm_stopped_fields s WHERE s.connection_id = c.id),
       'budget', coalesce((SELECT jsonb_agg(jsonb_build_object('limitClass', b.limit_class, 'capacity', b.capacity,
           'left', least(b.capacity, b.tokens + extract(epoch FROM clock_timestamp() - b.refilled_at) * b.refill_per_second),
           'blockedUntil', CASE WHEN b.blocked_until > clock_timestamp() THEN ${instantSql('b.blocked_until')} END) ORDER BY b.limit_class)
         FROM rate_buckets b WHERE b.connection_id = c.id), '[]')) AS row
     FROM crm_connections c LEFT JOIN crm_credentials g ON g.connection_id = c.id ORDER BY c.provider, c.name, c.id`,
  );
  return rows.map(({ row }) => row);
}
