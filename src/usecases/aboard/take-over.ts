import type { DealSnapshot } from '../../../integrations/ports.ts';
import { type ItemOutcome, keepRunning, moveBackfill, nextChosen, settleItems } from '../../db/backfills.ts';
import { isLasting } from '../../db/lasting-failure.ts';
import { changeMany } from '../../db/outbox.ts';
import type { CrmDeps } from '../crm/crm-deps.ts';
import { learnCsms } from '../crm/learn-users.ts';
import { boardDeals } from './board-deals.ts';
import type { BackfillWork } from './continue-backfill.ts';
import { dealsTogether, inTurns } from './in-turns.ts';
import { readDeals, refusedItems } from './read-deals.ts';

/** what vendors read with one call of each kind */
const dealsPerBatch = 100;

/** Takes over the next deals that were chosen. Those that fail are named and leave the others alone. */
export async function takeOver(deps: CrmDeps, work: BackfillWork): Promise<boolean> {
  const { backfill, context } = work;
  const chosen = await nextChosen(deps.db, backfill.id, dealsPerBatch);
  if (chosen.length === 0) {
    await moveBackfill(deps.db, backfill.id, { from: ['running'], to: 'done', now: deps.clock.now() });
    return false;
  }
  const reads = await readDeals(deps, chosen, work);
  const refused = refusedItems(reads).map(({ dealId, why }): ItemOutcome => ({
    dealId,
    state: 'failed',
    onboardingId: null,
    why,
  }));
  const gone = reads.found.flatMap((read): ItemOutcome[] =>
    read.result === 'missing' || !read.deal.isWon
      ? [{ dealId: read.dealId, state: 'left', onboardingId: null, why: 'The deal is not won any more' }]
      : [],
  );
  if (refused.length + gone.length > 0) await settleItems(deps.db, backfill.id, [...refused, ...gone]);
  const deals = reads.found.flatMap((read) => (read.result === 'found' && read.deal.isWon ? [read.deal] : []));
  const users = await learnCsms(deps, context.connection, deals, context.playbooks);
  await inTurns(deals, dealsTogether, (some) => takeTogether(deps, some, { backfill, context: { ...context, users } }));
  return true;
}

async function takeTogether(deps: CrmDeps, deals: DealSnapshot[], work: BackfillWork): Promise<void> {
  try {
    await take(deps, deals, work);
  } catch (error) {
    if (!isLasting(error)) throw error;
    const [only, ...others] = deals;
    if (only && others.length > 0) {
      for (const deal of deals) await takeTogether(deps, [deal], work);
      return;
    }
    deps.logger.error({ dealId: only?.dealId, err: error }, 'A deal could not be taken over');
    const why = error instanceof Error ? error.message : String(error);
    await settleItems(deps.db, work.backfill.id, [
      { dealId: only?.dealId ?? '', state: 'failed', onboardingId: null, why },
    ]);
  }
}

const take = (deps: CrmDeps, deals: DealSnapshot[], work: BackfillWork): Promise<void> =>
  changeMany(deps.db, async (tx) => {
    if (!(await keepRunning(tx, work.backfill.id))) return;
    const applied = await boardDeals(deps, tx, deals, work);
    await settleItems(
      tx,
      work.backfill.id,
      deals.map(({ dealId }): ItemOutcome => {
        const { onboardingId = null, reason = null } = applied.get(dealId) ?? {};
        return onboardingId === null
          ? { dealId, onboardingId, state: 'left', why: reason ?? 'A rule says that it starts no onboarding' }
          : { dealId, onboardingId, state: 'started', why: null };
      }),
    );
  });
