import type { OnboardingState, Phase } from './model.ts';

const copyPhase = (phase: Phase): Phase => ({
  ...phase,
  entryGate: { ...phase.entryGate },
  exitGate: { ...phase.exitGate },
});

/**
 * A copy whose rows, ladders' memories, marks and gates may be changed in place; everything below is shared and only
 * ever replaced. Copying all of it would take longer than deciding.
 */
export const copyState = (state: OnboardingState): OnboardingState => ({
  ...state,
  onboarding: { ...state.onboarding, chase: { ...state.onboarding.chase } },
  phases: state.phases.map(copyPhase),
  milestones: state.milestones.map((milestone) => ({ ...milestone })),
  tasks: state.tasks.map((task) => ({ ...task, chase: { ...task.chase } })),
  blockers: state.blockers.map((blocker) => ({ ...blocker, chase: { ...blocker.chase } })),
  integrationItems: [...state.integrationItems],
  members: [...state.members],
  people: [...state.people],
});
