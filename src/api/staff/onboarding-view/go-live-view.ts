import { goLiveGaps } from '../../../domain/go-live.ts';
import type { OnboardingState } from '../../../domain/model.ts';
import type { Playbook } from '../../../domain/playbook.ts';
import type { OnboardingView } from './plan-view.ts';

/** What still stands between the onboarding and the approval of its go-live. */
export function goLiveView(state: OnboardingState, playbook: Playbook | null): OnboardingView['goLive'] {
  const { onboarding, milestones } = state;
  const missing =
    onboarding.liveAt !== null
      ? []
      : milestones.some(({ isGoLive }) => isGoLive)
        ? goLiveGaps(state)
        : ['the plan has no go-live milestone'];
  return {
    isReady: onboarding.status === 'active' && onboarding.liveAt === null && missing.length === 0,
    missing,
    approverRoles: playbook?.goLive.approvers ?? [],
  };
}
