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

/** A colleague looks after everything of theirs on this date, whether they are away or not; it ends by itself. */
export const isCoveredOn = (
  { coverId, coverFrom, coverUntil }: Pick<Person, 'coverId' | 'coverFrom' | 'coverUntil'>,
  date: LocalDate,
): boolean =>
  coverId !== null && coverUntil !== null && (coverFrom === null || coverFrom <= date) && date <= coverUntil;

export type StandIn =
  | { person: Person; reason: null }
  /** nobody: why, as a sentence */
  | { person: null; reason: string };

const maxDepth = 3;

/** Who is asked in somebody's place on a date: null, nobody, since they are there. */
const handedOnBy = (person: Person, date: LocalDate, isCoverLeftOut: boolean): { toId: string | null } | null => {
  if (!isCoverLeftOut && isCoveredOn(person, date)) return { toId: person.coverId };
  return isAwayOn(person, date) ? { toId: person.delegateId } : null;
};

const search = (
  person: Person,
  people: readonly Person[],
  todayFor: (person: Person) => LocalDate,
  isCoverLeftOut: boolean,
): StandIn => {
  const seen = new Set<string>();
  for (let current = person, depth = 0; ; depth += 1) {
    const handedOn = handedOnBy(current, todayFor(current), isCoverLeftOut && current === person);
    if (handedOn === null) return { person: current, reason: null };
    seen.add(current.id);
    const until = current.absentUntil === null ? '' : ` until ${current.absentUntil}`;
    const away = `${current.name} is away${until}`;
    const { toId } = handedOn;
    if (toId === null) return { person: null, reason: `${away} and nobody stands in` };
    if (seen.has(toId)) return { person: null, reason: `${away}, and those who stand in stand in for each other` };
    if (depth === maxDepth) return { person: null, reason: `${away}, and the third who stands in is away too` };
    const next = people.find(({ id }) => id === toId);
    if (next && next.side !== person.side)
      return { person: null, reason: `${away} and ${next.name}, who stands in, is not on their side` };
    if (!next || next.deactivatedAt !== null) return { person: null, reason: `${away} and who stands in has left` };
    if (next.unreachableSince !== null)
      return { person: null, reason: `${away} and ${next.name}, who stands in, cannot be reached` };
    current = next;
  }
};

/**
 * The person, or whoever covers for them, or while they are away the delegate who is there, at most three deep. A
 * cycle, a missing or an unreachable delegate, or one of another side, ends the search: guessing further would tell a
 * stranger. A cover that leads to nobody counts as none.
 */
export const standInFor = (
  person: Person,
  people: readonly Person[],
  now: Instant,
  onboardingZone: string,
): StandIn => {
  const todayFor = (somebody: Person): LocalDate => todayOf(workHoursOf(somebody, onboardingZone), now);
  const found = search(person, people, todayFor, false);
  return found.person === null && isCoveredOn(person, todayFor(person))
    ? search(person, people, todayFor, true)
    : found;
};
