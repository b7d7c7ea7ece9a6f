/** What the deal itself tells of a running onboarding, as entries of the ledger: standing, account, owner, amount, products. */
import type { LedgerEntry } from '../../db/ledger.ts';
import type { DealFacts, OnboardingState } from '../../domain/model.ts';
import { inMajorUnits } from '../../domain/money.ts';

export interface DealTold {
  connectionId: string;
  dealId: string;
  /** who changed the deal itself, and what is linked to it */
  of: Record<'deal' | 'products' | 'account', string>;
  /** null: the deal is gone */
  told: {
    isWon: boolean;
    isClosed: boolean;
    facts: DealFacts;
    ownerEmail: string | null;
    account: OnboardingState['account'];
  } | null;
}

/** Nothing for what is as it was. */
export function incomingFacts(state: OnboardingState, { connectionId, dealId, of, told }: DealTold): LedgerEntry[] {
  const { onboarding } = state;
  const before = standingOf(state);
  const changes: [field: string, before: unknown, after: unknown, why: string][] = [
    [
      'standing',
      before,
      told ? standingAfter(state, told) : 'deleted',
      'The deal’s standing decides whether the onboarding goes on',
    ],
  ];
  if (told) {
    const { facts, ownerEmail, account } = told;
    changes.push(
      [
        'account',
        accountOf(state.account),
        accountOf(account),
        'The deal’s company is the customer, and is told how things stand',
      ],
      ['owner', ownerOf(state), ownerEmail, 'The deal’s owner is asked for the handoff'],
      ['amount', amountOf(onboarding.deal), amountOf(facts), 'The amount belongs to the plan’s deal'],
      ['line items', onboarding.deal.products, facts.products, 'Products decide which parts of the playbook apply'],
      ['name', onboarding.deal.name, facts.name, 'The deal’s name'],
    );
  }
  return changes
    .filter(([, was, is]) => JSON.stringify(was) !== JSON.stringify(is))
    .map(([field, was, is, why]) => ({
      connectionId,
      onboardingId: onboarding.id,
      direction: 'in',
      objectType: 'deal',
      recordId: dealId,
      field,
      before: was,
      after: is,
      why,
      actor: field === 'account' ? of.account : field === 'line items' ? of.products : of.deal,
      result: 'read',
    }));
}

const amountOf = ({ amountCents, currency }: Pick<DealFacts, 'amountCents' | 'currency'>): number | null =>
  amountCents === null ? null : inMajorUnits(amountCents, currency);

type Standing = 'open' | 'won' | 'lost' | 'reopened' | 'deleted';

/** As the onboarding was told last. */
function standingOf({ onboarding: { problems, wonAt } }: OnboardingState): Standing {
  const has = (code: string): boolean => problems.some((problem) => problem.code === code);
  if (has('deal_deleted')) return 'deleted';
  if (has('deal_lost')) return 'lost';
  if (has('deal_reopened')) return 'reopened';
  return wonAt === null ? 'open' : 'won';
}

const standingAfter = (
  { onboarding: { wonAt } }: OnboardingState,
  { isWon, isClosed }: { isWon: boolean; isClosed: boolean },
): Standing => {
  if (isWon) return 'won';
  if (isClosed) return 'lost';
  return wonAt === null ? 'open' : 'reopened';
};

/** Two may bear the same name. */
const accountOf = (account: OnboardingState['account']): string | null =>
  account?.crmId ? `${account.name ?? 'Company'} (${account.crmId})` : null;

const ownerOf = ({ members, people }: OnboardingState): string | null => {
  const personId = members.find(({ role }) => role === 'crm.owner')?.personId;
  return people.find(({ id }) => id === personId)?.email ?? null;
};
