/**
 * What one read of a deal means: nothing, a new onboarding (exactly one per deal and cycle), or a change to a running
 * one. Each deal is its own transaction under the deal's lock, so events may come twice, late or out of order.
 */
import { v7 as uuid } from 'uuid';
import type { CrmProvider, DealRead, DealSnapshot } from '../../../integrations/ports.ts';
import { choosePlaybook } from '../../domain/choose-playbook.ts';
import { onDealChanged } from '../../domain/deal-change.ts';
import type { Actor, Problem } from '../../domain/model.ts';
import type { Sql } from '../../db/database.ts';
import {
  canonicalDealId,
  lockDeal,
  markDealDeleted,
  onboardingsOfDeals,
  type OnboardingRef,
  rememberAccount,
  rememberMerge,
  storeDeal,
} from '../../db/deals.ts';
import type { StoredPlaybook } from '../../db/playbook-store.ts';
import { defaultRoles } from '../../db/people.ts';
import { changeWithin } from '../change-onboarding.ts';
import { openOnboarding } from '../onboardings/open-onboarding.ts';
import type { CrmDeps } from './crm-deps.ts';
import { dealFacts } from './deal-facts.ts';
import { fillRoles, rememberDealPeople } from './deal-people.ts';
import { moveMergedOnboardings } from './merge-deals.ts';

export interface ReadContext {
  connection: { id: string; provider: CrmProvider; accountId: string };
  playbooks: StoredPlaybook[];
  mergedDealIds: string[];
  /** a person starts it by hand: won or not, chosen or not */
  byHand: Actor | null;
}

export interface Applied {
  onboardingId: string | null;
  created: boolean;
  reason: string | null;
}

const nothing = (reason: string | null): Applied => ({ onboardingId: null, created: false, reason });

export function applyDealRead(deps: CrmDeps, read: DealRead, context: ReadContext): Promise<Applied> {
  return deps.db.transaction(async (tx) => {
    const { connection } = context;
    const survivor =
      read.result === 'found' ? read.deal.canonicalDealId : await canonicalDealId(tx, connection.id, read.dealId);
    await lockDeal(tx, connection.id, survivor);
    const merged = [...new Set([...context.mergedDealIds, read.dealId])].filter((dealId) => dealId !== survivor);
    if (merged.length > 0) {
      await rememberMerge(tx, connection.id, merged, survivor);
      await moveMergedOnboardings(deps, tx, connection, merged, survivor);
    }
    const [latest] = await onboardingsOfDeals(tx, connection.id, [survivor]);
    if (read.result === 'missing') return dealIsGone(deps, tx, connection.id, read.dealId, latest);
    return dealIsThere(deps, tx, read.deal, latest, context);
  });
}

async function dealIsGone(
  deps: CrmDeps,
  tx: Sql,
  connectionId: string,
  dealId: string,
  latest: OnboardingRef | undefined,
): Promise<Applied> {
  await markDealDeleted(tx, connectionId, dealId, deps.clock.now());
  if (!latest) return nothing('The deal is not in the CRM any more');
  await changeWithin(deps, tx, {
    onboardingId: latest.id,
    actor: crmActor(deps, connectionId),
    signalWorkflow: true,
    step: async ({ state, now }) =>
      onDealChanged(
        state,
        { result: 'deleted' },
        now.toISOString(),
        await deps.playbooks.byVersionId(state.onboarding.playbookVersionId),
      ),
  });
  return { onboardingId: latest.id, created: false, reason: null };
}

