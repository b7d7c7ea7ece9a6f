/** A small onboarding in Berlin and what the digests would do with its wishes, played over instants. */
import { advance } from '../../../src/domain/advance.ts';
import { decideDigest, type DigestIntent } from '../../../src/domain/digest.ts';
import { nudgeKinds } from '../../../src/domain/digest-standing.ts';
import { reasonIn, stands, subjectIn, toldMark } from '../../../src/domain/marks.ts';
import type {
  Decision,
  Instant,
  LocalDate,
  Member,
  OnboardingState,
  Person,
  PlannedIntent,
} from '../../../src/domain/model.ts';
import type { Playbook } from '../../../src/domain/playbook.ts';
import { defaultLadders } from '../../../src/domain/chase/default-ladders.ts';
import { milestone, onboarding, onboardingId, person, phase, playbook, state, task } from '../plan/fixtures.ts';

export const member = (role: string, personId: string | null): Member => ({
  id: `member-${role}`,
  onboardingId,
  role,
  personId,
});

const ours = (id: string, over: Partial<Person> = {}): Person =>
  person(id, { side: 'team', staffRole: 'member', crmOwnerId: `crm-${id}`, ...over });

export const people = [
  ours('csm', { managerId: 'boss' }),
  ours('boss', { staffRole: 'manager' }),
  ours('rep'),
  person('lead'),
  person('sponsor'),
  person('it'),
];

export const members = [
  member('team.csm', 'csm'),
  member('crm.owner', 'rep'),
  member('customer.lead', 'lead'),
  member('customer.sponsor', 'sponsor'),
  member('customer.it', 'it'),
];

const roles = new Set(['team.csm', 'crm.owner', 'customer.lead', 'customer.sponsor', 'customer.it']);

export const book = (over: Partial<Playbook> = {}): Playbook =>
  playbook([], { ladders: defaultLadders(roles), hypercareDays: 10, checkIns: [30, 60, 90], ...over });

/** Monday, 9:00 in Berlin. */
export const monday: Instant = '2026-03-02T08:00:00.000Z';
export const at = (date: LocalDate, utc = '08:00'): Instant => `${date}T${utc}:00.000Z`;

/** An active plan of one phase with one ready customer task, due on Monday 9 March with its date locked. */
export const running = (over: Partial<OnboardingState> = {}): OnboardingState =>
  state({
    onboarding: onboarding({
      status: 'active',
      kickoffOn: '2026-03-02',
      publishedAt: monday,
      handoffCompletedAt: monday,
    }),
    phases: [phase('p', 0, { status: 'in_progress', startedAt: monday })],
    tasks: [customerTask('t')],
    members,
    people,
    ...over,
  });

export const customerTask = (id: string, over: Parameters<typeof task>[1] = {}) =>
  task(id, {
    side: 'customer',
    role: 'customer.it',
    ownerId: 'it',
    readyAt: monday,
    dueOn: '2026-03-09',
    isDueLocked: true,
    ...over,
  });

export const goLiveMilestone = milestone('live', 'p', { isGoLive: true, completion: 'person' });

export interface Said {
  at: Instant;
  to: string;
  kind: PlannedIntent['kind'];
  taskId: string | null;
  message: 'digest' | 'now';
  intent: PlannedIntent;
}

/** Plays an onboarding from wake to wake. What goes out is counted as delivered, or as lost while `isMailDown`. */
export class World {
  state: OnboardingState;
  readonly book: Playbook | null;
  readonly said: Said[] = [];
  readonly planned: PlannedIntent[] = [];
  readonly decisions: Decision[] = [];
  isMailDown = false;
  now: Instant = monday;
  #waiting: { intent: PlannedIntent; plannedAt: Instant }[] = [];
  readonly #sentOn = new Map<string, LocalDate[]>();
  #nextWakeAt: Instant | null = null;

  constructor(initial: OnboardingState = running(), used: Playbook | null = book()) {
    this.state = initial;
    this.book = used;
  }

