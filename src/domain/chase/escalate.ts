/**
 * The rungs that announce and escalate. An escalation needs a delivered nudge, or that the owner cannot be reached;
 * where the ladder announces it, the CSM has known for a business day; *hold* postpones it; and it never ends in
 * silence.
 */
import type { Pass } from '../advance/pass.ts';
import { addBusinessDays, workingDayFrom } from '../calendar.ts';
import type { ChaseState, LocalDate, Person } from '../model.ts';
import type { LadderRung, Role } from '../playbook.ts';
import { nextBusinessDay, todayOf } from '../work-hours.ts';
import { heardOn } from './caps.ts';
import { type Climb, climb, isEscalating, type ReachedRung, rungInWords } from './ladder.ts';
import type { Silence, Subject } from './subject.ts';
import { carerToHear, firstToHear, isReadBy, isVacant } from './who.ts';

const askedAlready = ({ turn, owner }: Subject): (string | null)[] => [
  owner?.id ?? null,
  turn.kind === 'nobody' ? null : turn.person.id,
];

/** Not to the one who is asked already, in whosever place, and nothing internal to the outside. */
const mayHear = (pass: Pass, person: Person | null, subject: Subject): person is Person =>
  person !== null && !isReadBy(pass, person, askedAlready(subject)) && (!subject.isInternal || person.side === 'team');

const roleOf = (to: LadderRung['to']): Role | null => (to === 'owner' || to === 'blocker_owner' ? null : to);

/** `to`, else `orElse`, else whoever of us comes closest. */
const recipientOf = (pass: Pass, { to, orElse }: LadderRung, subject: Subject): Person | null => {
  for (const role of [roleOf(to), orElse]) {
    const person = role === null ? null : firstToHear(pass, [role], 'escalation');
    if (mayHear(pass, person, subject)) return person;
  }
  return carerToHear(pass, 'escalation', askedAlready(subject));
};

/** Whom the first escalation after the notice goes to and when, unless somebody holds it or does it. */
const nextAfter = (
  pass: Pass,
  subject: Subject,
  notice: ReachedRung,
  earliestOn: LocalDate,
): Record<string, string> => {
  const { calendar } = subject.hours;
  const rung = subject.ladder.rungs.slice(notice.index + 1).find(({ kind }) => kind === 'escalation');
  const person = rung ? recipientOf(pass, rung, subject) : null;
  if (!rung || !person) return {};
  const from = workingDayFrom(subject.chase.escalatesFrom ?? subject.dueOn, calendar);
  const on = addBusinessDays(from, rung.at, calendar);
  return { nextName: person.name, nextOn: on < earliestOn ? earliestOn : on };
};

const noManager = '; nobody is our manager here: one is named under Settings, People';

const say = (
  pass: Pass,
  subject: Subject,
  { index, rung, on }: ReachedRung,
  { person, more = {} }: { person: Person; more?: Record<string, string> },
): void => {
  const isManagerless = rung.to === 'team.manager' && isVacant(pass, 'team.manager');
  const { turn, chase, owner } = subject;
  const why = turn.kind === 'owner' ? '' : `; ${turn.why}`;
  pass.tell({
    personId: person.id,
    kind: rung.kind === 'hold_notice' ? 'hold_notice' : 'escalation',
    urgency: 'now',
    rule: `${rungInWords(rung, subject.blockerId !== null)}${isManagerless ? noManager : ''}${why}`,
    key: [...subject.key, `rung${index}`, on, rung.kind === 'hold_notice' ? (chase.askedId ?? null) : null],
    taskId: subject.taskId,
    blockerId: subject.blockerId,
    data: { name: owner?.name ?? '', dueOn: subject.dueOn, ...more },
    channels: rung.channels,
  });
};

/** Who could hold it; our own task is announced to its owner too. */
const announceeOf = (pass: Pass, { to }: LadderRung): Person | null => {
  const role = roleOf(to);
  return firstToHear(pass, role === null ? [] : [role], 'hold_notice') ?? carerToHear(pass, 'hold_notice');
};

