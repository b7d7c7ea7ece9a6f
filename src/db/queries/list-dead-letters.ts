import type { z } from 'zod';
import type { deadLetter } from '../../contracts/api/ledger.ts';
import { crmValueLabel, withoutMark } from '../../contracts/crm-value-label.ts';
import { userMark } from '../../domain/crm-user.ts';
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';

export type DeadLetter = z.output<typeof deadLetter>;
type DeadRow = Omit<DeadLetter, 'wantedLabel'> & { labels: Record<string, string> | null };

/** Notes and tasks go on being tried by themselves; after this many attempts a person should know. */
export const deadEffect = `e.state = 'unclear' AND e.attempts >= 3`;

/** A user who was not found is told by the address that was looked for. */
const wanted = `CASE WHEN starts_with(v.value #>> '{}', '${userMark}') THEN to_jsonb(substr(v.value #>> '{}', ${userMark.length + 1})) ELSE v.value END`;

/** Values that the CRM refused, and notes, tasks and renewal deals that do not come about, whose failures the ledger has without a record; oldest first. */
export async function listDeadLetters(
  sql: Sql,
  { connectionId, limit }: { connectionId?: string | undefined; limit: number },
): Promise<{ items: DeadLetter[]; total: number }> {
  const [found] = await sql.query<{ items: DeadRow[]; total: number }>(
    `WITH dead AS (
       SELECT v.connection_id, v.onboarding_id, v.object_type, v.record_id, v.field, ${wanted} AS wanted, v.why, v.error, v.attempts, v.wanted_at AS since, v.record_id AS ledger_record
       FROM crm_values v WHERE v.state = 'failed'
       UNION ALL
       SELECT w.connection_id, e.onboarding_id, replace(e.kind, 'crm_', ''), coalesce(e.payload ->> 'dealId', ''), e.step, e.payload, replace(e.step, '_', ' '), e.error, e.attempts, e.planned_at, ''
       FROM effects e JOIN onboardings w ON w.id = e.onboarding_id WHERE ${deadEffect} AND e.kind LIKE 'crm\\_%'
     ), mine AS (SELECT * FROM dead WHERE $1::uuid IS NULL OR connection_id = $1),
     oldest AS (SELECT * FROM mine ORDER BY since, record_id, field LIMIT $2)
     SELECT (SELECT count(*)::int FROM mine) AS total, coalesce((SELECT jsonb_agg(jsonb_build_object(
         'connectionId', d.connection_id, 'connectionName', c.name, 'onboardingId', d.onboarding_id, 'onboardingName', o.name, 'objectType', d.object_type,
         'recordId', d.record_id, 'field', d.field, 'fieldLabel', c.field_labels ->> (d.object_type || '.' || d.field), 'labels', c.value_labels -> (d.object_type || '.' || d.field), 'wanted', d.wanted, 'why', d.why, 'error', d.error, 'attempts', d.attempts, 'since', ${instantSql('d.since')},
         'ledgerId', (SELECT max(l.id)::text FROM sync_ledger l WHERE l.onboarding_id = d.onboarding_id AND l.field = d.field AND l.record_id = d.ledger_record
           AND (l.record_id = '' OR l.object_type = d.object_type) AND l.result = 'failed' AND l.direction = 'out')
       ) ORDER BY d.since, d.record_id, d.field)
       FROM oldest d JOIN crm_connections c ON c.id = d.connection_id JOIN onboardings o ON o.id = d.onboarding_id), '[]') AS items`,
    [connectionId ?? null, limit],
  );
  return found ? { ...found, items: found.items.map(viewOf) } : { items: [], total: 0 };
}

const viewOf = ({ labels, ...row }: DeadRow): DeadLetter => ({
  ...row,
  wanted: withoutMark(row.field, row.wanted),
  wantedLabel: crmValueLabel(row.objectType, row.field, row.wanted, labels),
});
