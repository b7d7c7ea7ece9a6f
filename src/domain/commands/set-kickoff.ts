import { addBusinessDays, businessDaysBetween, localDate } from '../calendar.ts';
import type { LocalDate, OnboardingState } from '../model.ts';
import { kickoffMark } from '../marks.ts';
import { planCalendar } from '../plan-dates.ts';
import type { Playbook } from '../playbook.ts';
import { changeOnboarding, type Command, happened, notNow, requireDate, requireStatus, unchanged } from './outcome.ts';

/** Sets the kickoff; a go-live that nobody has agreed on moves by as many business days. */
export const moveKickoff = (
  state: OnboardingState,
  kickoffOn: LocalDate,
  playbook: Playbook | null,
): OnboardingState => {
  const { kickoffOn: before, targetGoLiveOn, promisedGoLiveOn } = state.onboarding;
  if (before === kickoffOn) return state;
  if (before === null || targetGoLiveOn === null || promisedGoLiveOn !== null)
    return changeOnboarding(state, { kickoffOn });
  const calendar = planCalendar(state.onboarding, playbook);
  const days = businessDaysBetween(before, kickoffOn, calendar);
  return changeOnboarding(state, { kickoffOn, targetGoLiveOn: addBusinessDays(targetGoLiveOn, days, calendar) });
};

/** Moves a kickoff that has not been yet. */
export const setKickoff: Command<{ kickoffOn: LocalDate }> = (state, { kickoffOn }, _actor, now, playbook) => {
  requireStatus(state, 'set-kickoff');
  requireDate(kickoffOn, 'Kickoff');
  const { onboarding } = state;
  if (onboarding.kickoffOn === kickoffOn) return unchanged(state);
  const isPublished = onboarding.publishedAt !== null;
  if (isPublished && onboarding.kickoffOn !== null && onboarding.kickoffOn < localDate(now, onboarding.timezone)) {
    throw notNow(`The kickoff was on ${onboarding.kickoffOn} and cannot be moved any more`);
  }
  const chosen = changeOnboarding(state, { chase: { ...onboarding.chase, [kickoffMark]: now } });
  return happened(moveKickoff(chosen, kickoffOn, playbook), 'kickoff_moved', null, {
    from: onboarding.kickoffOn,
    to: kickoffOn,
  });
};