const announce = (pass: Pass, subject: Subject, notice: ReachedRung, isEscalationDue: boolean): Silence => {
  const { chase } = subject;
  const person = announceeOf(pass, notice.rung);
  const hours = pass.hoursOf(person);
  const announcedOn = heardOn(pass.now, pass.now, hours);
  const earliestOn = nextBusinessDay(announcedOn, hours);
  if (person !== null) say(pass, subject, notice, { person, more: nextAfter(pass, subject, notice, earliestOn) });
  chase.escalation = Math.max(chase.escalation ?? -1, notice.index);
  chase.announcedOn = announcedOn;
  // where the escalation is not due yet, its own day wakes
  if (isEscalationDue) pass.wakeOn(earliestOn, hours);
  return null;
};

/** Nobody is passed over, however late it is: the lowest rung that escalates and was not said yet, else the highest. */
const turnOf = ({ below, reached }: Climb, { escalation = -1 }: ChaseState): ReachedRung | null =>
  below.findLast(({ rung, index }) => rung.kind === 'escalation' && index > escalation) ?? reached;

/** One that comes late moves all above it, which keep their distance. @returns the day it stands for */
const movedBy = ({ chase, hours: { calendar } }: Subject, { rung, on }: ReachedRung, today: LocalDate): LocalDate => {
  const saidOn = workingDayFrom(today, calendar);
  if (saidOn <= on) return on;
  chase.escalatesFrom = addBusinessDays(saidOn, -rung.at, calendar);
  return saidOn;
};

const climbOf = ({ ladder, chase, dueOn, hours }: Subject, today: LocalDate): Climb =>
  climb(ladder.rungs, isEscalating, chase.escalatesFrom ?? dueOn, today, hours);

/** Plans the next rung that has been reached and may be, and returns why nothing is escalated where it should be. */
export const escalate = (pass: Pass, subject: Subject): Silence => {
  const { hours } = subject;
  const today = todayOf(hours, pass.now);
  const silence = escalateOn(pass, subject, today);
  // what was said late has moved what comes next
  pass.wakeOn(climbOf(subject, today).nextOn, hours);
  return silence;
};

/** Until that day begins for whoever holds it. */
const whyHeld = (pass: Pass, { chase: { holdUntil, holdById }, hours: owners }: Subject): Silence => {
  if (holdUntil === undefined) return null;
  const holder = pass.person(holdById ?? null);
  const hours = holder === null ? owners : pass.hoursOf(holder);
  if (todayOf(hours, pass.now) >= holdUntil) return null;
  pass.wakeOn(holdUntil, hours);
  return `Escalation held by ${holder?.name ?? 'a person'} until ${holdUntil}`;
};

const escalateOn = (pass: Pass, subject: Subject, today: LocalDate): Silence => {
  const { chase, turn, wasNudged } = subject;
  const climbed = climbOf(subject, today);
  const next = turnOf(climbed, chase);
  if (next === null) return null;
  const { index, rung, on } = next;
  const isNew = index > (chase.escalation ?? -1);
  const repeats = rung.repeatEvery !== null && index === chase.escalation && on > (chase.escalatedOn ?? '');
  if (!isNew && !repeats) return null;
  if (!wasNudged && turn.kind === 'owner') return 'No nudge has been delivered yet, and nobody else hears of it before';
  const held = whyHeld(pass, subject);
  if (held !== null) return held;
  const notice = climbed.below.find((lower) => lower.rung.kind === 'hold_notice' && lower.index <= index);
  if (notice && chase.announcedOn === undefined) return announce(pass, subject, notice, rung !== notice.rung);
  if (rung.kind === 'hold_notice') return null;
  if (notice && chase.announcedOn !== undefined) {
    const announcee = pass.hoursOf(announceeOf(pass, notice.rung));
    const from = nextBusinessDay(chase.announcedOn, announcee);
    if (todayOf(announcee, pass.now) < from) {
      pass.wakeOn(from, announcee);
      return null;
    }
  }
  const person = recipientOf(pass, rung, subject);
  if (person === null) return 'There is nobody to escalate to';
  chase.escalation = index;
  chase.escalatedOn = isNew ? movedBy(subject, next, today) : on;
  say(pass, subject, next, { person });
  return null;
};
