import { changeOnboarding, type Command, happened, requireStatus } from './outcome.ts';

/**
 * Records a check-in; the row itself is the caller's. The success handover completes the onboarding: the customer is
 * with customer success from then on.
 */
export const completeCheckIn: Command<{ checkInId: string; kind: string; note: string }> = (
  state,
  { checkInId, kind, note },
  _actor,
  now,
) => {
  requireStatus(state, 'complete-check-in');
  const isHandover = kind === 'success_handover' && state.onboarding.status === 'live';
  const next = isHandover ? changeOnboarding(state, { status: 'transitioned', transitionedAt: now }) : state;
  return happened(next, isHandover ? 'transitioned' : 'check_in_done', checkInId, { kind, note });
};
