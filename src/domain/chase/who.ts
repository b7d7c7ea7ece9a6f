/** Whom to ask: the owner, or who comes next where asking the owner reaches nobody. */
import { standInFor } from '../absence.ts';
import type { Pass } from '../advance/pass.ts';
import type { IntentKind, Person, Side } from '../model.ts';
import { nudgeKinds } from '../digest-standing.ts';
import { inRoleOf, ourManager } from '../our-manager.ts';
import type { Role } from '../playbook.ts';
import { waysTo, whyNone } from './channel.ts';

/** An onboarding as it stands now. */
export type Moment = Pick<Pass, 'state' | 'now'>;

const ours: readonly Role[] = ['team.csm', 'team.implementation_manager', 'team.manager', 'crm.owner'];
const next: Readonly<Record<Side, readonly Role[]>> = {
  customer: ['customer.lead', 'customer.sponsor', ...ours],
  partner: ['partner.lead', ...ours],
  team: ours,
};

/** Messages to them arrive, as far as we know. */
export const isReachable = (person: Person | null): person is Person =>
  person !== null && person.deactivatedAt === null && person.unreachableSince === null;

/** Why such things reach neither them nor whoever stands in for them now; null: they do. */
const whyUnheard = (moment: Moment, person: Person, kinds: readonly IntentKind[]): string | null => {
  const standIn = standInFor(person, moment.state.people, moment.now, moment.state.onboarding.timezone);
  if (standIn.person === null) return standIn.reason;
  const { person: to } = standIn;
  if (to === person || kinds.some((kind) => waysTo(to, kind).length > 0)) return null;
  return `${to.name} stands in for ${person.name}. ${whyNone(to, kinds[0] ?? 'due')}`;
};

/** Hears such things now, or somebody stands in; a role that nobody could be asked in is passed over. */
const hears = (moment: Moment, person: Person | null, kind: IntentKind): person is Person =>
  isReachable(person) && waysTo(person, kind).length > 0 && whyUnheard(moment, person, [kind]) === null;

/** A role, or the CSM's own manager where nobody fills the manager's. */
const inRole = (moment: Moment, role: Role): Person | null =>
  role === 'team.manager' ? ourManager(moment.state) : inRoleOf(moment.state, role);

/** Nobody fills the role; what a ladder says to them goes to whoever comes closest. */
export const isVacant = (moment: Moment, role: Role): boolean => inRole(moment, role) === null;

/** It is they who would read what goes to this person now: they, or in whose place they stand. */
export const isReadBy = (moment: Moment, person: Person, readers: readonly (string | null)[]): boolean =>
  [person.id, standInFor(person, moment.state.people, moment.now, moment.state.onboarding.timezone).person?.id].some(
    (id) => id !== undefined && readers.includes(id),
  );

/** The first of these roles, in order, whose person hears this now; `but` leaves people out, and in whose place they stand. */
export const firstToHear = (
  moment: Moment,
  roles: readonly Role[],
  kind: IntentKind,
  but: readonly (string | null)[] = [],
): Person | null => {
  for (const role of roles) {
    const person = inRole(moment, role);
    if (hears(moment, person, kind) && !isReadBy(moment, person, but)) return person;
  }
  return null;
};

/** Whoever of us looks after the customer, hears of it: the CSM, or who comes closest. */
export const carerToHear = (moment: Moment, kind: IntentKind, but: readonly (string | null)[] = []): Person | null =>
  firstToHear(moment, ours, kind, but) ?? carer(moment, but);

/** Whoever of us looks after the customer, away or not. */
export const carer = (moment: Moment, but: readonly (string | null)[] = []): Person | null =>
  ours.map((role) => inRole(moment, role)).find((person) => isReachable(person) && !but.includes(person.id)) ?? null;

/** Everybody in these roles who can be reached, each once; the CSM where there is nobody. */
export const everybodyIn = (moment: Moment, roles: readonly Role[]): Person[] => {
  const found = roles.map((role) => inRole(moment, role)).filter(isReachable);
  const fallback = found.length > 0 ? null : carer(moment);
  return [...new Map([...found, ...(fallback ? [fallback] : [])].map((person) => [person.id, person])).values()];
};

export type Turn =
  /** asks the owner, or the delegate in their place */
  | { kind: 'owner'; person: Person }
  /** asks the next person, since asking the owner reaches nobody */
  | { kind: 'next'; person: Person; why: string }
  | { kind: 'nobody'; why: string };

/** Why asking this person about a task reaches nobody; null when it does. */
export const outOfReach = (person: Person): string | null => {
  if (person.deactivatedAt !== null) return `${person.name} has left`;
  if (person.unreachableSince !== null) return `Messages to ${person.name} do not arrive`;
  return nudgeKinds.some((kind) => waysTo(person, kind).length > 0)
    ? null
    : whyNone(person, 'due', 'messages about tasks');
};

const whyNot = (owner: Person, isInternal: boolean): string | null =>
  isInternal && owner.side !== 'team' ? `The task is internal, and ${owner.name} is not one of us` : outOfReach(owner);

/**
 * Whose turn it is. Somebody away without a stand-in is waited for: nobody is asked, but escalation goes on. Where
 * the owner is out of reach or nobody owns it, the next person is asked; what is internal stays with us.
 */
export const whoseTurn = (
  moment: Moment,
  subject: { owner: Person | null; side: Side; isInternal: boolean; openRole: string },
): Turn => {
  const { owner } = subject;
  const why = owner === null ? `Nobody fills ${subject.openRole} yet` : whyNot(owner, subject.isInternal);
  if (owner !== null && why === null) {
    const unheard = whyUnheard(moment, owner, nudgeKinds);
    return unheard === null ? { kind: 'owner', person: owner } : { kind: 'nobody', why: unheard };
  }
  const person = firstToHear(moment, next[subject.isInternal ? 'team' : subject.side], 'overdue', [owner?.id ?? null]);
  return person === null
    ? { kind: 'nobody', why: `${why ?? ''}, and nobody else can be asked` }
    : { kind: 'next', person, why: why ?? '' };
};
