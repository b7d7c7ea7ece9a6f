import { findBackfill, setPlaybook, storeLookAgain } from '../../db/backfills.ts';
import { AppError } from '../../errors.ts';
import { type CrmDeps, crmOf } from '../crm/crm-deps.ts';
import { wantedDealFields } from '../crm/deal-facts.ts';
import { workOf } from './continue-backfill.ts';
import { previewDeals } from './preview-deals.ts';

/** Another playbook for deals that are not aboard yet, whatever the rules say; they are looked at again with it. */
export async function choosePlaybook(
  deps: CrmDeps,
  { id, dealIds, playbookKey }: { id: string; dealIds: string[]; playbookKey: string | null },
): Promise<void> {
  const backfill = await findBackfill(deps.db, id);
  if (!backfill) throw new AppError('not_found', { message: 'There is no such backfill', details: { backfillId: id } });
  const work = await workOf(deps, backfill);
  const { connection, playbooks } = work.context;
  if (playbookKey !== null && !playbooks.some(({ playbook }) => playbook.key === playbookKey))
    throw new AppError('not_found', { message: 'There is no such playbook', details: { playbookKey } });
  const reads = await crmOf(deps, backfill.connectionId).readDeals(
    dealIds,
    wantedDealFields(
      playbooks.map(({ playbook }) => playbook),
      connection.mapping?.content,
    ),
  );
  const chosen = new Set(await setPlaybook(deps.db, id, dealIds, playbookKey));
  const deals = reads.flatMap((read) =>
    read.result === 'found' && read.deal.isWon && chosen.has(read.dealId) ? [read.deal] : [],
  );
  await previewDeals(deps, deals, work, (items) => storeLookAgain(deps.db, id, items));
}
