import type { DealSnapshot } from '../../../integrations/ports.ts';
import type { Sql } from '../../db/database.ts';
import { peopleByEmail } from '../../db/people.ts';
import type { AboardProgress } from '../../domain/aboard.ts';
import { type AboardSheet, customerOf } from '../../domain/aboard-sheet.ts';
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
  const aboard = await progressOf(tx, deals, backfill.sheet);
  return applyDealReads(deps, tx, deals, { ...context, aboard });
}

async function progressOf(
  tx: Sql,
  deals: DealSnapshot[],
  sheet: AboardSheet | null,
): Promise<Map<string, AboardProgress | null>> {
  const customers = deals.map(({ dealId, name, company }) => ({
    dealId,
    customer: customerOf(sheet, [dealId, name, company?.name]),
  }));
  const emails = customers.flatMap(
    ({ customer }) => customer?.tasks.flatMap(({ ownerEmail }) => ownerEmail ?? []) ?? [],
  );
  const owners = await peopleByEmail(tx, [...new Set(emails)]);
  return new Map(
    customers.map(({ dealId, customer }) => [
      dealId,
      customer && {
        kickoffOn: customer.kickoffOn,
        tasks: customer.tasks.map(({ ownerEmail, ...task }) => ({
          ...task,
          ownerId: (ownerEmail !== null && owners.get(ownerEmail)) || null,
        })),
      },
    ]),
  );
}
