import type { DealSnapshot, WonDeal } from '../../../integrations/ports.ts';
import { type BackfillItem, endPage, seenDeals, storeItems } from '../../db/backfills.ts';
import { customerKey } from '../../domain/aboard-sheet.ts';
import { addDays } from '../../domain/local-date.ts';
import { closeDay } from '../../domain/won-before.ts';
import { type CrmDeps, crmOf } from '../crm/crm-deps.ts';
import { namesOf } from './board-deals.ts';
import type { BackfillWork } from './continue-backfill.ts';
import { previewDeals } from './preview-deals.ts';
import { readDeals, refusedItems } from './read-deals.ts';

/** with few calls each; a vendor's page may be longer */
const dealsPerRead = 200;

/** A page of deals, each with what taking it over would make, stored as it is known. */
export async function lookThrough(deps: CrmDeps, work: BackfillWork): Promise<boolean> {
  const { id, connectionId, wonSince, cursor } = work.backfill;
  const page = await crmOf(deps, connectionId).findWonDeals({
    // somewhere a day begins half a day before it does by UTC
    modifiedSince: `${addDays(wonSince, -1)}T00:00:00.000Z`,
    after: cursor,
  });
  const seen = await seenDeals(
    deps.db,
    id,
    page.deals.map(({ dealId }) => dealId),
  );
  const unseen = page.deals.filter(({ dealId }) => !seen.has(dealId));
  for (let start = 0; start < unseen.length; start += dealsPerRead)
    await lookAt(deps, unseen.slice(start, start + dealsPerRead), work);
  await endPage(deps.db, id, page.next);
  return page.next !== null;
}

async function lookAt(deps: CrmDeps, listed: WonDeal[], work: BackfillWork): Promise<void> {
  const { id, sheet, wonSince } = work.backfill;
  const reads = await readDeals(
    deps,
    listed.map(({ dealId }) => dealId),
    work,
  );
  const deals = reads.found.flatMap((read) =>
    read.result === 'found' && isWonSince(read.deal, wonSince, deps.company.timezone) ? [read.deal] : [],
  );
  const customers = new Map(deals.map((deal) => [deal.dealId, customerKey(sheet, namesOf(deal))]));
  const store = (items: BackfillItem[]): Promise<void> =>
    storeItems(
      deps.db,
      id,
      items.map((item) => ({
        ...item,
        customer: customers.get(item.dealId) ?? customerKey(sheet, [item.dealId, item.name]),
      })),
    );
  await store(refusedItems(reads, listed));
  await previewDeals(deps, deals, work, store);
}

/** Modified since does not mean won since; a deal without a date of its own counts. */
const isWonSince = (deal: DealSnapshot, wonSince: string, timezone: string): boolean =>
  deal.isWon && (closeDay(deal, timezone) ?? wonSince) >= wonSince;
