/**
 * A playbook played through for one deal: the rules that `advance` and the digests apply in earnest, in a pure loop
 * over the next wake, with people who behave as told. It prints who would be told what, when, and where it leads.
 */
import { advance } from './advance.ts';
import { buildPlan } from './build-plan.ts';
import { localDate } from './calendar.ts';
import { addDays } from './local-date.ts';
import type { Instant, LocalDate, OnboardingState, Person, PlannedActivity } from './model.ts';
import { planCalendar } from './plan-dates.ts';
import type { Playbook } from './playbook.ts';
import { type SampleDeal, sampleOnboarding } from './sample-onboarding.ts';
import type { Behaviour } from './simulate/behaviour.ts';
import { deedsOf } from './simulate/deeds.ts';
import { Mailbox, type SimulatedMessage, type SimulatedRefusal } from './simulate/mailbox.ts';
import type { World } from './simulate/world.ts';

export type { Behaviour } from './simulate/behaviour.ts';
export type { SimulatedMessage } from './simulate/mailbox.ts';

export interface TimelineEntry {
  at: Instant;
  kind: string;
  name: string | null;
}

export interface Simulation {
  messages: SimulatedMessage[];
  /** planned and not said, with the reason */
  withheld: SimulatedRefusal[];
  timeline: TimelineEntry[];
  /** null: not live when the simulation ended */
  goLiveOn: LocalDate | null;
  endedAt: Instant;
  /** why it ended, as a sentence */
  outcome: string;
  state: OnboardingState;
}

export interface SimulateOptions {
  /** ends after so many calendar days */
  days?: number;
  publicUrl?: string;
  /** changes who they are before it begins, such as whom Slack reaches */
  person?: (person: Person) => Person;
}

const mostRounds = 20;
const mostWakes = 20_000;

class Run {
  state: OnboardingState;
  readonly timeline: TimelineEntry[] = [];
  readonly #world: World;
  readonly #publicUrl: string;

  constructor(state: OnboardingState, world: World, publicUrl: string) {
    this.state = state;
    this.#world = world;
    this.#publicUrl = publicUrl;
  }

  /** Everything that happens at `now`; the next wake, or null when nothing is left to happen. */
  at(now: Instant): Instant | null {
    let wakes: (Instant | null)[] = [];
    for (let round = 0; round < mostRounds; round += 1) {
      const hasActed = this.#act(now);
      const decision = advance(this.state, { now, playbook: this.#world.playbook, publicUrl: this.#publicUrl });
      this.state = decision.state;
      this.#tell(decision.activity, now);
      this.#world.mailbox.plan(decision.intents, now);
      this.#world.checkIns.push(...decision.checkIns);
      const { hasSent, nextWakeAt } = this.#world.mailbox.deliver(this.state, now);
      wakes = [decision.nextWakeAt, nextWakeAt, deedsOf(this.state, this.#world, now)[0]?.at ?? null];
      if (!hasActed && !hasSent) break;
    }
    const later = wakes.filter((wake): wake is Instant => wake !== null && wake > now);
    return later.sort()[0] ?? null;
  }

  #act(now: Instant): boolean {
    let hasActed = false;
    for (const deed of deedsOf(this.state, this.#world, now)) {
      if (deed.at > now) break;
      const { state, activity } = deed.run(this.state, now);
      hasActed ||= activity.length > 0;
      this.state = state;
      this.#tell(activity, now);
    }
    return hasActed;
  }

  #tell(activity: readonly PlannedActivity[], now: Instant): void {
    for (const { kind, data } of activity)
      this.timeline.push({ at: now, kind, name: typeof data['name'] === 'string' ? data['name'] : null });
  }
}

const outcomeOf = ({ onboarding }: OnboardingState, isOver: boolean): string => {
  if (onboarding.status === 'transitioned') return 'live and handed over to customer success';
  const open = onboarding.liveAt === null ? 'not live' : 'live, but not handed over';
  return isOver
    ? `${open} when the simulated time was over`
    : `${open}, and nothing is left that would happen by itself`;
};

/**
 * Plays the playbook for the deal from the moment it is won at `startAt`. Pure and deterministic; ends when the
 * onboarding is handed over, when nothing more would happen, or after `days` (365).
 */
export const simulate = (
  playbook: Playbook,
  sample: SampleDeal,
  behaviour: Behaviour,
  startAt: Instant,
  options: SimulateOptions = {},
): Simulation => {
  const given = sampleOnboarding(sample, playbook, startAt);
  const people = given.people.map(options.person ?? ((person) => person));
  const state = buildPlan({ ...given, people, playbook, now: startAt });
  const mailbox = new Mailbox();
  const world: World = {
    playbook,
    sample,
    behaviour,
    mailbox,
    checkIns: [],
    calendar: planCalendar(state.onboarding, playbook),
  };
  const run = new Run(state, world, options.publicUrl ?? 'https://onboarding.example.com');
  const lastDay = addDays(localDate(startAt, sample.timezone), options.days ?? 365);
  let now = startAt;
  let isOver = false;
  for (let wake = 0; wake < mostWakes && run.state.onboarding.status !== 'transitioned'; wake += 1) {
    const next = run.at(now);
    isOver = next !== null && localDate(next, sample.timezone) > lastDay;
    if (next === null || isOver) break;
    now = next;
  }
  const { liveAt } = run.state.onboarding;
  return {
    messages: mailbox.messages,
    withheld: mailbox.withheld,
    timeline: run.timeline,
    state: run.state,
    endedAt: now,
    goLiveOn: liveAt === null ? null : localDate(liveAt, sample.timezone),
    outcome: outcomeOf(run.state, isOver),
  };
};
