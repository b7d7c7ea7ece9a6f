import { changeOnboarding, type Command, happened, requireStatus, unchanged } from './outcome.ts';

/** Urgent: nudges wait for working hours only, not for the day's one message. */
export const setUrgent: Command<{ isUrgent: boolean }> = (state, { isUrgent }) => {
  requireStatus(state, 'set-urgent');
  if (state.onboarding.isUrgent === isUrgent) return unchanged(state);
  return happened(changeOnboarding(state, { isUrgent }), isUrgent ? 'made_urgent' : 'made_regular', null);
};
