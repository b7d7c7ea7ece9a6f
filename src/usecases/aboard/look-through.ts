/**
 * A page of deals, each with what taking it over would make, stored as it is known. It is told by taking it over in a transaction that is rolled
 * back, so that a preview cannot differ from what happens.
 */
import type { DealSnapshot } from '../../../integrations/ports.ts';
import { type BackfillItem, endPage, seenDeals, storeItems } from '../../db/backfills.ts';
import type { Sql } from '../../db/database.ts';
import { previewsOf } from '../../db/queries/aboard-previews.ts';
import { knownDeals } from '../../db/queries/known-deals.ts';
import { type CrmDeps, crmOf } from '../crm/crm-deps.ts';
import { wantedDealFields } from '../crm/deal-facts.ts';
import { learnCsms } from '../crm/learn-users.ts';
import { boardDeals } from './board-deals.ts';
import type { BackfillWork } from './continue-backfill.ts';
import { dealsTogether, inTurns } from './in-turns.ts';

/** with few calls each; a vendor's page may be longer */
const dealsPerRead = 200;

export async function lookThrough(deps: CrmDeps, work: BackfillWork): Promise<boolean> {
  const { id, connectionId, wonSince, cursor } = work.backfill;
  const page = await crmOf(deps, connectionId).findWonDeals({
    modifiedSince: `${wonSince}T00:00:00.000Z`,
    after: cursor,
  });
  const seen = await seenDeals(deps.db, id, page.dealIds);
  const unseen = page.dealIds.filter((dealId) => !seen.has(dealId));
  for (let start = 0; start < unseen.length; start += dealsPerRead)
    await lookAt(deps, unseen.slice(start, start + dealsPerRead), work);
  await endPage(deps.db, id, page.next);
  return page.next !== null;
}

async function lookAt(deps: CrmDeps, dealIds: string[], work: BackfillWork): Promise<void> {
  const { backfill, context } = work;
  const { id, connectionId, wonSince } = backfill;
  const reads = await crmOf(deps, connectionId).readDeals(
    dealIds,
    wantedDealFields(
      context.playbooks.map(({ playbook }) => playbook),
      context.connection.mapping?.content,
    ),
  );
  const deals = reads.flatMap((read) =>
    read.result === 'found' && isWonSince(read.deal, wonSince) ? [read.deal] : [],
  );
  const known = await knownDeals(
    deps.db,
    deals.map(({ dealId }) => ({ connectionId, dealId })),
  );
  const running = new Set(known.flatMap(({ dealId, onboardingId }) => (onboardingId === null ? [] : [dealId])));
  await storeItems(
    deps.db,
    id,
    deals.filter(({ dealId }) => running.has(dealId)).map((deal) => left(deal, 'It has an onboarding')),
  );
  const others = deals.filter(({ dealId }) => !running.has(dealId));
  const users = await learnCsms(deps, context.connection, others, context.playbooks);
  await inTurns(others, dealsTogether, async (some) =>
    storeItems(deps.db, id, await preview(deps, some, { backfill, context: { ...context, users } })),
  );
}

/** Modified since does not mean won since; a deal without a date of its own counts. */
const isWonSince = ({ isWon, closedAt }: DealSnapshot, wonSince: string): boolean =>
  isWon && (closedAt === null || closedAt.slice(0, 10) >= wonSince);

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
  return deals.map((deal): BackfillItem => {
    const { onboardingId = null, reason = null } = applied.get(deal.dealId) ?? {};
    const found = onboardingId === null ? undefined : previews.get(onboardingId);
    if (!found) return left(deal, reason ?? 'A rule says that it starts no onboarding');
    const { playbookName, why, preview: told } = found;
    return { dealId: deal.dealId, name: deal.name, state: 'open', why, playbookName, preview: told };
  });
}
