import type { z } from 'zod';
import type { deadLetter } from '../../contracts/api/ledger.ts';
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';

export type DeadLetter = z.output<typeof deadLetter>;

/** Notes and tasks go on being tried by themselves; after this many attempts a person should know. */
export const deadEffect = `e.state = 'unclear' AND e.attempts >= 3`;

/** Values that the CRM refused, and notes, tasks and renewal deals that do not come about; oldest first. */
export async function listDeadLetters(
  sql: Sql,
  { connectionId, limit }: { connectionId?: string | undefined; limit: number },
): Promise<{ items: DeadLetter[]; total: number }> {
  const rows = await sql.query<DeadLetter & { total: number }>(
    `SELECT d.connection_id AS "connectionId", c.name AS "connectionName", d.onboarding_id AS "onboardingId", o.name AS "onboardingName",
       d.object_type AS "objectType", d.record_id AS "recordId", d.field, d.wanted, d.why, d.error, d.attempts, ${instantSql('d.since')} AS since,
       count(*) OVER ()::int AS total
     FROM (
       SELECT v.connection_id, v.onboarding_id, v.object_type, v.record_id, v.field, v.value AS wanted, v.why, v.error, v.attempts, v.wanted_at AS since
       FROM crm_values v WHERE v.state = 'failed'
       UNION ALL
       SELECT w.connection_id, e.onboarding_id, replace(e.kind, 'crm_', ''), coalesce(e.payload ->> 'dealId', ''), e.step, e.payload, replace(e.step, '_', ' '), e.error, e.attempts, e.planned_at
       FROM effects e JOIN onboardings w ON w.id = e.onboarding_id WHERE ${deadEffect} AND e.kind LIKE 'crm\\_%'
     ) d JOIN crm_connections c ON c.id = d.connection_id JOIN onboardings o ON o.id = d.onboarding_id
     WHERE $1::uuid IS NULL OR d.connection_id = $1 ORDER BY d.since, d.record_id, d.field LIMIT $2`,
    [connectionId ?? null, limit],
  );
  return { items: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}
