import type { Sql } from './database.ts';

/** Those that a dry run kept from being made are planned again, unless their onboarding was cancelled. @returns whose they are */
export const releaseRenewals = (tx: Sql, connectionId: string): Promise<{ id: string; workflowId: string }[]> =>
  tx.query(
    `UPDATE effects e SET state = 'planned', result = NULL, settled_at = NULL FROM onboardings o
     WHERE o.connection_id = $1 AND o.status <> 'cancelled' AND e.onboarding_id = o.id
       AND e.kind = 'crm_renewal_deal' AND e.state = 'settled' AND e.result @> '{"isRehearsed": true}'
       AND NOT EXISTS (SELECT 1 FROM effects n WHERE n.onboarding_id = e.onboarding_id AND n.step = e.step AND n.version > e.version)
     RETURNING o.id, o.workflow_id AS "workflowId"`,
    [connectionId],
  );
