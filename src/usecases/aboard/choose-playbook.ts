import { type BackfillItem, findBackfill, setPlaybook, storeLookAgain } from '../../db/backfills.ts';
import { AppError } from '../../errors.ts';
import type { CrmDeps } from '../crm/crm-deps.ts';
import { workOf } from './continue-backfill.ts';
import { previewDeals } from './preview-deals.ts';
import { readDeals, refusedItems } from './read-deals.ts';

/** Another playbook for deals that are not aboard yet, whatever the rules say; they are looked at again with it. */
export async function choosePlaybook(
  deps: CrmDeps,
  { id, dealIds, playbookKey }: { id: string; dealIds: string[]; playbookKey: string | null },
): Promise<void> {
  const backfill = await findBackfill(deps.db, id);
  if (!backfill) throw new AppError('not_found', { message: 'There is no such backfill', details: { backfillId: id } });
  const work = await workOf(deps, backfill);
  if (playbookKey !== null && !work.context.playbooks.some(({ playbook }) => playbook.key === playbookKey))
    throw new AppError('not_found', { message: 'There is no such playbook', details: { playbookKey } });
  const reads = await readDeals(deps, dealIds, work);
  const chosen = new Set(await setPlaybook(deps.db, id, dealIds, playbookKey));
  const deals = reads.found.flatMap((read) =>
    read.result === 'found' && read.deal.isWon && chosen.has(read.dealId) ? [read.deal] : [],
  );
  const store = (items: BackfillItem[]): Promise<void> => storeLookAgain(deps.db, id, items);
  await store(refusedItems(reads).filter(({ dealId }) => chosen.has(dealId)));
  await previewDeals(deps, deals, work, store);
}
