import type { z } from 'zod';
import type { backfillItem, backfillView } from '../../contracts/api/backfills.ts';
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';
import { cursorKind, type Page } from './cursor.ts';

export type BackfillView = z.output<typeof backfillView>;
export type BackfillItemView = z.output<typeof backfillItem>;

const newest = 20;
const cursors = cursorKind('backfill', { key: 'number', id: 'text' });

/** What can be taken over first, what was left as it is last; neither jumps while a take-over goes through those between. */
const turn = `CASE i.state WHEN 'open' THEN 0 WHEN 'failed' THEN 0 WHEN 'left' THEN 2 ELSE 1 END`;

export const listBackfills = (sql: Sql): Promise<BackfillView[]> =>
  sql.query<BackfillView>(
    `SELECT b.id, b.connection_id AS "connectionId", c.name AS "connectionName", b.state, b.won_since::text AS "wonSince", b.sheet IS NOT NULL AS "hasSheet", b.empty_rows AS "emptyRows", b.unmatched, b.error,
       ${instantSql('b.created_at')} AS "createdAt", ${instantSql('b.finished_at')} AS "finishedAt",
       jsonb_build_object('open', n.open, 'chosen', n.chosen, 'started', n.started, 'left', n."left", 'failed', n.failed) AS counts
     FROM backfills b JOIN crm_connections c ON c.id = b.connection_id CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE i.state = 'open') AS open, count(*) FILTER (WHERE i.state = 'chosen') AS chosen,
         count(*) FILTER (WHERE i.state = 'started') AS started, count(*) FILTER (WHERE i.state = 'left') AS "left", count(*) FILTER (WHERE i.state = 'failed') AS failed
       FROM backfill_items i WHERE i.backfill_id = b.id) n
     ORDER BY b.created_at DESC, b.id DESC LIMIT ${newest}`,
  );

export async function listBackfillItems(
  sql: Sql,
  {
    backfillId,
    state,
    cursor,
    limit,
  }: { backfillId: string; state: string | undefined; cursor: string | undefined; limit: number },
): Promise<Page<BackfillItemView>> {
  const after = cursors.read(cursor);
  const rows = await sql.query<BackfillItemView & { turn: number }>(
    `SELECT ${turn} AS turn, i.deal_id AS "dealId", i.name, i.state, i.why, i.playbook_name AS "playbookName", i.playbook_key AS "playbookKey", i.preview,
       coalesce(i.onboarding_id, CASE WHEN i.state = 'left' THEN
         (SELECT o.id FROM onboardings o WHERE o.connection_id = b.connection_id AND o.deal_id = i.deal_id ORDER BY o.cycle DESC LIMIT 1) END) AS "onboardingId"
     FROM backfill_items i JOIN backfills b ON b.id = i.backfill_id
     WHERE i.backfill_id = $1 AND ($2::text IS NULL OR i.state = $2) AND ($3::int IS NULL OR (${turn}, i.deal_id) > ($3, $4)) ORDER BY 1, i.deal_id LIMIT $5`,
    [backfillId, state ?? null, after?.key ?? null, after?.id ?? null, limit + 1],
  );
  return cursors.page(
    rows,
    limit,
    ({ turn: key, dealId }) => ({ key: String(key), id: dealId }),
    ({ turn: _turn, ...view }) => view,
  );
}
