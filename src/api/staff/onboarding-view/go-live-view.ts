import { missingFor } from '../../../domain/gate.ts';
import type { OnboardingState } from '../../../domain/model.ts';
import type { Playbook } from '../../../domain/playbook.ts';
import type { OnboardingView } from './plan-view.ts';

/** What still stands between the onboarding and the approval of its go-live, in words. */
export function goLiveView(state: OnboardingState, playbook: Playbook | null): OnboardingView['goLive'] {
  const milestone = state.milestones.find(({ isGoLive }) => isGoLive);
  const phase = state.phases.find(({ id }) => id === milestone?.phaseId);
  const open = state.tasks.filter((task) => task.milestoneId === milestone?.id && task.status !== 'done' && task.status !== 'skipped');
  const missing = [
    ...(milestone ? [] : ['the plan has no go-live milestone']),
    ...(phase?.status === 'not_started' ? [`phase ${phase.name} has not begun`, ...missingFor('entry', phase, state).map(({ why }) => why)] : []),
    ...open.map(({ name }) => `task ${name} is open`),
  ];
  const isWaiting = state.onboarding.status === 'active' && state.onboarding.liveAt === null;
  return { isReady: isWaiting && missing.length === 0, missing: state.onboarding.liveAt === null ? missing : [], approverRoles: playbook?.goLive.approvers ?? [] };
}
