/** What would be said next, were nobody to do anything: for people who ask "and then?". */
import { advance } from './advance.ts';
import { localDate } from './calendar.ts';
import { addDays } from './local-date.ts';
import type { Channel, Instant, LocalDate, OnboardingState, Person, PlannedIntent } from './model.ts';
import type { Playbook } from './playbook.ts';
import { Mailbox, type SimulatedMessage, type SimulatedRefusal } from './simulate/mailbox.ts';

export interface PreviewedNudge {
  person: Person | null;
  taskId: string | null;
  taskName: string | null;
  kind: string;
  rule: string;
  at: Instant;
  channel: Channel | null;
  /** why it would not be said; null: it would */
  withheld: string | null;
}

export interface WaitingIntent extends PlannedIntent {
  plannedAt: Instant;
}

export interface PreviewInput {
  state: OnboardingState;
  playbook: Playbook | null;
  now: Instant;
  /** planned already and not yet decided on */
  waiting: readonly WaitingIntent[];
  /** local dates on which a digest went out, by person */
  sentDigestOn: ReadonlyMap<string, LocalDate[]>;
}

const days = 45;
const mostWakes = 40;

/** One task's next, or one kind of news to one person. */
const subjectOf = ({ taskId, kind, to }: SimulatedMessage | SimulatedRefusal): string => taskId ?? `${kind}:${to.id}`;

/**
 * Plays the rules that `advance` and the digests apply forward from now, from wake to wake, and keeps what is said first
 * of each task and each kind of news, soonest first. Nothing while nobody is chased at all.
 */
export function previewChase({ state, playbook, now, waiting, sentDigestOn }: PreviewInput): PreviewedNudge[] {
  const { status, timezone } = state.onboarding;
  if (status !== 'active' && status !== 'live') return [];
  const mailbox = new Mailbox(sentDigestOn);
  for (const intent of waiting) mailbox.plan([intent], intent.plannedAt);
  const lastDay = addDays(localDate(now, timezone), days);
  let played = state;
  let at: Instant | null = now;
  for (let wake = 0; wake < mostWakes && at !== null && localDate(at, timezone) <= lastDay; wake += 1) {
    const decision = advance(played, { now: at, playbook, publicUrl: '' });
    played = decision.state;
    mailbox.plan(decision.intents, at);
    const { nextWakeAt } = mailbox.deliver(played, at);
    at = [decision.nextWakeAt, nextWakeAt].filter((next) => next !== null).toSorted()[0] ?? null;
  }
  const first = new Map<string, PreviewedNudge>();
  const said = [
    ...mailbox.messages.map((message) => ({ ...message, reason: null })),
    ...mailbox.withheld.map((refusal) => ({ ...refusal, channel: null })),
  ];
  for (const one of said.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    if (first.has(subjectOf(one))) continue;
    first.set(subjectOf(one), {
      person: state.people.find(({ id }) => id === one.to.id) ?? null,
      taskId: one.taskId,
      taskName: one.subject,
      kind: one.kind,
      rule: one.rule,
      at: one.at,
      channel: one.channel,
      withheld: one.reason,
    });
  }
  return [...first.values()];
}
