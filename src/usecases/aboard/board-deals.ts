import type { DealSnapshot } from '../../../integrations/ports.ts';
import { chosenPlaybooks } from '../../db/backfills.ts';
import type { Sql } from '../../db/database.ts';
import { colleagues as ourColleagues } from '../../db/people.ts';
import { customerOf } from '../../domain/aboard-sheet.ts';
import { type Applied, applyDealReads } from '../crm/apply-deal-reads.ts';
import type { CrmDeps } from '../crm/crm-deps.ts';
import type { BackfillWork } from './continue-backfill.ts';

/** Opens an onboarding for each deal, with what its customer has done elsewhere. @returns by deal */
export async function boardDeals(
  deps: CrmDeps,
  tx: Sql,
  deals: DealSnapshot[],
  { backfill, context }: BackfillWork,
): Promise<Map<string, Applied>> {
  const customers = new Map(
    deals.flatMap((deal) => {
      const customer = customerOf(backfill.sheet, namesOf(deal));
      return customer ? [[deal.dealId, customer] as const] : [];
    }),
  );
  const [colleagues, playbookKeys] = await Promise.all([
    customers.size === 0 ? [] : ourColleagues(tx),
    chosenPlaybooks(
      tx,
      backfill.id,
      deals.map(({ dealId }) => dealId),
    ),
  ]);
  return applyDealReads(deps, tx, deals, { ...context, aboard: { customers, colleagues, playbookKeys } });
}

/** By which a sheet may call its customer. */
export const namesOf = ({ dealId, name, company }: DealSnapshot): (string | undefined)[] => [
  dealId,
  name,
  company?.name,
];
