import type { Advanced, UnfinishedEffect } from '../contracts/processes.ts';
import { unfinishedEffects } from '../db/effects.ts';
import { loadOnboarding, lockVersion } from '../db/load-onboarding.ts';
import { prepareDecision, storeNextWake, storePrepared } from '../db/store-decision.ts';
import type { Decision } from '../domain/model.ts';
import { type ChangeDeps, changeWithin, decide, priorities, systemActor, wakeAfterHold } from './change-onboarding.ts';
import { spreadWake } from './spread-wake.ts';

/**
 * One pass for the onboarding's own workflow: what time brought about, what is left to carry out, when to look again.
 * Most passes change nothing, since the command that caused them has decided all: they read without a lock. Whoever
 * commits meanwhile signals again. What is to be stored is stored under the lock, if nobody was faster.
 */
export async function advanceOnboarding(deps: ChangeDeps, onboardingId: string): Promise<Advanced> {
  const { state: before, clockOffsetMs, effects } = await loadOnboarding(deps.db, onboardingId);
  deps.clock.sync(clockOffsetMs);
  const now = deps.clock.now();
  const { version, nextWakeAt } = before.onboarding;
  const pass = { onboardingId, actor: systemActor, signalWorkflow: false };
  const decision = await decide(deps, { state: before, activity: [] }, now);
  const prepared = prepareDecision({ before, decision, now, priority: priorities.live, ...pass });
  const answer = (decided: Decision, left: UnfinishedEffect[]): Advanced => answerOf(deps, decided, left);
  if (!prepared.hasContent) {
    const isStored =
      decision.nextWakeAt === nextWakeAt ||
      (await storeNextWake(deps.db, { id: onboardingId, version, nextWakeAt: decision.nextWakeAt }));
    if (isStored) return answer(decision, effects);
  }
  return deps.db.transaction(async (tx) => {
    if ((await lockVersion(tx, onboardingId)) !== version) {
      const again = await changeWithin(deps, tx, pass);
      return answer(again.decision, await unfinishedEffects(tx, onboardingId));
    }
    await storePrepared(tx, prepared);
    await wakeAfterHold(tx, before, decision);
    return answer(decision, decision.effects.length > 0 ? await unfinishedEffects(tx, onboardingId) : effects);
  });
}

function answerOf({ clock }: ChangeDeps, { state, nextWakeAt }: Decision, effects: UnfinishedEffect[]): Advanced {
  const { status } = state.onboarding;
  return {
    effects,
    wakeInMs:
      nextWakeAt === null ? null : spreadWake(state.onboarding.id, Date.parse(nextWakeAt) - clock.now().getTime()),
    isOver: status === 'cancelled' || status === 'transitioned',
  };
}
