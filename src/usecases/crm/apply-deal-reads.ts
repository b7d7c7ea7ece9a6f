/**
 * What reads of deals mean: nothing, new onboardings (exactly one per deal and cycle), or changes to running ones. The
 * deals are locked, so events may come twice, late or out of order.
 */
import type { DealRead, DealSnapshot } from '../../../integrations/ports.ts';
import type { SheetCustomer } from '../../domain/aboard-sheet.ts';
import { choosePlaybook, type PlaybookChoice } from '../../domain/choose-playbook.ts';
import { wasWonBefore } from '../../domain/won-before.ts';
import { onDealChanged } from '../../domain/deal-change.ts';
import type { Actor } from '../../domain/model.ts';
import type { MappedConnection } from '../../db/connections.ts';
import type { Sql } from '../../db/database.ts';
import {
  canonicalDealId,
  lockDeals,
  markDealDeleted,
  onboardingsOfDeals,
  type OnboardingRef,
  storeDeals,
} from '../../db/deals.ts';
import { ourRenewals } from '../../db/effects.ts';
import { writeLedger } from '../../db/ledger.ts';
import { lockOnboardingsOfDeals } from '../../db/lock-values.ts';
import { changeMany, enqueue, workflowOf } from '../../db/outbox.ts';
import type { StoredPlaybook } from '../../db/playbook-store.ts';
import { changeWithin } from '../change-onboarding.ts';
import type { CrmDeps } from './crm-deps.ts';
import { crmActor } from './crm-actor.ts';
import { countryCode } from './country-code.ts';
import { rememberDealAccounts } from './deal-accounts.ts';
import { dealFacts } from './deal-facts.ts';
import { rememberDealPeople } from './deal-people.ts';
import { followDeal } from './follow-deal.ts';
import { incomingFacts } from './incoming-facts.ts';
import type { NamedUsers } from './learn-users.ts';
import { joinMergedDeals } from './merge-deals.ts';
import { openDeals, type OpenedDeal } from './open-deals.ts';

export interface ReadContext {
  connection: Pick<MappedConnection, 'id' | 'provider' | 'accountId' | 'mapping' | 'stoppedFields' | 'wonSince'>;
  playbooks: StoredPlaybook[];
  /** who fills a team role where nobody else is named */
  defaults: Record<string, string>;
  /** of those whom the deals name as their CSM, who had to be asked for */
  users: NamedUsers;
  /** a person starts it by hand: won or not, chosen or not */
  byHand: Actor | null;
  /** who means another one after this onboarding, which went through */
  after?: string;
  /** these come aboard; see domain/aboard.ts */
  aboard?: Aboard;
}

/** By deal. */
export interface Aboard {
  /** what is done elsewhere */
  customers: ReadonlyMap<string, SheetCustomer>;
  /** who may own a task there beside the deal's own people */
  colleagues: readonly { id: string; name: string; email: string | null }[];
  /** chosen by a person, whatever the rules say */
  playbookKeys: ReadonlyMap<string, string>;
}

export interface Applied {
  onboardingId: string | null;
  created: boolean;
  reason: string | null;
}

type Verdict =
  | { next: 'open'; opened: OpenedDeal }
  | { next: 'update'; latest: OnboardingRef }
  | { next: 'leave'; applied: Applied; noOnboardingReason: string | null };

/** Whatever type the CRM gave it: its customer went live with us. */
const renewedByUs = 'Gangway made this renewal at a go-live; its customer needs no new onboarding';

const nothing = (reason: string | null): Applied => ({ onboardingId: null, created: false, reason });

