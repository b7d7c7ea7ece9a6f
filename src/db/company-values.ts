import { sentByUs } from './crm-values.ts';
import type { Sql } from './database.ts';
import { lockValues } from './lock-values.ts';

/**
 * A deal left its company: what its onboarding wanted there is neither written nor compared any more. Where the very same
 * stands in the company that it belongs to now, it is no change by somebody else: the two may have become one.
 */
export const leaveCompany = (
  sql: Sql,
  connectionId: string,
  { onboardingId, from, to }: { onboardingId: string; from: string; to: string | null },
): Promise<unknown> =>
  sql.query(
    `WITH gone AS (
       DELETE FROM crm_values WHERE connection_id = $1 AND object_type = 'company' AND record_id = $2 AND onboarding_id = $4 RETURNING *
     ), ours AS (
       SELECT field, jsonb_agg(DISTINCT sent) AS tried FROM gone CROSS JOIN LATERAL (
         ${sentByUs}
       ) AS of_one GROUP BY field
     )
     UPDATE crm_values v SET tried = coalesce(v.tried, '[]') || ours.tried FROM ours
     WHERE v.connection_id = $1 AND v.object_type = 'company' AND v.record_id = $3 AND v.onboarding_id = $4 AND v.state = 'pending' AND v.field = ours.field`,
    [connectionId, from, to, onboardingId],
  );

export interface LeftCompany {
  recordId: string;
  cancelledId: string;
  /** of the same account, the newest of those that run, else of those that went through */
  onboardingId: string;
}

/** Where a cancelled onboarding is about to tell a company something although another of that account is there to tell. */
export const companiesOfCancelled = (sql: Sql, connectionId: string): Promise<LeftCompany[]> =>
  sql.query(
    `SELECT DISTINCT v.record_id AS "recordId", v.onboarding_id AS "cancelledId", other.id AS "onboardingId" FROM crm_values v
     JOIN onboardings ended ON ended.id = v.onboarding_id AND ended.status = 'cancelled'
     JOIN accounts a ON a.connection_id = v.connection_id AND a.crm_id = v.record_id
     CROSS JOIN LATERAL (
       SELECT o.id FROM onboardings o WHERE o.account_id = a.id AND o.connection_id = v.connection_id AND o.status <> 'cancelled'
         AND NOT o.problems @> '[{"code": "deal_deleted"}]'
       ORDER BY o.status = 'transitioned', o.created_at DESC, o.id DESC LIMIT 1
     ) AS other
     WHERE v.connection_id = $1 AND v.object_type = 'company' AND v.state = 'pending'`,
    [connectionId],
  );

/** @returns the fields that are the other one's from now on */
export async function takeOverCompanyValues(
  tx: Sql,
  connectionId: string,
  { recordId, cancelledId, onboardingId }: LeftCompany,
): Promise<string[]> {
  await lockValues(tx, connectionId, [{ objectType: 'company', recordId }]);
  const rows = await tx.query<{ field: string }>(
    `UPDATE crm_values SET onboarding_id = $4 WHERE connection_id = $1 AND object_type = 'company' AND record_id = $2 AND onboarding_id = $3 RETURNING field`,
    [connectionId, recordId, cancelledId, onboardingId],
  );
  return rows.map(({ field }) => field);
}
