/**
 * What a new read of the deal means for an onboarding that runs. The caller decides about a deal won again after the
 * onboarding was cancelled: that is the next cycle. The same read again changes nothing.
 */
import { applyAmendment } from './amend-plan.ts';
import { cancel } from './commands/cancel.ts';
import { fillRole } from './commands/assign-role.ts';
import { hold } from './commands/hold.ts';
import { changeOnboarding, type Outcome } from './commands/outcome.ts';
import { resume } from './commands/resume.ts';
import { amendmentsOf } from './deal-amendment.ts';
import { goneProblems, isHeldByCrm } from './held-by-crm.ts';
import { unlessSame } from './same.ts';
import type { Actor, DealFacts, Instant, LocalDate, OnboardingState, PlannedActivity, Problem } from './model.ts';
import type { Playbook } from './playbook.ts';

export type DealChange =
  | { result: 'deleted' }
  | {
      result: 'found';
      isWon: boolean;
      isClosed: boolean;
      deal: DealFacts;
      /** the deal's owner, known to the state; null: none */
      ownerId: string | null;
      /** whom to ask at the customer where nobody is named yet, known to the state */
      leadId: string | null;
      /** whom the CRM has newly named as the CSM, known to the state; null: nobody */
      csmId?: string | null;
      /** what is wrong with the deal as it was read */
      problems: readonly Problem[];
    };

const crm: Actor = { kind: 'crm', id: null, label: 'the CRM' };

/** Found again with each read, and gone when the read does not find them. */
const readProblems: readonly Problem['code'][] = [
  'no_contacts',
  'unknown_timezone',
  'no_owner',
  'owner_left',
  'csm_unknown',
];

const fixByRevOps = 'RevOps: restore or win the deal again, or cancel the onboarding';
const problemOf: Readonly<Record<'deal_deleted' | 'deal_reopened' | 'deal_lost', Problem>> = {
  deal_deleted: { code: 'deal_deleted', message: 'The deal was deleted in the CRM.', fixBy: fixByRevOps },
  deal_reopened: {
    code: 'deal_reopened',
    message: 'The deal was reopened in the CRM and is not won any more.',
    fixBy: fixByRevOps,
  },
  deal_lost: { code: 'deal_lost', message: 'The deal was lost in the CRM.', fixBy: fixByRevOps },
};

class Change {
  state: OnboardingState;
  readonly activity: PlannedActivity[] = [];
  readonly now: Instant;
  readonly playbook: Playbook | null;

  constructor(state: OnboardingState, now: Instant, playbook: Playbook | null) {
    this.state = state;
    this.now = now;
    this.playbook = playbook;
  }

  get onboarding(): OnboardingState['onboarding'] {
    return this.state.onboarding;
  }

  take({ state, activity }: Outcome): void {
    this.state = state;
    this.activity.push(...activity);
  }

  set(change: Partial<OnboardingState['onboarding']>): void {
    this.state = changeOnboarding(this.state, change);
  }

  setProblems(problems: Problem[]): void {
    this.set({ problems: unlessSame(this.onboarding.problems, problems) });
  }
}

const isOver = ({ onboarding }: OnboardingState): boolean =>
  onboarding.status === 'cancelled' || onboarding.status === 'transitioned';

/** Nothing was promised to the customer yet: it ends. Else it pauses until the CRM changes its mind. */
const stop = (change: Change, code: 'deal_deleted' | 'deal_reopened' | 'deal_lost'): void => {
  const problem = problemOf[code];
  const { status, heldBy, problems } = change.onboarding;
  if (code !== 'deal_deleted' && (status === 'handoff' || status === 'draft'))
    return change.take(cancel(change.state, { reason: problem.message }, crm, change.now, change.playbook));
  change.setProblems([...problems.filter((known) => !goneProblems.includes(known.code)), problem]);
  if (status !== 'on_hold')
    return change.take(
      hold(change.state, { reason: problem.message, resumeOn: null }, crm, change.now, change.playbook),
    );
  // what a person agreed on stays as it was said, and waits for the CRM as well
  if (heldBy !== 'crm') return;
  if (change.onboarding.holdReason === problem.message) return;
  change.set({ holdReason: problem.message });
  change.activity.push({ kind: 'held', subjectId: null, data: { reason: problem.message, resumeOn: null } });
};

