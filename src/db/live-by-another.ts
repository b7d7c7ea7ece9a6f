import type { Sql } from './database.ts';

/** Whether another deal of the account went live with us and is won still: its customer does not go back to the start. */
export const isLiveByAnother = (accountId: string, dealId: string): string =>
  `EXISTS (SELECT 1 FROM onboardings x LEFT JOIN deals d USING (connection_id, deal_id)
     WHERE x.account_id = ${accountId} AND x.deal_id IS DISTINCT FROM ${dealId} AND x.status IN ('live', 'transitioned')
       AND coalesce(d.is_won AND NOT d.is_deleted, true))`;

/** @returns the deals whose account is live by another one */
export async function liveByAnother(sql: Sql, deals: { dealId: string; accountId: string }[]): Promise<Set<string>> {
  const rows = await sql.query<{ dealId: string }>(
    `SELECT g."dealId" FROM jsonb_to_recordset($1::jsonb) AS g("dealId" text, "accountId" uuid)
     WHERE ${isLiveByAnother('g."accountId"', 'g."dealId"')}`,
    [JSON.stringify(deals)],
  );
  return new Set(rows.map(({ dealId }) => dealId));
}
