/** A running onboarding follows its deal; what of the CRM fed the plan anew stands in the ledger. */
import type { DealSnapshot } from '../../../integrations/ports.ts';
import { leaveCompany } from '../../db/company-values.ts';
import type { MappedConnection } from '../../db/connections.ts';
import type { Sql } from '../../db/database.ts';
import { noteHeld, writeAgain } from '../../db/drift.ts';
import { type LedgerEntry, writeLedger } from '../../db/ledger.ts';
import { enqueue, workflowOf } from '../../db/outbox.ts';
import { onDealChanged } from '../../domain/deal-change.ts';
import { followAccount } from '../../domain/follow-account.ts';
import { type BothWays, settleBothWays } from '../../domain/mapping/both-ways.ts';
import { playbookMapping } from '../../domain/mapping/combine.ts';
import { crmStageField, emptyMapping, type StageSync } from '../../domain/mapping/model.ts';
import { type IncomingChange, incomingChanges, inputName, keepStopped } from '../../domain/mapping/reading.ts';
import type { DealFacts, OnboardingState, Person } from '../../domain/model.ts';
import { changeWithin } from '../change-onboarding.ts';
import { crmActor } from './crm-actor.ts';
import type { CrmDeps } from './crm-deps.ts';
import type { DealAccount } from './deal-accounts.ts';
import { dealFacts } from './deal-facts.ts';
import type { DealPeople } from './deal-people.ts';
import { incomingFacts } from './incoming-facts.ts';
import { csmsNamed, type NamedUsers } from './learn-users.ts';

export type FollowedConnection = Pick<MappedConnection, 'id' | 'mapping' | 'stoppedFields'>;

export async function followDeal(
  deps: CrmDeps,
  tx: Sql,
  {
    deal,
    people,
    account,
    onboardingId,
    connection,
    users,
  }: {
    deal: DealSnapshot;
    people: DealPeople;
    account: DealAccount;
    onboardingId: string;
    connection: FollowedConnection;
    users: NamedUsers;
  },
): Promise<void> {
  const company: { left: string | null } = { left: null };
  await changeWithin(deps, tx, {
    onboardingId,
    actor: crmActor(deps, connection.id, deal.changedBy),
    signalWorkflow: true,
    step: async ({ state, now }) => {
      const before = state.onboarding.deal;
      const playbook = await deps.playbooks.of(state.onboarding);
      const mapping = playbook ? playbookMapping(playbook) : (connection.mapping?.content ?? emptyMapping);
      const fields = keepStopped(deal.fields, before.fields, connection.stoppedFields);
      const facts = dealFacts({ ...deal, fields }, mapping, deps.company.timezone);
      const settled = incomingChanges(mapping, before.fields, facts.fields).map((change) => ({
        change,
        ...settleBothWays(change, mapping, state, facts.fields),
      }));
      const keepsCsm = settled.some(
        ({ change, result }) => change.ours.includes('csm') && (result === 'conflict_ours' || result === 'reported'),
      );
      const named = keepsCsm ? null : csmToTake(state, facts);
      const csm = named === null ? null : (await csmsNamed(tx, connection.id, [named], users)).get(named);
      const ledger = settled.map(({ change, result }) => {
        const error = change.ours.includes('csm') ? csm?.problem?.message : undefined;
        return {
          ...incoming(connection.id, deal, onboardingId, change, result),
          ...(error && { result: 'reported' as const, error }),
        };
      });
      const nameOf = (changedBy: string | null): string => crmActor(deps, connection.id, changedBy).label;
      const of = {
        deal: nameOf(deal.changedBy),
        company: nameOf(deal.company?.changedBy ?? null),
        products: nameOf(whoAdded(deal.lineItems, before.products)),
        account: nameOf(null),
      };
      const { isWon, isClosed } = deal;
      const moved = followAccount(state, account);
      if (moved !== state) company.left = state.account?.crmId ?? null;
      const told = { isWon, isClosed, facts, ownerEmail: people.owner?.email ?? null, account: moved.account };
      await writeLedger(
        tx,
        [
          ...incomingFacts(state, { connectionId: connection.id, dealId: deal.dealId, of, told }),
          ...ledger.map((entry) => ({ ...entry, actor: entry.objectType === 'company' ? of.company : of.deal })),
        ],
        now,
      );
      await noteHeld(
        tx,
        connection.id,
        settled.flatMap(({ change, result }) =>
          result === 'reported' ? [] : [{ ...placeOf(deal, change), now: change.after }],
        ),
      );
      await writeOursAgain(tx, connection.id, [
        ...ledger.filter(({ result }) => result === 'conflict_ours'),
        ...(isInAnotherStage(deal, mapping.stages, state)
          ? [{ objectType: 'deal' as const, recordId: deal.dealId, field: crmStageField }]
          : []),
      ]);
      const givesWay = settled.flatMap((one) => one.givesWay);
      return onDealChanged(
        withPeople(withoutHandoff(moved, givesWay), [
          ...people.contacts.values(),
          ...(people.owner ? [people.owner] : []),
          ...(csm?.person ? [csm.person] : []),
        ]),
        {
          result: 'found',
          isWon: deal.isWon,
          isClosed: deal.isClosed,
          deal: facts,
          ownerId: people.owner?.id ?? null,
          leadId: [...people.contacts.values()][0]?.id ?? null,
          csmId: csm?.person?.id ?? null,
          problems: [...people.problems, ...(csm?.problem ? [csm.problem] : [])],
        },
        now.toISOString(),
        playbook,
      );
    },
  });
  if (company.left !== null)
    await leaveCompany(tx, connection.id, { onboardingId, from: company.left, to: account.crmId });
}

