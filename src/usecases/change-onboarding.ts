/**
 * The one way in which an onboarding changes: lock its row, load it, apply a command (or nothing), let the rules of
 * the domain decide for the business clock's now, store state and wishes in the same transaction.
 */
import { advance } from '../domain/advance.ts';
import type { Actor, Decision, OnboardingState, PlannedActivity, PlannedIntent } from '../domain/model.ts';
import type { Clock } from '../db/clock.ts';
import type { Database, Sql } from '../db/database.ts';
import { lockAndLoadOnboarding } from '../db/load-onboarding.ts';
import { enqueueWaitingDigests } from '../db/outbox.ts';
import type { PlaybookStore } from '../db/playbook-store.ts';
import { storeDecision } from '../db/store-decision.ts';
import { planWhenReady } from './onboardings/plan-when-ready.ts';

export interface ChangeDeps {
  db: Database;
  clock: Clock;
  playbooks: PlaybookStore;
  publicUrl: string;
}

export interface Change {
  state: OnboardingState;
  activity: PlannedActivity[];
  /** wishes of the step itself, besides those of the rules */
  intents?: PlannedIntent[];
}
export type ChangeStep = (context: { state: OnboardingState; now: Date; tx: Sql }) => Change | Promise<Change>;

export interface ChangeOptions {
  onboardingId: string;
  actor: Actor;
  /** absent: only what time has brought about */
  step?: ChangeStep;
  /** false when the onboarding's own workflow asks */
  signalWorkflow: boolean;
}

export interface ChangeResult {
  decision: Decision;
  changed: boolean;
}

export const systemActor: Actor = { kind: 'system', id: null, label: 'Gangway' };

/** People waiting come before live onboardings, these before bulk work. */
export const priorities = { person: 1, live: 3, bulk: 5 } as const;

export function changeOnboarding(deps: ChangeDeps, options: ChangeOptions): Promise<ChangeResult> {
  return deps.db.transaction((tx) => changeWithin(deps, tx, options));
}

export async function changeWithin(
  deps: ChangeDeps,
  tx: Sql,
  { onboardingId, actor, step, signalWorkflow }: ChangeOptions,
): Promise<ChangeResult> {
  const { state: before, clockOffsetMs } = await lockAndLoadOnboarding(tx, onboardingId);
  deps.clock.sync(clockOffsetMs);
  const now = deps.clock.now();
  const changed: Change = step
    ? await step({ state: structuredClone(before), now, tx })
    : { state: before, activity: [] };
  const decision = await decide(deps, changed, now);
  const changedNow = await storeDecision(tx, {
    before,
    decision,
    actor,
    now,
    signalWorkflow,
    priority: actor.kind === 'system' ? priorities.live : priorities.person,
  });
  await wakeAfterHold(tx, before, decision);
  return { decision, changed: changedNow };
}

/** The rules' answer to a state at `now`, with a plan where the handoff has become complete. */
export async function decide(deps: ChangeDeps, changed: Change, now: Date): Promise<Decision> {
  const playbook = await deps.playbooks.of(changed.state.onboarding);
  const planned = planWhenReady(changed.state, playbook, now.toISOString());
  const decision = advance(planned.state, { now: now.toISOString(), playbook, publicUrl: deps.publicUrl });
  decision.activity.unshift(...changed.activity, ...planned.activity);
  decision.intents.push(...(changed.intents ?? []));
  return decision;
}

/** What waited for the end of a hold woke nobody. */
export async function wakeAfterHold(tx: Sql, before: OnboardingState, { state }: Decision): Promise<void> {
  const goesOn = before.onboarding.status === 'on_hold' && state.onboarding.status !== 'on_hold';
  if (goesOn) await enqueueWaitingDigests(tx, state.onboarding.id);
}
