import type { CrmProvider } from '../../integrations/ports.ts';
import type { SystemPart } from '../api/deps.ts';
import type { Clock } from '../db/clock.ts';
import { isReady } from '../db/crm-values.ts';
import type { Database } from '../db/database.ts';

const waitsTooLongMs = 60_000;

/**
 * What has waited for a minute says that the CRM does not take or answer calls; what waits for a connection that stands
 * still waits for us.
 */
export async function crmPart(
  db: Database,
  clock: Clock,
  { provider, name, detail }: { provider: CrmProvider; name: string; detail: string },
): Promise<SystemPart> {
  const still = await whatStandsStill(db, provider);
  if (still?.isAll)
    return { name, state: 'paused', detail: `${detail}; ${still.words}`, since: still.since.toISOString() };
  const told = still ? `${detail}; ${still.words}` : detail;
  const [row] = await db.query<{ since: Date | null; values: number; events: number; isUsedUp: boolean }>(
    `WITH mine AS (SELECT id FROM crm_connections WHERE provider = $1 AND status = 'active')
     SELECT least(v.since, e.since) AS since, v.waiting AS values, e.waiting AS events,
       EXISTS (SELECT 1 FROM rate_buckets WHERE connection_id IN (SELECT id FROM mine) AND limit_class = 'daily' AND blocked_until > clock_timestamp()) AS "isUsedUp"
     FROM (SELECT min(v.wanted_at) AS since, count(*)::int AS waiting FROM crm_values v
           WHERE v.state = 'pending' AND v.connection_id IN (SELECT id FROM mine) AND ${isReady}) v,
          (SELECT min(received_at) AS since, count(*)::int AS waiting FROM inbox_events
           WHERE state = 'pending' AND connection_id IN (SELECT id FROM mine)) e`,
    [provider],
  );
  const since = row?.since ?? null;
  if (!row || since === null || clock.now().getTime() - since.getTime() < waitsTooLongMs) {
    return { name, state: 'on', detail: told, since: null };
  }
  return {
    name,
    state: 'degraded',
    detail: `${detail} ${row.isUsedUp ? 'has no calls left for us for now' : 'does not answer as it should'}; what waits goes on by itself: ${waiting(row)}`,
    since: since.toISOString(),
  };
}

/** @returns null where all connections to a CRM are active */
async function whatStandsStill(
  db: Database,
  provider: CrmProvider,
): Promise<{ words: string; since: Date; isAll: boolean } | null> {
  const [row] = await db.query<{ words: string | null; since: Date; isAll: boolean }>(
    `SELECT string_agg(name || CASE status WHEN 'paused' THEN ' is paused' ELSE ' refuses our access' END, ', ' ORDER BY name) FILTER (WHERE status <> 'active') AS words,
       min(status_since) FILTER (WHERE status <> 'active') AS since, bool_and(status <> 'active') AS "isAll"
     FROM crm_connections WHERE provider = $1`,
    [provider],
  );
  return row && row.words !== null ? { ...row, words: row.words } : null;
}

const waiting = ({ values, events }: { values: number; events: number }): string =>
  [counted(values, 'value'), counted(events, 'event')].filter((words) => words !== null).join(' and ');
const counted = (count: number, one: string): string | null =>
  count === 0 ? null : `${count} ${count === 1 ? one : `${one}s`}`;