/** One deal with all that may have happened to it: merged, deleted, or just changed. */
export function applyDealRead(
  deps: CrmDeps,
  read: DealRead,
  context: ReadContext & { mergedDealIds: string[] },
): Promise<Applied> {
  return changeMany(deps.db, async (tx) => {
    const { connection } = context;
    const survivor =
      read.result === 'found' ? read.deal.canonicalDealId : await canonicalDealId(tx, connection.id, read.dealId);
    await lockDeals(tx, connection.id, [survivor]);
    const mergedDealIds = [...new Set([...context.mergedDealIds, read.dealId])].filter((dealId) => dealId !== survivor);
    await lockOnboardingsOfDeals(tx, connection.id, {
      dealIds: [survivor, ...mergedDealIds],
      companyIds: read.result === 'found' ? companyOf(read.deal) : [],
    });
    if (mergedDealIds.length > 0)
      await joinMergedDeals(deps, tx, connection.id, { mergedDealIds, survivorId: survivor });
    if (read.result === 'missing') return dealIsGone(deps, tx, connection.id, read.dealId, survivor);
    const applied = await applyFound(deps, tx, [read.deal], context);
    return applied.get(read.deal.dealId) ?? nothing(null);
  });
}

/** Distinct deals that were neither merged nor deleted, in a few statements for all. @returns by deal */
export async function applyDealReads(
  deps: CrmDeps,
  tx: Sql,
  deals: DealSnapshot[],
  context: ReadContext,
): Promise<Map<string, Applied>> {
  const dealIds = deals.map(({ dealId }) => dealId);
  await lockDeals(tx, context.connection.id, dealIds);
  await lockOnboardingsOfDeals(tx, context.connection.id, { dealIds, companyIds: deals.flatMap(companyOf) });
  return applyFound(deps, tx, deals, context);
}

const isOver = ({ status }: OnboardingRef): boolean => status === 'cancelled' || status === 'transitioned';

const companyOf = ({ company }: DealSnapshot): string[] => (company ? [company.id] : []);

async function dealIsGone(
  deps: CrmDeps,
  tx: Sql,
  connectionId: string,
  dealId: string,
  survivor: string,
): Promise<Applied> {
  const [latest] = await onboardingsOfDeals(tx, connectionId, [survivor]);
  await markDealDeleted(tx, connectionId, dealId, deps.clock.now());
  if (!latest) return nothing('The deal is not in the CRM any more');
  if (isOver(latest)) return { onboardingId: latest.id, created: false, reason: null };
  await changeWithin(deps, tx, {
    onboardingId: latest.id,
    actor: crmActor(deps, connectionId),
    signalWorkflow: true,
    step: async ({ state, now }) => {
      const { label: crm } = crmActor(deps, connectionId);
      const of = { deal: crm, products: crm, account: crm };
      await writeLedger(tx, incomingFacts(state, { connectionId, dealId, of, told: null }), now);
      return onDealChanged(state, { result: 'deleted' }, now.toISOString(), await deps.playbooks.of(state.onboarding));
    },
  });
  return { onboardingId: latest.id, created: false, reason: null };
}

async function applyFound(
  deps: CrmDeps,
  tx: Sql,
  deals: DealSnapshot[],
  context: ReadContext,
): Promise<Map<string, Applied>> {
  const now = deps.clock.now();
  const { connection, users } = context;
  // whichever deal is read first, before it is taken for a new one
  for (const { dealId: survivorId, mergedDealIds } of deals)
    if (mergedDealIds.length > 0) await joinMergedDeals(deps, tx, connection.id, { mergedDealIds, survivorId });
  const onboardings = await onboardingsOfDeals(
    tx,
    connection.id,
    deals.map((deal) => deal.dealId),
  );
  const first = deals.filter(({ dealId, isWon }) => isWon && !onboardings.some((one) => one.dealId === dealId));
  const renewals = await ourRenewals(
    tx,
    connection.id,
    first.map(({ dealId }) => dealId),
  );
  const judged = deals.map((deal) => {
    const latest = onboardings.find(({ dealId }) => dealId === deal.dealId);
    const isOurRenewal = renewals.has(deal.dealId);
    return { deal, verdict: judge({ deal, latest, isOurRenewal }, context, deps.company.timezone) };
  });
  const isBack = await storeDeals(
    tx,
    connection.id,
    judged.map(({ deal, verdict }) => ({
      deal,
      noOnboardingReason: verdict.next === 'leave' ? verdict.noOnboardingReason : null,
    })),
    now,
  );
  // what was wanted of it waits
  if (isBack) await enqueue(tx, [workflowOf('crm_sync', connection.id)]);
  const followed = judged.filter(({ verdict }) => verdict.next !== 'leave').map(({ deal }) => deal);
  const people = await rememberDealPeople(tx, connection.id, followed, now);
  const accounts = await rememberDealAccounts(tx, connection.id, followed);
  const applied = await openDeals(
    deps,
    tx,
    judged.flatMap(({ verdict }) => (verdict.next === 'open' ? [verdict.opened] : [])),
    { people, accounts },
    context,
  );
  for (const { deal, verdict } of judged.toSorted(byCompany)) {
    const [known, account] = [people.get(deal.dealId), accounts.get(deal.dealId)];
    if (verdict.next === 'leave') applied.set(deal.dealId, verdict.applied);
    if (verdict.next === 'update' && known && account) {
      const onboardingId = verdict.latest.id;
      await followDeal(deps, tx, { deal, people: known, account, onboardingId, connection, users });
      applied.set(deal.dealId, { onboardingId, created: false, reason: null });
    }
  }
  return applied;
}

