import { openDueCheckIns } from '../domain/check-ins.ts';
import { checkInsOf, endCheckIns, openCheckIns } from '../db/check-ins.ts';
import { changeWithin, type ChangeDeps, systemActor } from './change-onboarding.ts';

/** One pass for the check-ins' own workflow: opens what is due and says when the next is. */
export function advanceCheckIns(
  deps: ChangeDeps,
  onboardingId: string,
): Promise<{ wakeInMs: number | null; isOver: boolean }> {
  return deps.db.transaction(async (tx) => {
    let nextWakeAt: string | null = null;
    await changeWithin(deps, tx, {
      onboardingId,
      actor: systemActor,
      signalWorkflow: false,
      step: async ({ state, now }) => {
        if (state.onboarding.status === 'cancelled') {
          await endCheckIns(tx, onboardingId);
          return { state, activity: [] };
        }
        const decision = openDueCheckIns(state, await checkInsOf(tx, onboardingId), now.toISOString());
        await openCheckIns(tx, onboardingId, decision.opened, decision.nextWakeAt, now);
        ({ nextWakeAt } = decision);
        return { state, activity: decision.activity, intents: decision.intents };
      },
    });
    return {
      wakeInMs: nextWakeAt === null ? null : Math.max(1, Date.parse(nextWakeAt) - deps.clock.now().getTime()),
      isOver: nextWakeAt === null,
    };
  });
}
