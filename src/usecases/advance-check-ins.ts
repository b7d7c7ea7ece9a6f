import { decideCheckIns } from '../domain/check-ins.ts';
import { checkInsOf, storeCheckIns } from '../db/check-ins.ts';
import { changeWithin, type ChangeDeps, systemActor } from './change-onboarding.ts';

/** One pass for the check-ins' own workflow: opens what is due and says when to look again. */
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
        const playbook = await deps.playbooks.of(state.onboarding);
        const checkIns = await checkInsOf(tx, onboardingId);
        const decision = decideCheckIns(state, checkIns, playbook, now.toISOString());
        await storeCheckIns(tx, onboardingId, decision, now);
        ({ nextWakeAt } = decision);
        const opened = decision.changes.filter(({ state: next }) => next === 'open');
        return {
          state,
          activity: opened.map(({ id, health, baseline }) => ({
            kind: 'check_in_opened',
            subjectId: id,
            data: { checkIn: checkIns.find((checkIn) => checkIn.id === id)?.kind ?? null, health, baseline },
          })),
          intents: decision.intents,
        };
      },
    });
    const wakeInMs = nextWakeAt === null ? null : Math.max(1, Date.parse(nextWakeAt) - deps.clock.now().getTime());
    return { wakeInMs, isOver: nextWakeAt === null };
  });
}
