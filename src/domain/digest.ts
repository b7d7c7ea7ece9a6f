/**
 * One person, one message at a time: what is said now, what is not and why, and when to look again. Pure; the caller
 * claims what is decided here in one statement.
 */
import { standInFor } from './absence.ts';
import { startOfLocalDay } from './calendar.ts';
import { chooseWay, type Way, waysTo, whyNone } from './chase/channel.ts';
import { addDays } from './local-date.ts';
import { type DigestIntent, nudgeKinds, standingOf } from './digest-standing.ts';
import type { Instant, IntentKind, LocalDate, Person } from './model.ts';
import { endOfWindow, isInWindow, nextDaysWindow, nextWindow, windowFrom } from './send-window.ts';
import { knownZone, todayOf, type WorkHours, workHoursOf } from './work-hours.ts';

export type { DigestIntent } from './digest-standing.ts';

export interface DigestInput {
  person: Person;
  /** the person and up to three delegates behind them */
  people: readonly Person[];
  /** all planned intents for this person */
  intents: readonly DigestIntent[];
  /** local dates on which a digest went out, by person */
  sentDigestOn: ReadonlyMap<string, readonly LocalDate[]>;
  now: Instant;
}

interface ToSend {
  to: string;
  kind: 'digest' | 'now';
  intentIds: string[];
  localDate: LocalDate;
  /** begun later it is decided anew */
  sendBefore: Instant;
}

export interface DigestDecision {
  send: (ToSend & Way) | null;
  /** what they were about is over */
  obsolete: { id: string; reason: string }[];
  /** still true, but not said to this person */
  withheld: { id: string; reason: string }[];
  /** strictly after `now`; null: nothing is left to say. After a message was sent, decide again. */
  nextWakeAt: Instant | null;
}

/** Old when somebody comes back, and asked again by the ladder then; all else keeps until then. */
const stalesWhileAway: readonly IntentKind[] = [...nudgeKinds, 'hold_notice', 'escalation', 'blocker'];

const earliest = (instants: readonly (Instant | null)[]): Instant | null =>
  instants.reduce<Instant | null>((first, at) => (at !== null && (first === null || at < first) ? at : first), null);

/** Why this person is not told such things, whatever the hour: no channel is left that works and is wanted. */
const refusal = (person: Person, kind: IntentKind): string | null =>
  waysTo(person, kind).length > 0 ? null : whyNone(person, kind);

/** Of what is said again and again, only the newest is left. */
const newest = (ready: readonly DigestIntent[], decision: DigestDecision): DigestIntent[] => {
  const last = new Map(ready.map((intent) => [`${intent.kind} ${intent.subject ?? intent.id}`, intent]));
  const kept = new Set(last.values());
  for (const intent of ready)
    if (!kept.has(intent)) decision.obsolete.push({ id: intent.id, reason: 'A newer one says the same' });
  return ready.filter((intent) => kept.has(intent));
};

interface Sorted {
  decision: DigestDecision;
  ready: DigestIntent[];
  later: DigestIntent[];
}

/** Takes out what is over or refused; what waits for the end of a hold stays planned and wakes nobody. */
const sortOut = ({ person, intents, now }: DigestInput): Sorted => {
  const sorted: Sorted = {
    decision: { send: null, obsolete: [], withheld: [], nextWakeAt: null },
    ready: [],
    later: [],
  };
  for (const intent of intents) {
    const standing = standingOf(intent);
    if (standing.state === 'over') sorted.decision.obsolete.push({ id: intent.id, reason: standing.reason });
    if (standing.state !== 'good') continue;
    if (intent.notBefore > now) {
      sorted.later.push(intent);
      continue;
    }
    const reason = refusal(person, intent.kind);
    if (reason === null) sorted.ready.push(intent);
    else sorted.decision.withheld.push({ id: intent.id, reason });
  }
  return { ...sorted, ready: newest(sorted.ready, sorted.decision) };
};

