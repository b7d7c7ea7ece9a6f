/**
 * What taking deals over would make. It is told by taking them over in a transaction that is rolled back, so that a
 * preview cannot differ from what happens.
 */
import type { DealSnapshot } from '../../../integrations/ports.ts';
import type { BackfillItem } from '../../db/backfills.ts';
import type { Sql } from '../../db/database.ts';
import { previewsOf } from '../../db/queries/aboard-previews.ts';
import { knownDeals } from '../../db/queries/known-deals.ts';
import { plannedRenewal } from '../../domain/renewal.ts';
import type { CrmDeps } from '../crm/crm-deps.ts';
import { learnCsms } from '../crm/learn-users.ts';
import { boardDeals } from './board-deals.ts';
import type { BackfillWork } from './continue-backfill.ts';
import { dealsTogether, inTurns } from './in-turns.ts';

export async function previewDeals(
  deps: CrmDeps,
  deals: DealSnapshot[],
  work: BackfillWork,
  store: (items: BackfillItem[]) => Promise<void>,
): Promise<void> {
  const { backfill, context } = work;
  const { connectionId } = backfill;
  const known = await knownDeals(
    deps.db,
    deals.map(({ dealId }) => ({ connectionId, dealId })),
  );
  const running = new Set(known.flatMap(({ dealId, onboardingId }) => (onboardingId === null ? [] : [dealId])));
  await store(deals.filter(({ dealId }) => running.has(dealId)).map((deal) => left(deal, 'It has an onboarding')));
  const others = deals.filter(({ dealId }) => !running.has(dealId));
  const users = await learnCsms(deps, context.connection, others, context.playbooks);
  await inTurns(others, dealsTogether, async (some) =>
    store(await preview(deps, some, { backfill, context: { ...context, users } })),
  );
}

const left = ({ dealId, name }: DealSnapshot, why: string): BackfillItem => ({
  dealId,
  name,
  state: 'left',
  why,
  playbookName: null,
  preview: null,
});

class Undone extends Error {
  readonly items: BackfillItem[];
  constructor(items: BackfillItem[]) {
    super('Undone on purpose');
    this.name = 'Undone';
    this.items = items;
  }
}

async function preview(deps: CrmDeps, deals: DealSnapshot[], work: BackfillWork): Promise<BackfillItem[]> {
  try {
    return await deps.db.transaction(async (tx): Promise<never> => {
      throw new Undone(await tryOut(deps, tx, deals, work));
    });
  } catch (error) {
    if (error instanceof Undone) return error.items;
    throw error;
  }
}

async function tryOut(deps: CrmDeps, tx: Sql, deals: DealSnapshot[], work: BackfillWork): Promise<BackfillItem[]> {
  const applied = await boardDeals(deps, tx, deals, work);
  const ids = [...applied.values()].flatMap(({ onboardingId }) => onboardingId ?? []);
  const previews = new Map((await previewsOf(tx, ids)).map((found) => [found.onboardingId, found]));
  const now = deps.clock.now().toISOString();
  const previewed = deals.map(async (deal): Promise<BackfillItem> => {
    const { onboardingId = null, reason = null } = applied.get(deal.dealId) ?? {};
    const found = onboardingId === null ? undefined : previews.get(onboardingId);
    if (!found) return left(deal, reason ?? 'A rule says that it starts no onboarding');
    const { playbookName, why, preview: told, onboarding } = found;
    const renewal = plannedRenewal(onboarding, await deps.playbooks.of(onboarding), now);
    return { dealId: deal.dealId, name: deal.name, state: 'open', why, playbookName, preview: { ...told, renewal } };
  });
  return Promise.all(previewed);
}
