/** Which deals are concerned by what stands in their companies. */
import type { Sql } from '../database.ts';
import { notWaiting } from '../missed-deals.ts';

export interface CompanyFeed {
  /** of the playbook that asks for it; null: every onboarding of the connection does */
  versionId: string | null;
  field: string;
}

const isRunning = `w.status NOT IN ('cancelled', 'transitioned')`;

/** Those of the companies that running onboardings belong to. */
export async function companiesInUse(sql: Sql, connectionId: string, companyIds: string[]): Promise<string[]> {
  const rows = await sql.query<{ crm_id: string }>(
    `SELECT a.crm_id FROM accounts a WHERE a.connection_id = $1 AND a.crm_id = ANY($2)
       AND EXISTS (SELECT 1 FROM onboardings w WHERE w.account_id = a.id AND ${isRunning})`,
    [connectionId, companyIds],
  );
  return rows.map(({ crm_id: companyId }) => companyId);
}

/** Deals of running onboardings whose company held something else when they were read last. What waits is read anyway. */
export async function dealsToldOtherwise(
  sql: Sql,
  connectionId: string,
  { held, feeds }: { held: Map<string, Record<string, string>>; feeds: CompanyFeed[] },
): Promise<string[]> {
  const rows = await sql.query<{ deal_id: string }>(
    `SELECT DISTINCT w.deal_id
     FROM jsonb_to_recordset($2::jsonb) AS held("companyId" text, fields jsonb)
     JOIN accounts a ON a.connection_id = $1 AND a.crm_id = held."companyId"
     JOIN onboardings w ON w.account_id = a.id AND ${isRunning}
     JOIN deals d ON d.connection_id = w.connection_id AND d.deal_id = w.deal_id AND NOT d.is_deleted
     JOIN jsonb_to_recordset($3::jsonb) AS feed("versionId" uuid, field text) ON feed."versionId" IS NULL OR feed."versionId" = w.playbook_version_id
     WHERE d.snapshot -> 'fields' ->> ('company.' || feed.field) IS DISTINCT FROM held.fields ->> feed.field AND ${notWaiting}`,
    [
      connectionId,
      JSON.stringify([...held].map(([companyId, fields]) => ({ companyId, fields }))),
      JSON.stringify(feeds),
    ],
  );
  return rows.map(({ deal_id: dealId }) => dealId);
}
