import { sentByUs } from './crm-values.ts';
import type { Sql } from './database.ts';

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