async function dealIsThere(
  deps: CrmDeps,
  tx: Sql,
  deal: DealSnapshot,
  latest: OnboardingRef | undefined,
  context: ReadContext,
): Promise<Applied> {
  const now = deps.clock.now();
  const { connection, byHand } = context;
  const isRunning = latest !== undefined && latest.status !== 'cancelled' && latest.status !== 'transitioned';
  if (latest && (isRunning || !deal.isWon) && !byHand) {
    await storeDeal(tx, connection.id, deal, null, now);
    await updateRunning(deps, tx, deal, latest, context);
    return { onboardingId: latest.id, created: false, reason: null };
  }
  if (latest && (isRunning || latest.status === 'transitioned')) {
    // a customer that went through is not onboarded again because somebody touched the won deal
    await storeDeal(tx, connection.id, deal, null, now);
    return { onboardingId: latest.id, created: false, reason: null };
  }
  if (latest && latest.heldBy !== 'crm' && !byHand) {
    // a person cancelled it while the deal stayed won: the CRM's next event is no reason to start again
    await storeDeal(tx, connection.id, deal, `Cancelled: ${latest.cancelReason ?? 'by a person'}`, now);
    return nothing('cancelled by a person');
  }
  if (!deal.isWon && !byHand) {
    await storeDeal(tx, connection.id, deal, null, now);
    return nothing(null);
  }
  const facts = dealFacts(deal);
  const choice = choosePlaybook(
    facts,
    context.playbooks.map((stored) => stored.playbook),
    { country: deal.company?.country ?? null, handoff: {} },
  );
  if (!choice.start && choice.because === 'rule' && !byHand) {
    await storeDeal(tx, connection.id, deal, choice.why, now);
    return nothing(choice.why);
  }
  await storeDeal(tx, connection.id, deal, null, now);
  const onboardingId = await open(deps, tx, deal, (latest?.cycle ?? 0) + 1, choice, context);
  return { onboardingId, created: true, reason: null };
}

async function open(
  deps: CrmDeps,
  tx: Sql,
  deal: DealSnapshot,
  cycle: number,
  choice: ReturnType<typeof choosePlaybook>,
  context: ReadContext,
): Promise<string> {
  const { connection, playbooks, byHand } = context;
  const now = deps.clock.now();
  const { contacts, owner, problems } = await rememberDealPeople(tx, deal, now);
  const stored = choice.start
    ? playbooks.find((candidate) => candidate.playbook.key === choice.playbook.key)
    : undefined;
  const unmatched: Problem[] = stored
    ? []
    : [
        {
          code: 'no_playbook',
          message: `${choice.why}.`,
          fixBy: 'RevOps: choose a playbook here, or add a selection rule',
        },
      ];
  const roles = stored
    ? fillRoles(stored.playbook, deal, contacts, owner, await defaultRoles(tx))
    : new Map(owner ? [['crm.owner', owner.id]] : []);
  const accountId = await rememberAccount(tx, {
    id: uuid(),
    connectionId: connection.id,
    crmId: deal.company?.id ?? `deal:${deal.dealId}`,
    name: deal.company?.name ?? deal.name,
    domain: deal.company?.domain ?? null,
  });
  const leadZone = [...contacts.values()].find((person) => person.timezone !== null)?.timezone;
  return openOnboarding(deps, tx, {
    origin: {
      connectionId: connection.id,
      provider: connection.provider,
      crmAccountId: connection.accountId,
      dealId: deal.dealId,
      cycle,
    },
    accountId,
    name: deal.company?.name ?? deal.name,
    deal: dealFacts(deal),
    wonAt: deal.isWon ? new Date(deal.closedAt ?? now) : null,
    chosen: stored ? { versionId: stored.versionId, playbook: stored.playbook, why: choice.why } : null,
    roles,
    problems: [...problems, ...unmatched],
    timezone: leadZone ?? deps.company.timezone,
    country: deps.company.country,
    kickoffOn: null,
    actor: byHand ?? crmActor(deps, connection.id),
  });
}

async function updateRunning(
  deps: CrmDeps,
  tx: Sql,
  deal: DealSnapshot,
  latest: OnboardingRef,
  { connection }: ReadContext,
): Promise<void> {
  const { contacts, owner, problems } = await rememberDealPeople(tx, deal, deps.clock.now());
  await changeWithin(deps, tx, {
    onboardingId: latest.id,
    actor: crmActor(deps, connection.id),
    signalWorkflow: true,
    step: async ({ state, now }) => {
      const newcomers = [...contacts.values(), ...(owner ? [owner] : [])].filter(
        (person) => !state.people.some((known) => known.id === person.id),
      );
      const known = { ...state, people: [...state.people, ...newcomers] };
      return onDealChanged(
        known,
        {
          result: 'found',
          isWon: deal.isWon,
          isClosed: deal.isClosed,
          deal: dealFacts(deal),
          ownerId: owner?.id ?? null,
          leadId: [...contacts.values()][0]?.id ?? null,
          problems,
        },
        now.toISOString(),
        await deps.playbooks.byVersionId(state.onboarding.playbookVersionId),
      );
    },
  });
}

const crmActor = (deps: CrmDeps, connectionId: string): Actor => ({
  kind: 'crm',
  id: null,
  label: deps.crms.get(connectionId)?.provider === 'salesforce' ? 'Salesforce' : 'HubSpot',
});
