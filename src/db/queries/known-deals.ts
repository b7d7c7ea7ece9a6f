import type { Sql } from '../database.ts';

export interface KnownDeal {
  connectionId: string;
  dealId: string;
  onboardingId: string | null;
  noOnboardingReason: string | null;
}

/** What became of these deals: the onboarding of their latest cycle, or why there is none. */
export const knownDeals = (sql: Sql, deals: { connectionId: string; dealId: string }[]): Promise<KnownDeal[]> =>
  sql.query(
    `SELECT g."connectionId", g."dealId", o.id AS "onboardingId", d.no_onboarding_reason AS "noOnboardingReason"
     FROM jsonb_to_recordset($1::jsonb) AS g("connectionId" uuid, "dealId" text)
     LEFT JOIN deals d ON d.connection_id = g."connectionId" AND d.deal_id = g."dealId"
     LEFT JOIN LATERAL (SELECT id FROM onboardings x WHERE x.connection_id = g."connectionId" AND x.deal_id = g."dealId" ORDER BY x.cycle DESC LIMIT 1) o ON true`,
    [JSON.stringify(deals)],
  );
