import { changeOnboarding, type Command, happened, requireStatus, requireText, unchanged } from './outcome.ts';

/** Ends it for good; a deal won again is the next cycle. `heldBy` keeps whether the CRM or a person ended it. */
export const cancel: Command<{ reason: string }> = (state, input, actor, now) => {
  if (state.onboarding.status === 'cancelled') return unchanged(state);
  requireStatus(state, 'cancel');
  const reason = requireText(input.reason, 'A reason');
  const next = changeOnboarding(state, {
    status: 'cancelled',
    cancelledAt: now,
    cancelReason: reason,
    heldBy: actor.kind === 'crm' ? 'crm' : actor.id,
  });
  return happened(next, 'cancelled', null, { reason });
};
