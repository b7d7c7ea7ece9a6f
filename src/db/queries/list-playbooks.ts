import type { z } from 'zod';
import type { endpoints } from '../../contracts/api/index.ts';
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';

type PlaybookRow = Omit<z.output<typeof endpoints.listPlaybooks.response>['items'][number], 'issues'>;
type PlaybookView = z.output<typeof endpoints.getPlaybook.response>;

export const listPlaybooks = (sql: Sql): Promise<PlaybookRow[]> =>
  sql.query(
    `SELECT v.key, v.name, coalesce(v.body ->> 'description', '') AS description, v.version, ${instantSql('v.created_at')} AS "createdAt",
       (SELECT coalesce(sum(jsonb_array_length(phase -> 'tasks')), 0)::int FROM jsonb_array_elements(v.body -> 'phases') AS phase) AS tasks,
       ARRAY(SELECT phase ->> 'name' FROM jsonb_array_elements(v.body -> 'phases') WITH ORDINALITY AS x(phase, n) ORDER BY n) AS phases,
       (SELECT count(*)::int FROM onboardings o JOIN playbook_versions used ON used.id = o.playbook_version_id
        WHERE used.key = v.key AND o.status NOT IN ('cancelled', 'transitioned')) AS "inUse"
     FROM playbook_versions v WHERE v.is_current ORDER BY v.name, v.key`,
  );

export async function findPlaybook(sql: Sql, key: string): Promise<PlaybookView | null> {
  const [row] = await sql.query<PlaybookView>(
    'SELECT key, name, version, source, body AS playbook FROM playbook_versions WHERE key = $1 AND is_current',
    [key],
  );
  return row ?? null;
}
