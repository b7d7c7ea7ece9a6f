import { localDate } from '../calendar.ts';
import type { LocalDate } from '../model.ts';
import { knownZone } from '../work-hours.ts';
import {
  type Command,
  happened,
  notNow,
  requireBlocker,
  requireDate,
  requireStatus,
  unchanged,
  wrongInput,
} from './outcome.ts';

/** When what is missing is expected now: on that day its ladder begins anew, and before nobody is asked for a while. */
export const setExpected: Command<{ blockerId: string; expectedOn: LocalDate }> = (
  state,
  { blockerId, expectedOn },
  _actor,
  now,
) => {
  const blocker = requireBlocker(state, blockerId);
  requireStatus(state, 'set-expected');
  if (blocker.resolvedAt !== null) throw notNow(`“${blocker.what}” is resolved already`);
  requireDate(expectedOn, 'Expected date');
  const person = state.people.find(({ id }) => id === blocker.personId);
  if (expectedOn < localDate(now, knownZone(person?.timezone, state.onboarding.timezone)))
    throw wrongInput('The day on which it is expected is over');
  if (blocker.expectedOn === expectedOn) return unchanged(state);
  const moved = { ...blocker, expectedOn, chase: { ...blocker.chase, saidAt: now } };
  const blockers = state.blockers.map((one) => (one.id === blockerId ? moved : one));
  return happened({ ...state, blockers }, 'blocker_expected', blocker.taskId ?? blocker.milestoneId, {
    what: blocker.what,
    from: blocker.expectedOn,
    expectedOn,
  });
};
