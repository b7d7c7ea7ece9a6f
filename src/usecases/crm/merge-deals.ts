import type { Actor, Onboarding, OnboardingState, PlannedActivity, Problem } from '../../domain/model.ts';
import { takeOverDealValues } from '../../db/crm-values.ts';
import type { Sql } from '../../db/database.ts';
import {
  type DealMerge,
  type OnboardingRef,
  onboardingsOfDeals,
  rememberMerge,
  rememberWon,
  wantedBefore,
} from '../../db/deals.ts';
import { cancel } from '../../domain/commands/cancel.ts';
import { changeOnboarding, type Outcome } from '../../domain/commands/outcome.ts';
import { wantedByAnother } from '../../domain/crm-values.ts';
import { type ChangeStep, changeWithin } from '../change-onboarding.ts';
import { crmActor } from './crm-actor.ts';
import type { CrmDeps } from './crm-deps.ts';

const isOpen = ({ status }: OnboardingRef): boolean => status !== 'cancelled' && status !== 'transitioned';

const furthestLast = ['handoff', 'draft', 'on_hold', 'active', 'live'];
const byHowFar = (one: OnboardingRef, other: OnboardingRef): number =>
  furthestLast.indexOf(other.status) - furthestLast.indexOf(one.status);

/** What the customer went through, else what a person ended: either keeps another from beginning. */
function lastEnded<T extends OnboardingRef & { dealId: string }>(newestFirst: T[]): T | undefined {
  const ended = [...Map.groupBy(newestFirst, ({ dealId }) => dealId).values()].flatMap(([last]) => last ?? []);
  return ended.find(({ status }) => status === 'transitioned') ?? ended.find(({ heldBy }) => heldBy !== 'crm');
}

/**
 * The merged deals' onboarding moves to the survivor. Of several the one that is furthest goes on, the survivor's own where
 * they are equal, else the older; the others end. The CRM has put together what each of them was written, so all of it is
 * wanted anew. Where none goes on, the one that ended moves, so that the deal that is left begins none.
 */
export async function joinMergedDeals(
  deps: CrmDeps,
  tx: Sql,
  connectionId: string,
  { mergedDealIds, survivorId }: DealMerge,
): Promise<void> {
  const news = await rememberMerge(tx, connectionId, mergedDealIds, survivorId);
  if (news.length === 0) return;
  await joinOnboardings(deps, tx, connectionId, { mergedDealIds: news, survivorId });
  await takeOverDealValues(tx, connectionId, { mergedDealIds: news, survivorId });
}

async function joinOnboardings(
  deps: CrmDeps,
  tx: Sql,
  connectionId: string,
  { mergedDealIds, survivorId }: DealMerge,
): Promise<void> {
  const merged = await onboardingsOfDeals(tx, connectionId, mergedDealIds);
  const existing = await onboardingsOfDeals(tx, connectionId, [survivorId]);
  const [goesOn, ...others] = [...existing, ...merged].filter(isOpen).toSorted(byHowFar);
  const actor = crmActor(deps, connectionId);
  const change = (onboardingId: string, step: ChangeStep, signalWorkflow = true) =>
    changeWithin(deps, tx, { onboardingId, actor, signalWorkflow, step });
  const next = { dealId: survivorId, cycle: (existing[0]?.cycle ?? 0) + 1 };
  if (!goesOn) {
    const last = lastEnded([...existing, ...merged]);
    if (!last || last.dealId === survivorId) return;
    // it was this customer's: what was won and done is not begun anew at the deal that is left
    await rememberWon(tx, connectionId, { mergedDealIds, survivorId });
    await change(
      last.id,
      ({ state }) => ({ state: changeOnboarding(state, next), activity: movedTo(survivorId) }),
      false,
    );
    return;
  }
  const wanted = (await wantedBefore(tx, connectionId, [survivorId])).get(survivorId) ?? new Set<string>();
  for (const { id } of others) await change(id, ({ state, now }) => endMerged(state, actor, now.toISOString()));
  const isMoving = goesOn.dealId !== survivorId;
  await change(goesOn.id, ({ state }) => ({
    state: changeOnboarding(state, { ...(isMoving && next), crmWanted: wantedAnew(state.onboarding, wanted) }),
    activity: isMoving ? movedTo(survivorId) : [],
  }));
}

const movedTo = (into: string): PlannedActivity[] => [{ kind: 'deal_merged', subjectId: null, data: { into } }];

const wantedAnew = ({ crmWanted }: Onboarding, wanted: ReadonlySet<string>): Onboarding['crmWanted'] =>
  wantedByAnother([...wanted, ...Object.keys(crmWanted)]);

const mergedAway: Problem = {
  code: 'deal_merged',
  message: 'The deal was merged into one whose onboarding goes on.',
  fixBy: 'Nobody: the CRM is told by the other onboarding alone',
};

function endMerged(state: OnboardingState, actor: Actor, now: string): Outcome {
  const { onboarding } = state;
  const ended = changeOnboarding(state, { problems: [...onboarding.problems, mergedAway] });
  return cancel(ended, { reason: 'The deal was merged into one that is being onboarded already' }, actor, now, null);
}
