import type { DealSnapshot } from '../../../integrations/ports.ts';
import { chosenPlaybooks } from '../../db/backfills.ts';
import type { Sql } from '../../db/database.ts';
import { activeStaff, peopleByEmail } from '../../db/people.ts';
import { customerOf, type SheetCustomer } from '../../domain/aboard-sheet.ts';
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
    peopleNamed(tx, [...customers.values()]),
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

/** Our own people, and whoever of the sheet is known by address. */
async function peopleNamed(tx: Sql, customers: SheetCustomer[]) {
  const owners = customers.flatMap(({ tasks }) => tasks.flatMap(({ owner }) => owner ?? []));
  if (owners.length === 0) return [];
  const addresses = owners.flatMap((owner) => owner.toLowerCase().match(/[^\s<>,;]+@[^\s<>,;]+/g) ?? []);
  const byEmail = await peopleByEmail(tx, [...new Set(addresses)]);
  return [...(await activeStaff(tx)), ...[...byEmail].map(([email, id]) => ({ id, name: email, email }))];
}
