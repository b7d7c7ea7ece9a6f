/** Whose customer a deal is. */
import type { DealSnapshot } from '../../../integrations/ports.ts';
import type { Sql } from '../../db/database.ts';
import { rememberAccounts } from '../../db/deals.ts';

export interface DealAccount {
  id: string;
  /** the CRM's company; null: the deal has none */
  crmId: string | null;
  name: string;
}

/** A deal without a company is an account of its own. @returns by deal; one statement for all of them */
export async function rememberDealAccounts(
  tx: Sql,
  connectionId: string,
  deals: DealSnapshot[],
): Promise<Map<string, DealAccount>> {
  const accounts = deals.map(({ dealId, name, company }) => ({
    dealId,
    crmId: company?.id ?? null,
    name: company?.name ?? name,
    domain: company?.domain ?? null,
  }));
  const ids = await rememberAccounts(
    tx,
    accounts.map(({ dealId, crmId, name, domain }) => ({
      connectionId,
      crmId: crmId ?? `deal:${dealId}`,
      name,
      domain,
    })),
  );
  return new Map(accounts.map(({ dealId, crmId, name }, n) => [dealId, { id: ids[n] ?? '', crmId, name }]));
}
