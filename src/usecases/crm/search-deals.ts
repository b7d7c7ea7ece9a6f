import type { CrmDeps } from './crm-deps.ts';

export interface FoundDeal {
  connectionId: string;
  dealId: string;
  name: string;
  stageLabel: string;
  isWon: boolean;
}

/** Deals of every connected CRM whose name has the words. */
export async function searchDeals(deps: CrmDeps, search: string): Promise<FoundDeal[]> {
  const found = await Promise.all(
    [...deps.crms].map(async ([connectionId, crm]) =>
      (await crm.searchDeals(search)).map((deal) => ({ connectionId, ...deal })),
    ),
  );
  return found.flat();
}