/** Who took a product away is told by none of those that are left. */
const whoAdded = (items: DealSnapshot['lineItems'], before: readonly string[]): string | null => {
  const [one = null, ...others] = new Set(
    items.flatMap(({ name, changedBy }) => (before.includes(name) ? [] : [changedBy])),
  );
  return others.length === 0 ? one : null;
};

/** What was entered here and gives way to the CRM's. */
const withoutHandoff = (state: OnboardingState, keys: string[]): OnboardingState => {
  if (keys.length === 0) return state;
  const kept = Object.entries(state.onboarding.handoff).filter(([key]) => !keys.includes(key));
  return { ...state, onboarding: { ...state.onboarding, handoff: Object.fromEntries(kept) } };
};

/** Somebody moved a won deal to a stage that counts as won, too, and the mapping says that ours is the right one. */
const isInAnotherStage = (
  { isWon, stageId, stageLabel }: DealSnapshot,
  stages: StageSync | null,
  { onboarding: { crmWanted } }: OnboardingState,
): boolean => {
  const wanted = crmWanted[`deal.${crmStageField}`];
  if (!isWon || stages?.field !== crmStageField || stages.whoWins !== 'ours' || typeof wanted !== 'string')
    return false;
  const name = wanted
    .replace(/^stage:/, '')
    .trim()
    .toLowerCase();
  return name !== stageId.toLowerCase() && name !== stageLabel.trim().toLowerCase();
};

type WrittenField = Pick<LedgerEntry, 'objectType' | 'recordId' | 'field'>;

async function writeOursAgain(tx: Sql, connectionId: string, fields: WrittenField[]): Promise<void> {
  if (fields.length === 0) return;
  await writeAgain(
    tx,
    connectionId,
    fields.map(({ objectType, recordId, field }) => ({ objectType, recordId, field })),
  );
  await enqueue(tx, [workflowOf('crm_sync', connectionId)]);
}

const withPeople = (state: OnboardingState, involved: Person[]): OnboardingState => {
  const known = new Set(state.people.map(({ id }) => id));
  const newcomers = new Map(involved.filter(({ id }) => !known.has(id)).map((person) => [person.id, person]));
  return { ...state, people: [...state.people, ...newcomers.values()] };
};

/** Only one that the CRM names anew, or whom we did not know before: whoever was named here meanwhile stays. */
const csmToTake = ({ onboarding }: OnboardingState, { fields }: DealFacts): string | null => {
  const named = fields[inputName('csm')] ?? null;
  const wasUnknown = onboarding.problems.some(({ code }) => code === 'csm_unknown');
  return wasUnknown || named !== (onboarding.deal.fields[inputName('csm')] ?? null) ? named : null;
};

const placeOf = (deal: DealSnapshot, { object, field }: Pick<IncomingChange, 'object' | 'field'>): WrittenField => ({
  objectType: object,
  recordId: object === 'deal' ? deal.dealId : (deal.company?.id ?? ''),
  field,
});

const incoming = (
  connectionId: string,
  deal: DealSnapshot,
  onboardingId: string,
  { object, field, ours, before, after }: IncomingChange,
  result: BothWays['result'],
): Omit<LedgerEntry, 'actor'> => ({
  connectionId,
  onboardingId,
  direction: 'in',
  ...placeOf(deal, { object, field }),
  before,
  after,
  why: `Changed in the CRM; it feeds ${ours.join(', ')}`,
  result,
});
