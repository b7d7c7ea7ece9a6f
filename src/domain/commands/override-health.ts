import { localDate } from '../calendar.ts';
import type { HealthStatus, LocalDate } from '../model.ts';
import { isSame } from '../same.ts';
import {
  changeOnboarding,
  type Command,
  happened,
  requireDate,
  requireStatus,
  requireText,
  unchanged,
  wrongInput,
} from './outcome.ts';

export interface OverrideInput {
  override: { status: HealthStatus; score: number; reason: string; until: LocalDate } | null;
}

/** A person knows better, until a date; null ends it. */
export const overrideHealth: Command<OverrideInput> = (state, { override }, actor, now) => {
  requireStatus(state, 'override-health');
  const { healthOverride: before, timezone } = state.onboarding;
  if (override === null) {
    if (before === null) return unchanged(state);
    return happened(changeOnboarding(state, { healthOverride: null }), 'health_override_ended', null);
  }
  requireText(override.reason, 'A reason');
  requireDate(override.until, 'End of the override');
  if (override.until < localDate(now, timezone)) throw wrongInput('The override must not end before today');
  if (override.score < 0 || override.score > 100) throw wrongInput('A score lies between 0 and 100');
  const healthOverride = { ...override, byId: actor.id ?? '' };
  if (isSame(before, healthOverride)) return unchanged(state);
  return happened(changeOnboarding(state, { healthOverride }), 'health_overridden', null, { ...override });
};