/** Deals of one company write the same values of it: in one order, whoever applies them. */
const byCompany = ({ deal: one }: { deal: DealSnapshot }, { deal: other }: { deal: DealSnapshot }): number =>
  (one.company?.id ?? '') < (other.company?.id ?? '') ? -1 : 1;

function judge(
  { deal, latest, isOurRenewal }: { deal: DealSnapshot; latest: OnboardingRef | undefined; isOurRenewal: boolean },
  { byHand, after, playbooks, connection, aboard }: ReadContext,
  zone: string,
): Verdict {
  const leave = (applied: Applied, noOnboardingReason: string | null = null): Verdict => ({
    next: 'leave',
    applied,
    noOnboardingReason,
  });
  const open = (choice: PlaybookChoice): Verdict => ({
    next: 'open',
    opened: { deal, cycle: (latest?.cycle ?? 0) + 1, choice },
  });
  const isRunning = latest !== undefined && !isOver(latest);
  if (isRunning && !byHand) return { next: 'update', latest };
  const isWonAgain = deal.isWon && latest?.wasWon === false;
  const wentThrough = latest?.status === 'transitioned' && !isWonAgain && latest.id !== after;
  // a customer that went through is not onboarded again because somebody touched the won deal; what ended follows none
  if (latest && (isRunning || wentThrough || (!deal.isWon && !byHand)))
    return leave({ onboardingId: latest.id, created: false, reason: null });
  // a person cancelled it while the deal stayed won: the CRM's next event is no reason to start again
  if (latest && latest.heldBy !== 'crm' && !isWonAgain && !byHand)
    return leave(nothing('cancelled by a person'), `Cancelled: ${latest.cancelReason ?? 'by a person'}`);
  if (!deal.isWon && !byHand) return leave(nothing(null));
  if (isOurRenewal && !byHand) return leave(nothing(renewedByUs), renewedByUs);
  const { wonSince } = connection;
  if (!latest && !byHand && !aboard && wonSince !== null && wasWonBefore(deal, wonSince, zone)) {
    const why = `Won before ${wonSince}, from when deals of this CRM start by themselves. Take it over under Coming aboard, or start it here`;
    return leave(nothing(why), why);
  }
  const chosen = aboard?.playbookKeys.get(deal.dealId);
  const byPerson = playbooks.find(({ playbook }) => playbook.key === chosen)?.playbook;
  if (byPerson) return open({ start: true, playbook: byPerson, why: `${byPerson.name}: chosen by a person` });
  const choice = choosePlaybook(
    dealFacts(deal, connection.mapping?.content, zone),
    playbooks.map((stored) => stored.playbook),
    { country: countryCode(deal.company?.country ?? null), handoff: {} },
  );
  if (!choice.start && choice.because === 'rule' && !byHand) return leave(nothing(choice.why), choice.why);
  return open(choice);
}
