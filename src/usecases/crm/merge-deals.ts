import type { Actor, Onboarding, OnboardingState, Problem } from '../../domain/model.ts';
import { takeOverDealValues } from '../../db/crm-values.ts';
import type { Sql } from '../../db/database.ts';
import { type OnboardingRef, onboardingsOfDeals, rememberMerge, wantedBefore } from '../../db/deals.ts';
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

/**
 * The merged deals' onboarding moves to the survivor. Of several the one that is furthest goes on, the survivor's own where
 * they are equal, else the older; the others end. The CRM has put together what each of them was written, so all of it is
 * wanted anew.
 */
export async function joinMergedDeals(
  deps: CrmDeps,
  tx: Sql,
  connectionId: string,
  { mergedDealIds, survivorId }: { mergedDealIds: string[]; survivorId: string },
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
  { mergedDealIds, survivorId }: { mergedDealIds: string[]; survivorId: string },
): Promise<void> {
  const moving = (await onboardingsOfDeals(tx, connectionId, mergedDealIds)).filter(isOpen);
  const existing = await onboardingsOfDeals(tx, connectionId, [survivorId]);
  const [goesOn, ...others] = [...existing.filter(isOpen), ...moving].toSorted(byHowFar);
  if (!goesOn) return;
  const actor = crmActor(deps, connectionId);
  const change = (onboardingId: string, step: ChangeStep) =>
    changeWithin(deps, tx, { onboardingId, actor, signalWorkflow: true, step });
  const wanted = (await wantedBefore(tx, connectionId, [survivorId])).get(survivorId) ?? new Set<string>();
  for (const { id } of others) await change(id, ({ state, now }) => endMerged(state, actor, now.toISOString()));
  const isMoving = goesOn.dealId !== survivorId;
  const place = isMoving ? { dealId: survivorId, cycle: (existing[0]?.cycle ?? 0) + 1 } : {};
  await change(goesOn.id, ({ state }) => ({
    state: changeOnboarding(state, { ...place, crmWanted: wantedAnew(state.onboarding, wanted) }),
    activity: isMoving ? [{ kind: 'deal_merged', subjectId: null, data: { into: survivorId } }] : [],
  }));
}

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