/** Won, restored: what the CRM held goes on, and the CRM's stage is ours to set again. */
const goOn = (change: Change): void => {
  const { crmWanted, problems, status, heldBy } = change.onboarding;
  const wasHeld = status === 'on_hold' && isHeldByCrm(change.onboarding);
  change.setProblems(problems.filter(({ code }) => !goneProblems.includes(code)));
  if (!wasHeld) return;
  if (heldBy === 'crm') change.take(resume(change.state, {}, crm, change.now, change.playbook));
  const { 'deal.dealstage': _, ...wanted } = crmWanted;
  change.set({ crmWanted: wanted });
};

/** Until a plan is built, the wish is what was promised; a go-live set by hand stays while the wish does. */
const followWish = (change: Change, before: LocalDate | null, wish: LocalDate | null): void => {
  if (change.onboarding.status === 'handoff' && wish !== before)
    change.set({ targetGoLiveOn: wish, promisedGoLiveOn: wish });
};

const longestMessage = 1_000;

/** What was told before and nobody has settled stands first, as long as there is room. */
const amendedMessage = (differences: readonly string[], standing: Problem | undefined): string => {
  const said = differences.join('; ');
  const both = standing && `${standing.message} Then: ${said}.`;
  return both && both.length <= longestMessage ? both : `The deal was amended: ${said}.`;
};

const followFacts = (change: Change, deal: DealFacts): void => {
  const { deal: before, status, problems } = change.onboarding;
  const differences = status === 'handoff' ? [] : amendmentsOf(before, deal);
  const facts = unlessSame(before, deal);
  if (facts !== before) change.set({ deal: facts });
  followWish(change, before.wishedGoLiveOn, deal.wishedGoLiveOn);
  if (differences.length === 0) return;
  const problem: Problem = {
    code: 'amended',
    message: amendedMessage(
      differences,
      problems.find(({ code }) => code === 'amended'),
    ),
    fixBy: 'The CSM: change the plan where needed, then dismiss this',
  };
  change.setProblems([...problems.filter(({ code }) => code !== 'amended'), problem]);
  change.activity.push({ kind: 'deal_amended', subjectId: null, data: { differences } });
  if (change.playbook?.amendments === 'automatic')
    change.take(applyAmendment(change.state, {}, crm, change.now, change.playbook));
};

const followPeople = (
  change: Change,
  { ownerId, leadId, csmId = null }: Extract<DealChange, { result: 'found' }>,
): void => {
  const inRole = (role: string): string | null =>
    change.state.members.find((member) => member.role === role)?.personId ?? null;
  const fill = (role: string, personId: string): void =>
    change.take(fillRole(change.state, { role, personId }, crm, change.now, change.playbook ?? undefined));
  const isThere = (id: string): boolean =>
    change.state.people.some((person) => person.id === id && person.deactivatedAt === null);
  if (ownerId !== null && inRole('crm.owner') !== ownerId && isThere(ownerId)) fill('crm.owner', ownerId);
  if (csmId !== null && inRole('team.csm') !== csmId && isThere(csmId)) fill('team.csm', csmId);
  if (leadId !== null && inRole('customer.lead') === null && isThere(leadId)) fill('customer.lead', leadId);
};

const followRead = (change: Change, read: Extract<DealChange, { result: 'found' }>): void => {
  const { problems, wonAt } = change.onboarding;
  const kept = problems.filter(({ code }) => !readProblems.includes(code) && code !== 'deal_deleted');
  change.setProblems([...kept, ...read.problems]);
  followFacts(change, read.deal);
  followPeople(change, read);
  if (read.isWon) {
    if (wonAt === null) {
      change.set({ wonAt: change.now });
      change.activity.push({ kind: 'deal_won', subjectId: null, data: {} });
    }
    return goOn(change);
  }
  // an onboarding that somebody started before the deal was won goes on until the deal is lost
  if (read.isClosed) return stop(change, 'deal_lost');
  return wonAt === null ? goOn(change) : stop(change, 'deal_reopened');
};

/** Lost or reopened: a draft ends, a running one is held by the CRM; deleted: held; won again: goes on. Amendments are told once. */
export const onDealChanged = (
  state: OnboardingState,
  read: DealChange,
  now: Instant,
  playbook: Playbook | null = null,
): Outcome => {
  if (isOver(state)) return { state, activity: [] };
  const change = new Change(state, now, playbook);
  if (read.result === 'deleted') stop(change, 'deal_deleted');
  else followRead(change, read);
  return { state: change.state, activity: change.activity };
};
