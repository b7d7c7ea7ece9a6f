import type { LocalDate } from '../model.ts';
import {
  changeOnboarding,
  type Command,
  happened,
  requireDate,
  requireStatus,
  unchanged,
  wrongInput,
} from './outcome.ts';

/** The go-live that was agreed with the customer: what the plan works towards and the forecast is measured against. */
export const setTargetGoLive: Command<{ targetGoLiveOn: LocalDate; reason?: string }> = (state, input) => {
  requireStatus(state, 'set-target-go-live');
  const { targetGoLiveOn: from, promisedGoLiveOn, kickoffOn } = state.onboarding;
  const to = requireDate(input.targetGoLiveOn, 'Go-live');
  if (kickoffOn !== null && to <= kickoffOn) throw wrongInput(`Go-live must come after the kickoff on ${kickoffOn}`);
  if (from === to && promisedGoLiveOn === to) return unchanged(state);
  const next = changeOnboarding(state, { targetGoLiveOn: to, promisedGoLiveOn: to });
  return happened(next, 'target_go_live_set', null, { from, to, reason: input.reason ?? null });
};
