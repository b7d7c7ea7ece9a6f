import type { z } from 'zod';
import type { ledgerEntry } from '../../contracts/api/onboarding-views.ts';
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';
import { cursorKind, type Page } from './cursor.ts';

export type LedgerView = z.output<typeof ledgerEntry>;
export interface LedgerFilter {
  onboardingId: string | null;
  result: string | null;
  direction: string | null;
  cursor: string | undefined;
  limit: number;
}

const cursors = cursorKind('ledger', { key: 'none', id: 'number' });

export async function listLedger(sql: Sql, filter: LedgerFilter): Promise<Page<LedgerView>> {
  const after = cursors.read(filter.cursor);
  const rows = await sql.query<LedgerView>(
    `SELECT l.id::text AS id, ${instantSql('l.at')} AS at, l.onboarding_id AS "onboardingId", o.name AS "onboardingName", l.direction, l.object_type AS "objectType", l.record_id AS "recordId",
       l.field, l.before, l.after, l.why, l.actor, l.result, l.error, l.attempt
     FROM sync_ledger l LEFT JOIN onboardings o ON o.id = l.onboarding_id
     WHERE ($1::uuid IS NULL OR l.onboarding_id = $1) AND ($2::text IS NULL OR l.result = $2) AND ($3::text IS NULL OR l.direction = $3) AND ($4::bigint IS NULL OR l.id < $4)
     ORDER BY l.id DESC LIMIT $5`,
    [filter.onboardingId, filter.result, filter.direction, after?.id ?? null, filter.limit + 1],
  );
  return cursors.page(
    rows,
    filter.limit,
    (row) => ({ key: '', id: row.id }),
    (row) => row,
  );
}
