import type { z } from 'zod';
import type { quarantinedEvent } from '../../contracts/api/work.ts';
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';
import { cursorKind, type Page } from './cursor.ts';

export type QuarantinedEvent = z.output<typeof quarantinedEvent>;

const cursors = cursorKind('quarantine', { key: 'none', id: 'number' });

/** Events that could not be read, and of deals that could not be applied, newest first. */
export async function listQuarantine(
  sql: Sql,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<QuarantinedEvent>> {
  const after = cursors.read(cursor);
  const rows = await sql.query<QuarantinedEvent>(
    `SELECT e.id::text AS id, c.provider, coalesce(e.reason, 'It could not be read') AS reason, coalesce(e.payload -> 'raw', e.payload) AS payload, e.kind <> 'unreadable' AS "canReplay", ${instantSql('e.received_at')} AS "receivedAt"
     FROM inbox_events e JOIN crm_connections c ON c.id = e.connection_id WHERE e.state = 'quarantined' AND ($1::bigint IS NULL OR e.id < $1) ORDER BY e.id DESC LIMIT $2`,
    [after?.id ?? null, limit + 1],
  );
  return cursors.page(
    rows,
    limit,
    (row) => ({ key: '', id: row.id }),
    (row) => row,
  );
}
