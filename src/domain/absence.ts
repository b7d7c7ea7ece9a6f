/** Who stands in for whom while somebody is away. */
import type { Instant, LocalDate, Person } from './model.ts';
import { todayOf, workHoursOf } from './work-hours.ts';

/** From and until are included; without an end somebody stays away until a person says otherwise. */
export const isAwayOn = (
  { absentFrom, absentUntil }: Pick<Person, 'absentFrom' | 'absentUntil'>,
  date: LocalDate,
): boolean => {
  if (absentFrom === null && absentUntil === null) return false;
  return (absentFrom === null || absentFrom <= date) && (absentUntil === null || date <= absentUntil);
};

export type StandIn =
  | { person: Person; reason: null }
  /** nobody: why, as a sentence */
  | { person: null; reason: string };

const maxDepth = 3;

/**
 * The person, or while they are away the delegate who is there, at most three deep. A cycle, a missing or an
 * unreachable delegate ends the search: guessing further would tell a stranger.
 */
export const standInFor = (
  person: Person,
  people: readonly Person[],
  now: Instant,
  onboardingZone: string,
): StandIn => {
  const seen = new Set<string>();
  for (let current = person, depth = 0; ; depth += 1) {
    if (!isAwayOn(current, todayOf(workHoursOf(current, onboardingZone), now)))
      return { person: current, reason: null };
    seen.add(current.id);
    const until = current.absentUntil === null ? '' : ` until ${current.absentUntil}`;
    const away = `${current.name} is away${until}`;
    const { delegateId } = current;
    if (delegateId === null) return { person: null, reason: `${away} and nobody stands in` };
    if (seen.has(delegateId))
      return { person: null, reason: `${away}, and those who stand in stand in for each other` };
    if (depth === maxDepth) return { person: null, reason: `${away}, and the third who stands in is away too` };
    const delegate = people.find(({ id }) => id === delegateId);
    if (!delegate || delegate.deactivatedAt !== null)
      return { person: null, reason: `${away} and who stands in has left` };
    if (delegate.unreachableSince !== null)
      return { person: null, reason: `${away} and ${delegate.name}, who stands in, cannot be reached` };
    current = delegate;
  }
};
