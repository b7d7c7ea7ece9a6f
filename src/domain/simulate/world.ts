/** What a simulation goes by, and who acts in it. */
import { type Calendar, addBusinessDays, atLocalTime, localDate } from '../calendar.ts';
import type { Outcome } from '../commands/outcome.ts';
import type { Actor, Instant, LocalDate, OnboardingState } from '../model.ts';
import type { Playbook } from '../playbook.ts';
import type { SampleDeal } from '../sample-onboarding.ts';
import type { Behaviour } from './behaviour.ts';
import type { Mailbox } from './mailbox.ts';

export interface Deed {
  at: Instant;
  run: (state: OnboardingState, now: Instant) => Outcome;
}

export interface World {
  playbook: Playbook;
  sample: SampleDeal;
  behaviour: Behaviour;
  calendar: Calendar;
  mailbox: Mailbox;
  checkIns: { kind: string; dueOn: LocalDate }[];
}

const nextMorning = 600;
export const afternoon = 900;

const manager: Actor = { kind: 'person', id: null, label: 'our team', staffRole: 'manager' };
export const actorOf = (personId: string | null, state: OnboardingState): Actor => {
  const person = state.people.find(({ id }) => id === personId);
  return { kind: 'person', id: personId, label: person?.name ?? 'somebody', staffRole: person?.staffRole ?? null };
};
/** Whoever fills the first of these roles, with a manager's rights: a simulation asks what happens, not who may. */
export const approver = (roles: readonly string[], state: OnboardingState): Actor => {
  const personId =
    state.members.find(({ role, personId: id }) => id !== null && roles.includes(role))?.personId ?? null;
  return { ...manager, id: personId, label: actorOf(personId, state).label };
};

export const morningAfter = (instant: Instant, days: number, { calendar, sample }: World): Instant =>
  atLocalTime(addBusinessDays(localDate(instant, sample.timezone), days, calendar), nextMorning, sample.timezone);