  /** One pass and the digests after it, until nothing more goes out. */
  at(now: Instant): Decision {
    this.now = now;
    const first = this.#pass();
    while (this.#deliver()) this.#pass();
    return first;
  }

  /** Goes from wake to wake up to `end`. */
  until(end: Instant): this {
    this.at(this.now);
    while (this.#nextWakeAt !== null && this.#nextWakeAt <= end) this.at(this.#nextWakeAt);
    this.now = end;
    return this;
  }

  /** Applies a change, as a command would. */
  change(step: (state: OnboardingState, now: Instant) => { state: OnboardingState }, now: Instant = this.now): this {
    this.now = now;
    this.state = step(this.state, now).state;
    return this;
  }

  /** Who was told what since the last call, as `day kind → person`. */
  heard(): string[] {
    return this.said.splice(0).map(({ at: when, kind, to }) => `${when.slice(5, 10)} ${kind} → ${to}`);
  }

  #pass(): Decision {
    const decision = advance(this.state, { now: this.now, playbook: this.book, publicUrl: 'https://gangway.test' });
    this.decisions.push(decision);
    this.state = decision.state;
    for (const intent of decision.intents) {
      if (this.planned.some(({ dedupeKey }) => dedupeKey === intent.dedupeKey)) continue;
      this.planned.push(intent);
      this.#waiting.push({ intent, plannedAt: this.now });
    }
    this.#nextWakeAt = decision.nextWakeAt;
    return decision;
  }

  #asDecided({ intent, plannedAt }: { intent: PlannedIntent; plannedAt: Instant }): DigestIntent {
    const about = this.state.tasks.find(({ id }) => id === intent.taskId);
    const blocker = this.state.blockers.find(({ id }) => id === intent.blockerId);
    const reason = reasonIn(intent.data);
    return {
      id: intent.dedupeKey,
      kind: intent.kind,
      urgency: intent.urgency,
      notBefore: intent.notBefore,
      onboardingStatus: this.state.onboarding.status,
      onboardingTimezone: this.state.onboarding.timezone,
      taskId: intent.taskId,
      taskStatus: about?.status ?? null,
      snoozedUntil: about?.snoozedUntil ?? null,
      snoozedAt: about?.chase.snoozedAt ?? null,
      blockerId: intent.blockerId,
      blockerResolvedAt: blocker?.resolvedAt ?? null,
      plannedAt,
      taskSince: about?.chase.since ?? null,
      hasReason: reason === null || stands(reason, this.state.onboarding.chase),
      subject: subjectIn(intent.data),
    };
  }

  #deliver(): boolean {
    let hasSent = false;
    for (const personId of new Set(this.#waiting.map(({ intent }) => intent.personId))) {
      const recipient = this.state.people.find(({ id }) => id === personId);
      const own = this.#waiting.filter(({ intent }) => intent.personId === personId);
      if (!recipient) throw new Error(`${personId} is told something and is not known`);
      const intents = own.map((one) => this.#asDecided(one));
      const { send, obsolete, withheld, nextWakeAt } = decideDigest({
        person: recipient,
        people: this.state.people,
        intents,
        sentDigestOn: this.#sentOn,
        now: this.now,
      });
      const gone = new Set([...obsolete, ...withheld].map(({ id }) => id).concat(send?.intentIds ?? []));
      this.#waiting = this.#waiting.filter(({ intent }) => intent.personId !== personId || !gone.has(intent.dedupeKey));
      if (nextWakeAt !== null && (this.#nextWakeAt === null || nextWakeAt < this.#nextWakeAt))
        this.#nextWakeAt = nextWakeAt;
      if (!send) continue;
      hasSent = true;
      if (send.kind === 'digest') this.#sentOn.set(send.to, [...(this.#sentOn.get(send.to) ?? []), send.localDate]);
      for (const { intent } of own) if (send.intentIds.includes(intent.dedupeKey)) this.#record(intent, send);
    }
    return hasSent;
  }

  #record(intent: PlannedIntent, send: { to: string; kind: 'digest' | 'now' }): void {
    this.state = structuredClone(this.state);
    const about = this.state.tasks.find(({ id }) => id === intent.taskId);
    const blocker = this.state.blockers.find(({ id }) => id === intent.blockerId);
    if (this.isMailDown) {
      if (about && nudgeKinds.includes(intent.kind)) about.chase.lostAt = this.now;
      if (blocker && intent.kind === 'blocker') blocker.chase.lostAt = this.now;
      return;
    }
    this.said.push({ at: this.now, to: send.to, kind: intent.kind, taskId: intent.taskId, message: send.kind, intent });
    if (blocker && intent.kind === 'blocker') blocker.chase.nudgedAt = this.now;
    const reason = reasonIn(intent.data);
    if (reason && intent.kind === 'health_turned') this.state.onboarding.chase[toldMark(reason.mark)] = this.now;
    if (!about || !nudgeKinds.includes(intent.kind)) return;
    about.nudgeCount += 1;
    about.lastNudgedAt = this.now;
  }
}

export const without = (id: string, change: Partial<Person>): Person[] =>
  people.map((one) => (one.id === id ? { ...one, ...change } : one));

/** Only what is about the task: news of health and the like has tests of its own. */
export const chasing = (world: World): string[] =>
  world.heard().filter((line) => !/health_turned|forecast|welcome/.test(line));
