/**
 * A ladder tried on one task over a range of dates, before anybody is chased by it: the rules that `advance` and the
 * digests apply in earnest, played from wake to wake, with an owner who behaves as told. Pure.
 */
import { advance } from '../advance.ts';
import { buildPlan } from '../build-plan.ts';
import { atLocalTime, localDate, localMinutes, startOfLocalDay } from '../calendar.ts';
import { addDays } from '../local-date.ts';
import type { Channel, Instant, IntentKind, LocalDate, OnboardingState, Person } from '../model.ts';
import { sideByName } from '../open-roles.ts';
import type { Playbook, Role, TaskTemplate } from '../playbook.ts';
import { sampleOnboarding, type SampleDeal } from '../sample-onboarding.ts';
import { knownZone } from '../work-hours.ts';
import { Mailbox } from './mailbox.ts';
import { type OwnerAct, ownerBefore, ownerDeed } from './owner-acts.ts';

export const inSlackChoices = ['nobody', 'team', 'everybody'] as const;
export type InSlack = (typeof inSlackChoices)[number];

export interface LadderTrial {
  playbook: Playbook;
  ladder: string;
  /** of whoever owns the task */
  role: Role;
  dueOn: LocalDate;
  /** from when it can be worked on, and to when it is looked at; both included */
  from: LocalDate;
  to: LocalDate;
  timezone: string;
  country: string | null;
  owner: OwnerAct;
  /** who is in Slack; mail reaches everybody */
  inSlack: InSlack;
}

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

const mostWakes = 2_000;
const mostRounds = 20;

const templateOf = ({ role, ladder }: LadderTrial): TaskTemplate => ({
  key: 'trial',
  name: 'The task',
  type: 'configuration',
  side: sideByName(role),
  role,
  visibility: 'shared',
  milestone: null,
  workstream: null,
  howTo: { text: '', links: [], video: null, files: [] },
  schedule: { from: 'dependencies', durationDays: 5 },
  lockDue: true,
  dependsOn: [],
  when: null,
  plannedHours: null,
  hoursRole: null,
  ladder,
  urgent: false,
  integration: null,
  form: null,
  fillsRole: null,
});

/** A deal of which nothing but the name is known. */
export const emptyDeal = (name: string): SampleDeal['deal'] => ({
  name,
  amountCents: null,
  currency: null,
  dealType: null,
  segment: null,
  region: null,
  products: [],
  closeOn: null,
  contractStartOn: null,
  termMonths: null,
  wishedGoLiveOn: null,
  fields: {},
});

/** One task of one phase, published, with somebody in every role who knows of it. */
const stateOf = (trial: LadderTrial, sample: SampleDeal, now: Instant): OnboardingState => {
  const phase = { key: 'trial', name: 'Trial', owner: 'team.csm', entry: null, exit: null, milestones: [] };
  const playbook = { ...trial.playbook, integrations: [], phases: [{ ...phase, tasks: [templateOf(trial)] }] };
  const state = buildPlan({ ...sampleOnboarding(sample, playbook, now), playbook, now });
  const people = state.people
    .map((person) => withSlack(person, trial.inSlack))
    .map((person) => (person.id === ownerIn(state) ? ownerBefore(person, trial.owner) : person));
  return {
    ...state,
    people,
    onboarding: {
      ...state.onboarding,
      status: 'active',
      publishedAt: now,
      kickoffOn: trial.from,
      chase: Object.fromEntries(people.map(({ id }) => [`welcome:${id}`, now])),
    },
    tasks: state.tasks.map((task) => ({ ...task, dueOn: trial.dueOn, isDueLocked: true, baselineDueOn: trial.dueOn })),
  };
};

export const withSlack = (person: Person, inSlack: InSlack): Person =>
  inSlack === 'everybody' || (inSlack === 'team' && person.side === 'team')
    ? { ...person, channels: [...person.channels, slackOf(person)] }
    : person;

const slackOf = ({ id }: Person): Person['channels'][number] => ({
  channel: 'slack',
  address: `T0TRIAL:${id}`,
  unwanted: [],
  unreachableSince: null,
  unreachableReason: null,
});

const ownerIn = ({ tasks }: OnboardingState): string | null => tasks[0]?.ownerId ?? null;

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

/** Everything that is said about the task in the range, and why nothing is where nothing is. */
export const tryLadder = (trial: LadderTrial): TrialLine[] => {
  const { timezone, country, playbook, to } = trial;
  const start = atLocalTime(trial.from, 540, timezone);
  const end = startOfLocalDay(addDays(to, 1), timezone);
  const sample: SampleDeal = {
    deal: emptyDeal('Trial'),
    country,
    timezone,
    handoff: {},
    kickoffOn: trial.from,
    roles: null,
  };
  const mailbox = new Mailbox();
  const silences: TrialLine[] = [];
  let state = stateOf(trial, sample, start);
  let deed = ownerDeed(trial, state);
  let now: Instant | null = start;
  for (let wake = 0; wake < mostWakes && now !== null && now < end; wake += 1) {
    if (deed !== null && deed.at <= now) {
      state = deed.run(state, now).state;
      deed = null;
    }
    let wakes: (Instant | null)[] = [];
    for (let round = 0; round < mostRounds; round += 1) {
      const decision = advance(state, { now, playbook, publicUrl: '' });
      state = decision.state;
      mailbox.plan(decision.intents.filter(({ taskId }) => taskId !== null));
      for (const { taskId, reason } of decision.silences) {
        if (taskId === null || reason === null) continue;
        const about = { channel: null, message: null, kind: null, subject: state.tasks[0]?.name ?? null, rule: '' };
        silences.push({ ...addressed(state, ownerIn(state), now), ...about, withheld: reason });
      }
      const { hasSent, nextWakeAt } = mailbox.deliver(state, now);
      wakes = [decision.nextWakeAt, nextWakeAt, deed?.at ?? null];
      if (!hasSent) break;
    }
    const passed: Instant = now;
    now = wakes.filter((next): next is Instant => next !== null && next > passed).sort()[0] ?? null;
  }
  return [...linesOf(mailbox, state), ...silences].sort(byTime);
};