/** Nobody stands in: nudges are withheld, the rest keeps until the person is back, where that is known. */
const whileAway = (
  { decision, ready, later }: Sorted,
  person: Person,
  hours: WorkHours,
  reason: string,
): DigestDecision => {
  const back = person.absentUntil === null ? null : startOfLocalDay(addDays(person.absentUntil, 1), hours.timezone);
  for (const { id, kind } of ready) {
    if (back === null || stalesWhileAway.includes(kind)) decision.withheld.push({ id, reason });
  }
  const keeps = back !== null && ready.some(({ kind }) => !stalesWhileAway.includes(kind));
  const wake = earliest([keeps ? windowFrom(back, hours) : null, ...later.map(({ notBefore }) => notBefore)]);
  return { ...decision, nextWakeAt: wake };
};

interface Wish {
  intent: DigestIntent;
  ways: Way[];
}

/** By which ways whoever hears it may be told each; what they would not hear is withheld. */
const wishesTo = (to: Person, { decision, ready }: Sorted, person: Person): Wish[] =>
  ready.flatMap((intent) => {
    const ways = waysTo(to, intent.kind, intent.channels);
    if (ways.length > 0) return [{ intent, ways }];
    decision.withheld.push({
      id: intent.id,
      reason: `${to.name} stands in for ${person.name}. ${whyNone(to, intent.kind)}`,
    });
    return [];
  });

const isPatient = ({ intent }: Wish): boolean => intent.urgency === 'digest';

const messageTo = (
  to: Person,
  kind: 'digest' | 'now',
  wishes: readonly Wish[],
  day: Pick<ToSend, 'localDate' | 'sendBefore'>,
): DigestDecision['send'] => {
  const first = kind === 'digest' ? wishes.find(isPatient) : wishes[0];
  const chosen = first ? chooseWay(wishes, first) : null;
  return chosen && { to: to.id, kind, ...chosen.way, intentIds: chosen.taken.map(({ intent }) => intent.id), ...day };
};

/**
 * Decides for the person or whoever stands in for them: in the recipient's zone, inside working hours of their working
 * days, one digest per local date, by a channel that works and that they want. What is urgent waits for working hours
 * alone and goes out together; while the day's digest is still free, everything ready goes with it as that digest.
 */
export const decideDigest = (input: DigestInput): DigestDecision => {
  const { person, people, intents, sentDigestOn, now } = input;
  const zone = knownZone(intents[0]?.onboardingTimezone);
  const sorted = sortOut(input);
  const { decision, later } = sorted;
  const standIn = standInFor(person, people, now, zone);
  if (standIn.person === null) return whileAway(sorted, person, workHoursOf(person, zone), standIn.reason);
  const to = standIn.person;
  const hours = workHoursOf(to, zone);
  const today = todayOf(hours, now);
  const isDayTaken = sentDigestOn.get(to.id)?.includes(today) ?? false;
  const wishes = wishesTo(to, sorted, person);
  const patient = wishes.filter(isPatient);
  const urgent = wishes.filter((wish) => !isPatient(wish));
  const laterWakes = later.map(({ notBefore, urgency }) => wakeFor(notBefore, urgency, hours, isDayTaken, today));

  const sendBefore = endOfWindow(now, hours);
  if (!isInWindow(now, hours) || now >= sendBefore) {
    decision.nextWakeAt = earliest([wishes.length > 0 ? nextWindow(now, hours) : null, ...laterWakes]);
    return decision;
  }
  const day = { localDate: today, sendBefore };
  if (patient.length > 0 && !isDayTaken) decision.send = messageTo(to, 'digest', wishes, day);
  else if (urgent.length > 0) decision.send = messageTo(to, 'now', urgent, day);
  decision.nextWakeAt = earliest([patient.length > 0 && isDayTaken ? nextDaysWindow(now, hours) : null, ...laterWakes]);
  return decision;
};

const wakeFor = (
  notBefore: Instant,
  urgency: DigestIntent['urgency'],
  hours: WorkHours,
  isDayTaken: boolean,
  today: LocalDate,
): Instant => {
  const at = windowFrom(notBefore, hours);
  return urgency === 'digest' && isDayTaken && todayOf(hours, at) === today ? nextDaysWindow(at, hours) : at;
};
