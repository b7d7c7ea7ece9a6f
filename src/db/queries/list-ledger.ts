import type { z } from 'zod';
import type { ledgerEntry, ledgerFilter } from '../../contracts/api/ledger.ts';
import { crmValueLabel, withoutMark } from '../../contracts/crm-value-label.ts';
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';
import { cursorKind, type Page } from './cursor.ts';

export type LedgerView = z.output<typeof ledgerEntry>;
export type LedgerFilter = z.output<typeof ledgerFilter> & { cursor?: string | undefined; limit: number };

type LedgerRow = Omit<LedgerView, 'beforeLabel' | 'afterLabel'> & { labels: Record<string, string> | null };

const cursors = cursorKind('ledger', { key: 'none', id: 'number' });

/** The last failure of what still waits for a person; an attempt is a value's or, of notes and tasks, the effect's. */
const canReplay = `l.result = 'failed' AND l.direction = 'out' AND (
  EXISTS (SELECT 1 FROM crm_values v WHERE v.connection_id = l.connection_id AND v.object_type = l.object_type AND v.record_id = l.record_id
    AND v.field = l.field AND v.state = 'failed' AND v.attempts = l.attempt)
  OR EXISTS (SELECT 1 FROM effects e WHERE e.onboarding_id = l.onboarding_id AND e.step = l.field AND e.state = 'unclear'))`;

const firstInstant = `$10::date::timestamp AT TIME ZONE 'UTC'`;
/** Entries are gone through from the newest back, and end here; by their ids' index alone that would be the first there is. */
const firstId = `(SELECT min(id + 0) FROM sync_ledger WHERE at >= ${firstInstant})`;

export async function listLedger(sql: Sql, filter: LedgerFilter): Promise<Page<LedgerView>> {
  const after = cursors.read(filter.cursor);
  const rows = await sql.query<LedgerRow>(
    `SELECT l.id::text AS id, ${instantSql('l.at')} AS at, l.connection_id AS "connectionId", c.name AS "connectionName",
       l.onboarding_id AS "onboardingId", o.name AS "onboardingName", l.direction, l.object_type AS "objectType", l.record_id AS "recordId",
       l.field, c.field_labels ->> (l.object_type || '.' || l.field) AS "fieldLabel", l.before, l.after, c.value_labels -> (l.object_type || '.' || l.field) AS labels, l.why, l.actor, l.result, l.error, l.attempt, ${canReplay} AS "canReplay"
     FROM sync_ledger l JOIN crm_connections c ON c.id = l.connection_id LEFT JOIN onboardings o ON o.id = l.onboarding_id
     WHERE ($1::uuid IS NULL OR l.connection_id = $1) AND ($2::uuid IS NULL OR l.onboarding_id = $2)
       AND ($3::text IS NULL OR l.result = $3) AND ($4::text IS NULL OR l.direction = $4)
       AND ($5::text IS NULL OR l.object_type = $5) AND ($6::text IS NULL OR l.record_id = $6)
       AND ($7::text IS NULL OR l.field = $7) AND ($8::text IS NULL OR strpos(lower(l.actor), lower($8)) > 0)
       AND ($9::text IS NULL OR strpos(lower(concat_ws(' ', l.field, l.record_id, l.why, l.actor, l.error)), lower($9)) > 0
         OR l.onboarding_id IN (SELECT id FROM onboardings WHERE strpos(lower(name), lower($9)) > 0))
       AND ($10::date IS NULL OR l.at >= ${firstInstant} AND l.id >= ${firstId}) AND ($11::date IS NULL OR l.at < ($11::date + 1)::timestamp AT TIME ZONE 'UTC')
       AND ($12::bigint IS NULL OR l.id < $12)
     ORDER BY l.id DESC LIMIT $13`,
    [
      filter.connectionId ?? null,
      filter.onboardingId ?? null,
      filter.result ?? null,
      filter.direction ?? null,
      filter.objectType ?? null,
      filter.recordId ?? null,
      filter.field ?? null,
      filter.actor ?? null,
      filter.search || null,
      filter.from ?? null,
      filter.to ?? null,
      after?.id ?? null,
      filter.limit + 1,
    ],
  );
  return cursors.page(rows, filter.limit, (row) => ({ key: '', id: row.id }), viewOf);
}

const viewOf = ({ labels, ...row }: LedgerRow): LedgerView => ({
  ...row,
  before: withoutMark(row.field, row.before),
  beforeLabel: crmValueLabel(row.objectType, row.field, row.before, labels),
  after: withoutMark(row.field, row.after),
  afterLabel: crmValueLabel(row.objectType, row.field, row.after, labels),
});
