import type { OnboardingStatus } from '../../domain/model.ts';
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';

export interface KnownDeal {
  connectionId: string;
  dealId: string;
  onboardingId: string | null;
  onboardingStatus: OnboardingStatus | null;
  /** null: it was not, or runs again */
  handedOverAt: string | null;
  noOnboardingReason: string | null;
}

/** What became of these deals: the onboarding of their latest cycle, or why there is none. */
export const knownDeals = (sql: Sql, deals: { connectionId: string; dealId: string }[]): Promise<KnownDeal[]> =>
  sql.query(
    `SELECT g."connectionId", g."dealId", o.id AS "onboardingId", o.status AS "onboardingStatus",
       CASE WHEN o.status = 'transitioned' THEN ${instantSql('o.transitioned_at')} END AS "handedOverAt", d.no_onboarding_reason AS "noOnboardingReason"
     FROM jsonb_to_recordset($1::jsonb) AS g("connectionId" uuid, "dealId" text)
     LEFT JOIN deals d ON d.connection_id = g."connectionId" AND d.deal_id = g."dealId"
     LEFT JOIN LATERAL (SELECT id, status, transitioned_at FROM onboardings x WHERE x.connection_id = g."connectionId" AND x.deal_id = g."dealId" ORDER BY x.cycle DESC LIMIT 1) o ON true`,
    [JSON.stringify(deals)],
  );
