/** Creates onboardings, once per deal and cycle, each with its draft plan where the handoff allows it. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { v5, v7 as uuid } from 'uuid';
import { type AboardProgress, beginAboard, takeProgress } from '../../domain/aboard.ts';
import { advance } from '../../domain/advance.ts';
import { wantedByAnother } from '../../domain/crm-values.ts';
import type { Actor, DealFacts, Decision, Onboarding, OnboardingState, Person, Problem } from '../../domain/model.ts';
import { emptyOnboarding } from '../../domain/empty-onboarding.ts';
import { planIds } from '../../domain/plan-ids.ts';
import type { Playbook } from '../../domain/playbook.ts';
import type { Sql } from '../../db/database.ts';
import { crmOwnerIds } from '../../db/crm-owners.ts';
import { peopleById } from '../../db/people.ts';
import { type NewOnboarding, storeNew } from '../../db/store-decision.ts';
import { type ChangeDeps, priorities } from '../change-onboarding.ts';
import { planWhenReady } from './plan-when-ready.ts';

export interface OpenInput {
  /** null for an onboarding without a deal */
  origin: {
    connectionId: string;
    provider: string;
    crmAccountId: string;
    dealId: string;
    cycle: number;
    /** the CRM's company of the deal */
    companyId: string | null;
    /** the account is live by another deal */
    isLiveByAnother: boolean;
    /** the connection's mapping, which `chosen` is combined with */
    mappingId: string | null;
    /** by earlier onboardings of the deal, and of deals merged into it: what the CRM may still hold of them */
    wantedBefore: ReadonlySet<string>;
  } | null;
  accountId: string;
  name: string;
  deal: DealFacts;
  wonAt: Date | null;
  chosen: { versionId: string; playbook: Playbook; why: string } | null;
  roles: Map<string, string>;
  problems: Problem[];
  timezone: string;
  /** whose public holidays the plan leaves free: the customer's, else the playbook's, else our own */
  country: string | null;
  kickoffOn: string | null;
  actor: Actor;
  /** comes aboard, with what is done elsewhere where something is; absent: begins here */
  aboard?: { progress: AboardProgress | null } | undefined;
}

/** Namespace of the ids that are derived from (provider, CRM account, deal, cycle). */
const idNamespace = '6f1d4f0e-6f0a-4f5e-9b57-6f2f1f6f0a11';

/** All of one connection. @returns their ids in the given order; one statement stores them all */
export async function openOnboardings(deps: ChangeDeps, tx: Sql, inputs: OpenInput[]): Promise<string[]> {
  const now = deps.clock.now();
  const people = await peopleById(tx, [...new Set(inputs.flatMap(involvedIn))]);
  const connectionId = inputs[0]?.origin?.connectionId;
  const ownerIds = connectionId
    ? await crmOwnerIds(
        tx,
        connectionId,
        people.map(({ id }) => id),
      )
    : new Map<string, string>();
  const byId = new Map(people.map((person) => [person.id, { ...person, crmOwnerId: ownerIds.get(person.id) ?? null }]));
  const created: NewOnboarding[] = [];
  for (const input of inputs) {
    // a plan takes some ms of this thread; requests get their turn between two
    await nextTurn();
    const involved = [...new Set(involvedIn(input))].flatMap((personId) => byId.get(personId) ?? []);
    created.push({
      decision: decide(deps, input, involved, now.toISOString()),
      actor: input.actor,
      now,
      signalWorkflow: true,
      priority: priorityOf(input),
    });
  }
  await storeNew(tx, created);
  return created.map(({ decision }) => decision.state.onboarding.id);
}

const involvedIn = ({ roles, aboard }: OpenInput): string[] => [
  ...roles.values(),
  ...(aboard?.progress?.tasks.flatMap(({ ownerId }) => ownerId ?? []) ?? []),
];

export async function openOnboarding(deps: ChangeDeps, tx: Sql, input: OpenInput): Promise<string> {
  const [id = ''] = await openOnboardings(deps, tx, [input]);
  return id;
}

function decide(deps: ChangeDeps, input: OpenInput, people: Person[], now: string): Decision {
  const { origin, chosen } = input;
  const identity = origin
    ? `${origin.provider}:${origin.crmAccountId}:${origin.dealId}:${origin.cycle}`
    : `manual:${uuid()}`;
  const id = v5(identity, idNamespace);
  const ids = planIds(id);
  const state: OnboardingState = {
    onboarding: { ...emptyOnboarding(now), id, workflowId: `onboarding:${identity}`, ...fromInput(input) },
    account: { crmId: origin?.companyId ?? null, isLiveByAnother: origin?.isLiveByAnother ?? false },
    phases: [],
    milestones: [],
    tasks: [],
    blockers: [],
    integrationItems: [],
    people: people.filter((person) => person.deactivatedAt === null),
    members: [...input.roles].map(([role, personId]) => ({
      id: ids('member', role),
      onboardingId: id,
      role,
      personId,
    })),
  };
  const playbook = chosen?.playbook ?? null;
  const planned = input.aboard
    ? planAboard(state, playbook, input.aboard.progress, now)
    : planWhenReady(state, playbook, now);
  const decision = advance(planned.state, { now, playbook, publicUrl: deps.publicUrl });
  decision.activity.unshift(
    { kind: 'opened', subjectId: null, data: { why: chosen?.why ?? null, deal: input.deal.name } },
    ...planned.activity,
  );
  return decision;
}

const priorityOf = ({ aboard, actor }: OpenInput): number =>
  aboard ? priorities.bulk : actor.kind === 'person' ? priorities.person : priorities.live;

function planAboard(
  state: OnboardingState,
  playbook: Playbook | null,
  progress: AboardProgress | null,
  now: string,
): ReturnType<typeof planWhenReady> {
  const begun = { ...state, onboarding: beginAboard(state.onboarding, progress, now) };
  const planned = planWhenReady(begun, playbook, now);
  if (progress === null || planned.state.tasks.length === 0) return planned;
  const taken = takeProgress(planned.state, progress, now);
  return { state: taken.state, activity: [...planned.activity, taken.activity] };
}

function fromInput({
  origin,
  accountId,
  name,
  deal,
  wonAt,
  chosen,
  problems,
  timezone,
  country,
  kickoffOn,
}: OpenInput): Partial<Onboarding> {
  return {
    connectionId: origin?.connectionId ?? null,
    dealId: origin?.dealId ?? null,
    cycle: origin?.cycle ?? 1,
    accountId,
    name,
    deal,
    problems,
    timezone,
    wonAt: wonAt?.toISOString() ?? null,
    playbookVersionId: chosen?.versionId ?? null,
    crmMappingId: origin?.mappingId ?? null,
    crmWanted: wantedByAnother(origin?.wantedBefore ?? []),
    calendarCountry: country,
    targetGoLiveOn: deal.wishedGoLiveOn,
    promisedGoLiveOn: deal.wishedGoLiveOn,
    kickoffOn,
  };
}
