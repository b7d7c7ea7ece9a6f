import { handoffGaps } from '../handoff.ts';
import { changeOnboarding, type Command, happened, requireStatus, requireText, unchanged } from './outcome.ts';

/** Goes on without what sales did not tell; what was missing stays on record. */
export const waiveHandoff: Command<{ reason: string }> = (state, input, _actor, _now, playbook) => {
  if (state.onboarding.handoffWaivedReason !== null) return unchanged(state);
  requireStatus(state, 'waive-handoff');
  const reason = requireText(input.reason, 'A reason');
  const missing = playbook ? handoffGaps(state.onboarding, playbook).map(({ label }) => label) : [];
  return happened(changeOnboarding(state, { handoffWaivedReason: reason }), 'handoff_waived', null, {
    reason,
    missing,
  });
};
