/** One pass over an onboarding: the state that may be changed, and everything that is decided on the way. */
import { atLocalTime, startOfLocalDay } from '../calendar.ts';
import { copyState } from '../copy-state.ts';
import type {
  Channel,
  Decision,
  Instant,
  LocalDate,
  Onboarding,
  OnboardingState,
  Person,
  PlannedActivity,
  PlannedEffect,
  PlannedIntent,
  WantedCrmValue,
} from '../model.ts';
import { planCalendar } from '../plan-dates.ts';
import type { Playbook, Role } from '../playbook.ts';
import { officeHours, todayOf, type WorkHours, workHoursOf } from '../work-hours.ts';
import type { Calendar } from '../working-days.ts';

export interface AdvanceContext {
  now: Instant;
  playbook: Playbook | null;
  /** without a trailing slash */
  publicUrl: string;
}

export interface Wish {
  personId: string;
  kind: PlannedIntent['kind'];
  urgency: PlannedIntent['urgency'];
  /** the rule in words, for "why" */
  rule: string;
  /** what makes it this wish and no other, besides the onboarding and the person */
  key: readonly (string | number | null)[];
  data?: Record<string, unknown>;
  /** in this order; absent: what suits the person */
  channels?: readonly Channel[] | undefined;
  /** the mark by which its reason stands; see marks.ts */
  mark?: string;
  taskId?: string | null;
  blockerId?: string | null;
  /** now when left out */
  notBefore?: Instant;
}

export class Pass {
  readonly state: OnboardingState;
  readonly now: Instant;
  readonly playbook: Playbook | null;
  readonly publicUrl: string;
  /** the plan's */
  readonly calendar: Calendar;
  /** the plan's, in office hours */
  readonly hours: WorkHours;
  readonly intents: PlannedIntent[] = [];
  readonly effects: PlannedEffect[] = [];
  readonly crmValues: WantedCrmValue[] = [];
  readonly activity: PlannedActivity[] = [];
  readonly silences: Decision['silences'] = [];
  readonly checkIns: Decision['checkIns'] = [];
  readonly #keys = new Set<string>();
  readonly #people: Map<string, Person>;
  readonly #hours = new Map<string, WorkHours>();
  #nextWakeAt: Instant | null = null;

  constructor(state: OnboardingState, { now, playbook, publicUrl }: AdvanceContext) {
    this.state = copyState(state);
    this.now = new Date(now).toISOString();
    this.playbook = playbook;
    this.publicUrl = publicUrl;
    this.calendar = planCalendar(state.onboarding, playbook);
    this.hours = officeHours(state.onboarding.timezone, this.calendar);
    this.#people = new Map(this.state.people.map((person) => [person.id, person]));
  }

  get onboarding(): Onboarding {
    return this.state.onboarding;
  }

  /** The onboarding's local date. */
  get today(): LocalDate {
    return todayOf(this.hours, this.now);
  }

  person(id: string | null): Person | null {
    return id === null ? null : (this.#people.get(id) ?? null);
  }

  /** Whoever fills the role and is still there. */
  inRole(role: Role): Person | null {
    const person = this.person(this.state.members.find((member) => member.role === role)?.personId ?? null);
    return person?.deactivatedAt === null ? person : null;
  }

  hoursOf(person: Person | null): WorkHours {
    if (person === null) return this.hours;
    const known = this.#hours.get(person.id);
    if (known) return known;
    const hours = workHoursOf(person, this.onboarding.timezone);
    this.#hours.set(person.id, hours);
    return hours;
  }

  /** Plans a wish; the same wish twice is one. */
  tell({
    personId,
    kind,
    urgency,
    rule,
    key,
    data = {},
    channels,
    mark,
    taskId = null,
    blockerId = null,
    notBefore = this.now,
  }: Wish): void {
    const dedupeKey = [this.onboarding.id, kind, ...key.map((part) => part ?? ''), personId].join(':');
    if (this.#keys.has(dedupeKey)) return;
    this.#keys.add(dedupeKey);
    const since = mark === undefined ? undefined : this.onboarding.chase[mark];
    this.intents.push({
      dedupeKey,
      personId,
      taskId,
      blockerId,
      kind,
      urgency,
      rule,
      data: {
        ...data,
        ...(channels && { channels: [...channels] }),
        ...(since !== undefined && { while: { mark, since } }),
      },
      notBefore: notBefore > this.now ? notBefore : this.now,
    });
  }

  /** Something may be different then; what lies behind is seen already. */
  wakeAt(instant: Instant | null): void {
    if (instant === null || instant <= this.now) return;
    if (this.#nextWakeAt === null || instant < this.#nextWakeAt) this.#nextWakeAt = instant;
  }

  wakeOn(date: LocalDate | null, hours: WorkHours = this.hours): void {
    if (date !== null) this.wakeAt(startOfLocalDay(date, hours.timezone));
  }

  get decision(): Decision {
    const { state, intents, effects, crmValues, activity, silences, checkIns } = this;
    state.onboarding.nextWakeAt = this.#nextWakeAt;
    return { state, intents, effects, crmValues, activity, silences, checkIns, nextWakeAt: this.#nextWakeAt };
  }
}

/** When their working day begins. */
export const workStartOn = (date: LocalDate, hours: WorkHours): Instant =>
  atLocalTime(date, hours.workStart, hours.timezone);
