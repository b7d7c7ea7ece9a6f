import { unfinishedEffects } from '../db/effects.ts';
import type { Advanced } from '../contracts/processes.ts';
import { changeWithin, type ChangeDeps, systemActor } from './change-onboarding.ts';

/** One pass for the onboarding's own workflow: what time brought about, what is left to carry out, when to look again. */
export function advanceOnboarding(deps: ChangeDeps, onboardingId: string): Promise<Advanced> {
  return deps.db.transaction(async (tx) => {
    const { decision } = await changeWithin(deps, tx, { onboardingId, actor: systemActor, signalWorkflow: false });
    const { status } = decision.state.onboarding;
    const effects = await unfinishedEffects(tx, onboardingId);
    const wakeInMs =
      decision.nextWakeAt === null ? null : Math.max(1, Date.parse(decision.nextWakeAt) - deps.clock.now().getTime());
    return { effects, wakeInMs, isOver: status === 'cancelled' || status === 'transitioned' };
  });
}
