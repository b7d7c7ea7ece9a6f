/** Which ways are left to tell somebody something: those that work and that they want, in the order in which to try. */
import { type Channel, channels, type IntentKind, type Person } from '../model.ts';

export interface Way {
  channel: Channel;
  /** the mail address, or `<team id>:<user id>` */
  address: string;
}

interface KnownWay extends Way {
  unwanted: readonly string[];
  /** why messages do not arrive there */
  failure: string | null;
}

const names: Readonly<Record<Channel, string>> = { email: 'by mail', slack: 'in Slack' };

const failureOf = (known: Person['channels'][number] | undefined): string | null =>
  known && known.unreachableSince !== null ? (known.unreachableReason ?? 'messages come back') : null;

/** Mail always, Slack where they are known there. */
const knownWays = (person: Person): KnownWay[] => {
  const { channels: known, email, unsubscribed } = person;
  // what came back from an address they had before says nothing of the present one
  const mail = known.find(({ channel, address }) => channel === 'email' && address === email);
  return [
    ...known.filter(({ channel }) => channel === 'slack').map((way) => ({ ...way, failure: failureOf(way) })),
    { channel: 'email', address: email, unwanted: unsubscribed, failure: failureOf(mail) },
  ];
};

/**
 * The ways that work and are wanted for messages of this kind, the best first; empty: see `whyNone`. The ladder's order
 * comes first and then what it does not name, so that nobody falls silent by it; without one, Slack goes before mail
 * where they are in Slack.
 */
export const waysTo = (person: Person, kind: IntentKind, order: readonly Channel[] | null = null): Way[] => {
  if (person.deactivatedAt !== null || person.unreachableSince !== null) return [];
  const inOrder = [...new Set([...(order ?? []), ...channels])];
  return knownWays(person)
    .filter(({ failure, unwanted }) => failure === null && !unwanted.includes(kind))
    .toSorted((a, b) => inOrder.indexOf(a.channel) - inOrder.indexOf(b.channel))
    .map(({ channel, address }) => ({ channel, address }));
};

/** Why no way is left for messages of this kind, as a sentence. @param what they do not want, in words */
export const whyNone = (person: Person, kind: IntentKind, what = 'messages of this kind'): string => {
  const { name } = person;
  if (person.deactivatedAt !== null) return `${name} has left`;
  if (person.unreachableSince !== null)
    return `Messages to ${name} do not arrive: ${person.unreachableReason ?? 'the address bounces'}`;
  const known = knownWays(person);
  const failing = known.flatMap(({ channel, failure }) => (failure === null ? [] : [{ channel, failure }]));
  const unwanted = known.filter((way) => way.failure === null && way.unwanted.includes(kind));
  if (failing.length === 0) return `${name} does not want ${what}`;
  const lost = failing.map(({ channel, failure }) => `${names[channel]} (${failure})`).join(' or ');
  if (unwanted.length === 0) return `Messages to ${name} do not arrive: ${lost}`;
  const refused = unwanted.map(({ channel }) => names[channel]).join(' or ');
  return `${name} does not want ${what} ${refused}, and is not reached ${lost}`;
};

/**
 * One message goes one way. The way that takes the most of what is to be said, among those of what waits longest: what it
 * does not take is first the next time, so that nothing waits for ever.
 * @param wishes whoever waits longest first; each with at least one way
 */
export const chooseWay = <T extends { ways: readonly Way[] }>(
  wishes: readonly T[],
  first: T,
): { way: Way; taken: T[] } | null => {
  const takenBy = ({ channel }: Way): T[] => wishes.filter(({ ways }) => ways.some((way) => way.channel === channel));
  const [best] = first.ways
    .map((way) => ({ way, taken: takenBy(way) }))
    .toSorted((a, b) => b.taken.length - a.taken.length);
  return best ?? null;
};
