/** After go-live: the success handover, how the customer is doing, the check-ins against the baseline, and reminders before the renewal. */
import { addBusinessDays, localDate, startOfLocalDay, workingDayFrom } from './calendar.ts';
import { carer, carerToHear, firstToHear, type Moment } from './chase/who.ts';
import { addDays } from './local-date.ts';
import type { Instant, IntentKind, LocalDate, Onboarding, OnboardingState, Person, PlannedIntent } from './model.ts';
import { planCalendar } from './plan-dates.ts';
import type { Playbook } from './playbook.ts';
import { todayOf, type WorkHours, workHoursOf, officeHours } from './work-hours.ts';

export const handoverKind = 'success_handover';
/** days after go-live at which the customer is asked how they are doing */
const pulseDays = 14;
const pulsePrefix = 'pulse_';

const usual = { hypercareDays: 10, checkIns: [30, 60, 90], renewalReminders: [120, 90, 60] } as const;

type Plan = Pick<Playbook, 'hypercareDays' | 'checkIns' | 'renewalReminders' | 'calendar'>;

/** Hypercare in business days after go-live, check-ins in days after it, renewal reminders in days before the renewal. */
export const plannedCheckIns = (
  onboarding: Pick<Onboarding, 'liveAt' | 'renewalOn' | 'timezone' | 'calendarCountry'>,
  playbook: Plan | null,
): { kind: string; dueOn: LocalDate }[] => {
  const { liveAt, renewalOn, timezone } = onboarding;
  if (liveAt === null) return [];
  const calendar = planCalendar(onboarding, playbook);
  const liveOn = localDate(liveAt, timezone);
  const { hypercareDays, checkIns, renewalReminders } = playbook ?? usual;
  const reminders =
    renewalOn === null
      ? []
      : renewalReminders.map((days) => ({
          kind: `renewal_${days}`,
          dueOn: workingDayFrom(addDays(renewalOn, -days), calendar),
        }));
  return [
    { kind: handoverKind, dueOn: addBusinessDays(liveOn, Math.max(1, hypercareDays), calendar) },
    { kind: `${pulsePrefix}${pulseDays}`, dueOn: workingDayFrom(addDays(liveOn, pulseDays), calendar) },
    ...checkIns.map((days) => ({ kind: `check_in_${days}`, dueOn: workingDayFrom(addDays(liveOn, days), calendar) })),
    ...reminders.filter(({ dueOn }) => dueOn > liveOn),
  ];
};

export interface CheckInState {
  id: string;
  kind: string;
  dueOn: LocalDate;
  state: 'planned' | 'open' | 'done' | 'obsolete';
  openedAt: Instant | null;
}

export interface CheckInDecision {
  /** rows to store: what is open from now on, with health and baseline, or not needed any more */
  changes: { id: string; state: 'open' | 'done' | 'obsolete'; health: number | null; baseline: number | null }[];
  intents: PlannedIntent[];
  nextWakeAt: Instant | null;
}

/** business days after which an open one is told of again */
const againAfter = 5;

/** For us; a customer's is the pulse. */
const ourKind = ({ kind }: CheckInState): IntentKind => {
  if (kind === handoverKind) return 'success_handover';
  return kind.startsWith('renewal_') ? 'renewal_reminder' : 'check_in';
};

interface Wish {
  checkIn: CheckInState;
  kind: IntentKind;
  person: Person;
  on: LocalDate;
}

const intentFor = ({ state: { onboarding }, now }: Moment, { checkIn, kind, person, on }: Wish): PlannedIntent => {
  const isRenewal = checkIn.kind.startsWith('renewal_');
  const health = {
    ...(onboarding.health === null ? {} : { score: onboarding.health }),
    ...(onboarding.healthBaseline === null ? {} : { baseline: onboarding.healthBaseline.score }),
  };
  const renewal = isRenewal && onboarding.renewalOn !== null ? { renewalOn: onboarding.renewalOn } : {};
  return {
    dedupeKey: [onboarding.id, kind, checkIn.kind, on, person.id].join(':'),
    personId: person.id,
    taskId: null,
    blockerId: null,
    kind,
    urgency: 'digest',
    rule: on === checkIn.dueOn ? 'the day has come' : `still open ${againAfter} business days later`,
    data:
      kind === 'pulse'
        ? { checkIn: checkIn.kind, checkInId: checkIn.id }
        : { dueOn: checkIn.dueOn, checkIn: checkIn.kind, ...health, ...renewal },
    notBefore: now,
  };
};

