/** Everybody's digests in a simulation: what is planned, what goes out when, what was said about which task. */
import { channelsIn } from '../chase/ladder-channels.ts';
import { decideDigest } from '../digest.ts';
import { nudgeKinds } from '../digest-standing.ts';
import { reasonIn, stands, subjectIn, toldMark } from '../marks.ts';
import type { Channel, Instant, IntentKind, LocalDate, OnboardingState, PlannedIntent } from '../model.ts';

export interface SimulatedMessage {
  at: Instant;
  to: { id: string; name: string };
  /** the day's one message, or one that did not wait for it */
  digest: 'digest' | 'now';
  channel: Channel;
  kind: IntentKind;
  taskId: string | null;
  /** the task's name, where it is about one */
  subject: string | null;
  rule: string;
}

/** Planned and not said, with the reason. */
export interface SimulatedRefusal extends Omit<SimulatedMessage, 'digest' | 'channel'> {
  reason: string;
}

interface Waiting extends PlannedIntent {
  id: string;
  plannedAt: Instant;
}

export class Mailbox {
  readonly messages: SimulatedMessage[] = [];
  readonly withheld: SimulatedRefusal[] = [];
  /** task id → instants at which its owner was asked for it, or somebody above them */
  readonly asked = new Map<string, Instant[]>();
  readonly #known = new Set<string>();
  #waiting: Waiting[] = [];
  readonly #sentDigestOn: Map<string, LocalDate[]>;

  /** `sentDigestOn`: local dates on which a digest went out already, by person */
  constructor(sentDigestOn: ReadonlyMap<string, LocalDate[]> = new Map()) {
    this.#sentDigestOn = new Map(sentDigestOn);
  }

  /** Takes what was planned; a key is taken once. */
  plan(intents: readonly PlannedIntent[], plannedAt: Instant): void {
    for (const intent of intents) {
      if (this.#known.has(intent.dedupeKey)) continue;
      this.#known.add(intent.dedupeKey);
      this.#waiting.push({ ...intent, id: intent.dedupeKey, plannedAt });
    }
  }

  /** Sends what is due; counts delivered nudges in the state, in place. Returns whether anything went out and the next wake. */
  deliver(state: OnboardingState, now: Instant): { hasSent: boolean; nextWakeAt: Instant | null } {
    let hasSent = false;
    let nextWakeAt: Instant | null = null;
    for (const personId of new Set(this.#waiting.map((intent) => intent.personId))) {
      const wake = this.#deliverTo(personId, state, now, () => {
        hasSent = true;
      });
      if (wake !== null && (nextWakeAt === null || wake < nextWakeAt)) nextWakeAt = wake;
    }
    return { hasSent, nextWakeAt };
  }

  #deliverTo(personId: string, state: OnboardingState, now: Instant, onSent: () => void): Instant | null {
    const person = state.people.find(({ id }) => id === personId);
    for (;;) {
      const own = this.#waiting.filter((intent) => intent.personId === personId);
      if (own.length === 0 || !person) return null;
      const decision = decideDigest({
        person,
        people: state.people,
        intents: own.map((intent) => this.#asDecided(intent, state)),
        sentDigestOn: this.#sentDigestOn,
        now,
      });
      const { send } = decision;
      for (const { id, reason } of decision.withheld) {
        const intent = own.find((one) => one.id === id);
        if (intent) this.withheld.push({ ...this.#said(intent, personId, state, now), reason });
      }
      const settled = new Set(
        [...decision.obsolete, ...decision.withheld].map(({ id }) => id).concat(send?.intentIds ?? []),
      );
      this.#waiting = this.#waiting.filter((intent) => intent.personId !== personId || !settled.has(intent.id));
      if (!send) return decision.nextWakeAt;
      if (send.kind === 'digest')
        this.#sentDigestOn.set(send.to, [...(this.#sentDigestOn.get(send.to) ?? []), send.localDate]);
      for (const intent of own) if (send.intentIds.includes(intent.id)) this.#record(intent, send, state, now);
      onSent();
    }
  }

  #asDecided(
    intent: Waiting,
    { onboarding, tasks, blockers }: OnboardingState,
  ): Parameters<typeof decideDigest>[0]['intents'][number] {
    const task = tasks.find(({ id }) => id === intent.taskId);
    const reason = reasonIn(intent.data);
    return {
      id: intent.id,
      kind: intent.kind,
      urgency: intent.urgency,
      notBefore: intent.notBefore,
      onboardingStatus: onboarding.status,
      onboardingTimezone: onboarding.timezone,
      taskId: intent.taskId,
      taskStatus: task?.status ?? null,
      snoozedUntil: task?.snoozedUntil ?? null,
      snoozedAt: task?.chase.snoozedAt ?? null,
      plannedAt: intent.plannedAt,
      taskSince: task?.chase.since ?? null,
      blockerId: intent.blockerId,
      blockerResolvedAt: blockers.find(({ id }) => id === intent.blockerId)?.resolvedAt ?? null,
      channels: channelsIn(intent.data),
      hasReason: reason === null || stands(reason, onboarding.chase),
      subject: subjectIn(intent.data),
    };
  }

  #said(
    { kind, taskId, rule }: Waiting,
    personId: string,
    { people, tasks }: OnboardingState,
    at: Instant,
  ): Omit<SimulatedRefusal, 'reason'> {
    const name = people.find(({ id }) => id === personId)?.name ?? personId;
    const subject = tasks.find(({ id }) => id === taskId)?.name ?? null;
    return { at, to: { id: personId, name }, kind, taskId, subject, rule };
  }

  #record(
    intent: Waiting,
    send: { to: string; kind: 'digest' | 'now'; channel: Channel },
    state: OnboardingState,
    now: Instant,
  ): void {
    const task = state.tasks.find(({ id }) => id === intent.taskId);
    this.messages.push({ ...this.#said(intent, send.to, state, now), digest: send.kind, channel: send.channel });
    const reason = reasonIn(intent.data);
    const blocker = state.blockers.find(({ id }) => id === intent.blockerId);
    if (blocker && intent.kind === 'blocker') blocker.chase.nudgedAt = now;
    if (reason && intent.kind === 'health_turned') state.onboarding.chase[toldMark(reason.mark)] = now;
    if (!task) return;
    if (nudgeKinds.includes(intent.kind)) {
      task.nudgeCount += 1;
      task.lastNudgedAt = now;
    } else if (intent.kind !== 'escalation') return;
    this.asked.set(task.id, [...(this.asked.get(task.id) ?? []), now]);
  }
}
