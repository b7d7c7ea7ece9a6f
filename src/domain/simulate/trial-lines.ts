/** What a trial says, line by line: what was said to whom and when in their own time, and what was not and why. */
import { localDate, localMinutes } from '../calendar.ts';
import type { Channel, Instant, IntentKind, OnboardingState, Person } from '../model.ts';
import type { Role } from '../playbook.ts';
import { knownZone } from '../work-hours.ts';
import type { Mailbox } from './mailbox.ts';

export interface TrialLine {
  at: Instant;
  /** in the zone of whoever is told: `2026-03-09 09:00` */
  local: string;
  to: { name: string; role: Role | null };
  channel: Channel | null;
  /** the day's one message, or one that did not wait for it; null: nothing was sent */
  message: 'digest' | 'now' | null;
  kind: IntentKind | null;
  subject: string | null;
  /** what asked for it; empty where nothing did */
  rule: string;
  /** why nothing is said; null: it is */
  withheld: string | null;
}

const localTime = (at: Instant, zone: string): string => {
  const minutes = localMinutes(at, zone);
  return `${localDate(at, zone)} ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
};

/** What one line says of whom it is for, in their own time. */
export const addressed = (
  { people, members, onboarding }: OnboardingState,
  personId: string | null,
  at: Instant,
): Pick<TrialLine, 'at' | 'local' | 'to'> => {
  const person: Person | undefined = people.find(({ id }) => id === personId);
  const role = members.find((member) => member.personId === personId)?.role ?? null;
  const zone = knownZone(person?.timezone, onboarding.timezone);
  return { at, local: localTime(at, zone), to: { name: person?.name ?? 'nobody', role } };
};

/** What was said and what was not, soonest first. */
export const linesOf = (mailbox: Pick<Mailbox, 'messages' | 'withheld'>, state: OnboardingState): TrialLine[] =>
  [
    ...mailbox.messages.map((said) => ({
      ...addressed(state, said.to.id, said.at),
      channel: said.channel,
      message: said.digest,
      kind: said.kind,
      subject: said.subject,
      rule: said.rule,
      withheld: null,
    })),
    ...mailbox.withheld.map((refused) => ({
      ...addressed(state, refused.to.id, refused.at),
      channel: null,
      message: null,
      kind: refused.kind,
      subject: refused.subject,
      rule: refused.rule,
      withheld: refused.reason,
    })),
  ].sort(byTime);

export const byTime = (a: { at: Instant }, b: { at: Instant }): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
