/** The rungs that ask: only the latest that has been reached is planned, the others are passed over. */
import { type Pass, workStartOn } from '../advance/pass.ts';
import { localDate } from '../calendar.ts';
import type { IntentKind, LocalDate, Person } from '../model.ts';
import type { LadderRung } from '../playbook.ts';
import { nextBusinessDay, todayOf } from '../work-hours.ts';
import { cappedBy, countAsk, heardOn } from './caps.ts';
import { climb, isEscalating, rungInWords, toldJustBefore } from './ladder.ts';
import type { Silence, Subject } from './subject.ts';
import { firstToHear } from './who.ts';

const kindOf = ({ kind }: LadderRung, { blockerId }: Subject): IntentKind => (blockerId === null ? kind : 'blocker');

/** The asked person, or the role that the rung names instead. */
const recipientOf = (pass: Pass, rung: LadderRung, subject: Subject): Person | null => {
  const { to, orElse } = rung;
  const { turn, isInternal } = subject;
  if (turn.kind === 'nobody') return null;
  if (to === 'owner' || to === 'blocker_owner') return turn.person;
  const named = firstToHear(pass, orElse === null ? [to] : [to, orElse], kindOf(rung, subject));
  return named === null || (isInternal && named.side !== 'team') ? turn.person : named;
};

/** A rung that a cap holds back is not passed over: it is looked at again when they may be asked. */
const whyCapped = (pass: Pass, subject: Subject, person: Person, rungOn: LocalDate): Silence => {
  if (subject.ladder.caps === undefined) return null;
  const hours = pass.hoursOf(person);
  const on = heardOn(pass.now, workStartOn(rungOn, hours), hours);
  const capped = cappedBy(pass, subject, { personId: person.id, on, hours });
  if (capped === null) {
    countAsk(subject, on);
    return null;
  }
  pass.wakeOn(capped.until, hours);
  return capped.why;
};

export const kindByDate = (dueOn: LocalDate, today: LocalDate): 'reminder' | 'due' | 'overdue' =>
  dueOn > today ? 'reminder' : dueOn === today ? 'due' : 'overdue';

/** Where no rung is left to ask those who heard nothing, nobody else would ever hear of it either. */
const askAgain = (pass: Pass, { chase, turn, hours, dueOn, isUrgent, key, taskId, blockerId }: Subject): Silence => {
  if (turn.kind !== 'owner' || chase.lostAt === undefined) return null;
  const on = nextBusinessDay(localDate(chase.lostAt, hours.timezone), hours);
  const today = todayOf(hours, pass.now);
  if (today < on) {
    pass.wakeOn(on, hours);
    return `No message is known to have arrived: asked again on ${on}`;
  }
  delete chase.lostAt;
  pass.tell({
    personId: turn.person.id,
    kind: blockerId === null ? kindByDate(dueOn, today) : 'blocker',
    urgency: isUrgent ? 'now' : 'digest',
    rule: 'asked again, as no message is known to have arrived',
    key: [...key, 'again', today],
    taskId,
    blockerId,
    data: { dueOn },
  });
  return null;
};

/**
 * `isTold`: the asked person hears of it anyway in this pass (ready, end of a snooze), which stands for the rung.
 * Returns why nobody is asked, where somebody should be.
 */
export const nudge = (pass: Pass, subject: Subject, isTold: boolean): Silence => {
  const { chase, turn, hours, ladder, isUrgent } = subject;
  if (isTold) delete chase.lostAt;
  const isUnheard = chase.lostAt !== undefined && !subject.wasNudged;
  const today = todayOf(hours, pass.now);
  const { reached, nextOn } = climb(ladder.rungs, (rung) => !isEscalating(rung), subject.dueOn, today, hours);
  pass.wakeOn(nextOn, hours);
  if (reached === null) return null;
  if (turn.kind === 'nobody') {
    // what was on its way to them is withheld
    if (!subject.wasNudged) chase.lostAt ??= pass.now;
    return turn.why;
  }
  const { index, rung, on } = reached;
  const isRepeated = rung.repeatEvery !== null;
  const isNew = index > (chase.rung ?? -1) || (isRepeated && index === chase.rung && on > (chase.repeatedOn ?? ''));
  const justTold = isUnheard ? null : toldJustBefore(reached, subject.toldOn, hours);
  if (!isNew && isUnheard && nextOn === null) return askAgain(pass, subject);
  if (!isNew) return chase.passedOver === index ? justTold : null;
  const person = isTold || justTold !== null ? null : recipientOf(pass, rung, subject);
  const capped = person === null || isUnheard ? null : whyCapped(pass, subject, person, on);
  if (capped !== null) return capped;
  chase.rung = index;
  delete chase.passedOver;
  delete chase.lostAt;
  if (isRepeated) chase.repeatedOn = on;
  if (isTold) return null;
  if (justTold !== null) {
    chase.passedOver = index;
    return justTold;
  }
  if (person === null) return null;
  const instead = turn.kind === 'next' ? `; asked instead: ${turn.why}` : '';
  pass.tell({
    personId: person.id,
    kind: kindOf(rung, subject),
    urgency: isUrgent ? 'now' : 'digest',
    rule: `${subject.why ?? rungInWords(rung, subject.blockerId !== null)}${instead}`,
    key: [...subject.key, `rung${index}`, on],
    taskId: subject.taskId,
    blockerId: subject.blockerId,
    data: { dueOn: subject.dueOn },
    channels: rung.channels,
    notBefore: workStartOn(on, pass.hoursOf(person)),
  });
  return null;
};
