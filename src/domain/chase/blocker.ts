/** A blocked task chases whoever owns the blocker: from the day it was expected to be resolved, by the task's ladder. */
import { addBusinessDays, localDate } from '../calendar.ts';
import type { Pass } from '../advance/pass.ts';
import type { Blocker, Person } from '../model.ts';
import { addDays } from '../local-date.ts';
import { escalate } from './escalate.ts';
import { ladderNamed } from './ladder.ts';
import { nudge } from './nudge.ts';
import { beginAnew, type Silence, type Subject } from './subject.ts';
import { carerToHear, firstToHear, whoseTurn } from './who.ts';

/** business days to wait where nobody said when it will be resolved */
const openEndedDays = 2;

/** The named person, else whoever speaks for that side. */
const ownerOf = (pass: Pass, { personId, side }: Blocker): Person | null => {
  const named = pass.person(personId);
  if (named !== null || side !== 'customer') return named;
  return firstToHear(pass, ['customer.lead', 'customer.sponsor'], 'blocker') ?? carerToHear(pass, 'blocker');
};

/** Why nobody is asked, or null. Blockers that are resolved or expected later are left alone. */
export const chaseBlocker = (pass: Pass, blocker: Blocker): Silence => {
  const task = pass.state.tasks.find(({ id }) => id === blocker.taskId);
  if (blocker.resolvedAt !== null || (task && task.status !== 'blocked')) return null;
  const owner = ownerOf(pass, blocker);
  const hours = pass.hoursOf(owner);
  const dueOn =
    blocker.expectedOn ?? addBusinessDays(localDate(blocker.openedAt, hours.timezone), openEndedDays, hours.calendar);
  const named = ladderNamed(pass.playbook, task?.ladder ?? 'default');
  const isInternal = task?.visibility === 'internal';
  const subject: Subject = {
    taskId: blocker.taskId,
    blockerId: blocker.id,
    chase: blocker.chase,
    dueOn,
    side: blocker.side,
    isInternal,
    owner,
    hours,
    turn: whoseTurn(pass, { owner, side: blocker.side, isInternal, openRole: `the ${blocker.side} side of it` }),
    ladder: { ...named, rungs: named.rungs.filter(({ at }) => at >= 0) },
    isUrgent: named.urgent || pass.onboarding.isUrgent || (task?.isUrgent ?? false),
    toldOn: null,
    wasNudged: blocker.chase.nudgedAt !== undefined,
    key: [blocker.id, dueOn],
  };
  pass.wakeOn(owner?.absentFrom ?? null, hours);
  pass.wakeOn(owner?.absentUntil ? addDays(owner.absentUntil, 1) : null, hours);
  pass.wakeOn(owner?.coverFrom ?? null, hours);
  pass.wakeOn(owner?.coverUntil ? addDays(owner.coverUntil, 1) : null, hours);
  beginAnew(subject);
  const notNudged = nudge(pass, subject, false);
  return escalate(pass, subject) ?? notNudged;
};