/** To whoever of us hears it now. */
const ourIntent = (moment: Moment, checkIn: CheckInState, on: LocalDate): PlannedIntent | null => {
  const kind = ourKind(checkIn);
  const person = carerToHear(moment, kind);
  return person && intentFor(moment, { checkIn, kind, person, on });
};

/** Asks the customer on the day and once again; what nobody answers, or could be asked, is the CSM's, once. */
const pulseIntent = (
  moment: Moment,
  checkIn: CheckInState,
  on: LocalDate,
  { calendar }: WorkHours,
): PlannedIntent | null => {
  const person = firstToHear(moment, ['customer.lead', 'customer.sponsor'], 'pulse');
  const lastAskedOn = addBusinessDays(workingDayFrom(checkIn.dueOn, calendar), againAfter, calendar);
  if (person !== null && on <= lastAskedOn) return intentFor(moment, { checkIn, kind: 'pulse', person, on });
  const told = ourIntent(moment, checkIn, checkIn.dueOn);
  const rule = person === null ? 'nobody at the customer could be asked' : 'the customer has not said';
  return told && { ...told, rule };
};

/** The last day on which an open one is told of, up to `today`, and the next. */
const toldOn = (dueOn: LocalDate, today: LocalDate, { calendar }: WorkHours): { on: LocalDate; nextOn: LocalDate } => {
  let on = workingDayFrom(dueOn, calendar);
  let nextOn = addBusinessDays(on, againAfter, calendar);
  while (nextOn <= today) {
    on = nextOn;
    nextOn = addBusinessDays(on, againAfter, calendar);
  }
  return { on, nextOn };
};

/**
 * What has come due opens and is told to the CSM, and again every week until it is done; a renewal reminder is done by
 * being told. Pure; intents carry the day, so repeating the call tells nothing twice.
 */
export const decideCheckIns = (
  state: OnboardingState,
  checkIns: readonly CheckInState[],
  playbook: Plan | null,
  now: Instant,
): CheckInDecision => {
  const { onboarding } = state;
  const decision: CheckInDecision = { changes: [], intents: [], nextWakeAt: null };
  const moment = { state, now };
  const person = carer(moment);
  const hours = person
    ? workHoursOf(person, onboarding.timezone)
    : officeHours(onboarding.timezone, planCalendar(onboarding, playbook));
  const today = todayOf(hours, now);
  const wakeOn = (date: LocalDate): void => {
    const at = startOfLocalDay(date, hours.timezone);
    if (at > now && (decision.nextWakeAt === null || at < decision.nextWakeAt)) decision.nextWakeAt = at;
  };
  const compared = { health: onboarding.health, baseline: onboarding.healthBaseline?.score ?? null };
  for (const checkIn of checkIns) {
    if (checkIn.state === 'done' || checkIn.state === 'obsolete') continue;
    if (onboarding.status === 'cancelled') {
      decision.changes.push({ id: checkIn.id, state: 'obsolete', ...compared });
      continue;
    }
    if (checkIn.dueOn > today) {
      wakeOn(checkIn.dueOn);
      continue;
    }
    const isReminder = checkIn.kind.startsWith('renewal_');
    if (checkIn.state === 'planned')
      decision.changes.push({ id: checkIn.id, state: isReminder ? 'done' : 'open', ...compared });
    const { on, nextOn } = toldOn(checkIn.dueOn, today, hours);
    const intent = checkIn.kind.startsWith(pulsePrefix)
      ? pulseIntent(moment, checkIn, on, hours)
      : ourIntent(moment, checkIn, isReminder ? checkIn.dueOn : on);
    if (intent) decision.intents.push(intent);
    if (!isReminder) wakeOn(nextOn);
  }
  return decision;
};
