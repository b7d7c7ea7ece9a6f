import { buildPlan } from '../../domain/build-plan.ts';
import { handoffGaps } from '../../domain/handoff.ts';
import type { OnboardingState, PlannedActivity } from '../../domain/model.ts';
import type { Playbook } from '../../domain/playbook.ts';

/** A handoff that is complete or waived becomes a draft plan at once; nothing happens while anything is missing. */
export function planWhenReady(
  state: OnboardingState,
  playbook: Playbook | null,
  now: string,
): { state: OnboardingState; activity: PlannedActivity[] } {
  const { onboarding } = state;
  if (onboarding.status !== 'handoff' || !playbook) return { state, activity: [] };
  const isWaived = onboarding.handoffWaivedReason !== null;
  if (!isWaived && handoffGaps(onboarding, playbook).length > 0) return { state, activity: [] };
  const built = buildPlan({
    onboarding: { ...onboarding, status: 'draft', handoffCompletedAt: now },
    playbook,
    members: state.members,
    people: state.people,
    now,
  });
  return {
    state: { ...built, ...(state.account && { account: state.account }) },
    activity: [
      {
        kind: 'plan_drafted',
        subjectId: null,
        data: { playbook: playbook.name, tasks: built.tasks.length, handoffWaived: isWaived },
      },
    ],
  };
}
