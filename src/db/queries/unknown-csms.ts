import type { Sql } from '../database.ts';

/** Deals of running onboardings that name somebody as their CSM who was nobody of ours when they were read. */
export const unknownCsms = (sql: Sql, connectionId: string): Promise<{ dealId: string; csm: string }[]> =>
  sql.query(
    `SELECT deal_id AS "dealId", deal -> 'fields' ->> '$csm' AS csm FROM onboardings
     WHERE connection_id = $1 AND status NOT IN ('cancelled', 'transitioned') AND problems @> '[{"code":"csm_unknown"}]'
       AND deal -> 'fields' ->> '$csm' IS NOT NULL ORDER BY deal_id LIMIT 1000`,
    [connectionId],
  );
