/** A blocked task chases whoever owns the blocker: from the day it was expected to be resolved, by the task's ladder. */
import { addBusinessDays, localDate } from '../calendar.ts';
import type { Pass } from '../advance/pass.ts';
import type { Blocker, Instant, LocalDate, Person } from '../model.ts';
import { addDays } from '../local-date.ts';
import type { WorkHours } from '../work-hours.ts';
import { escalate } from './escalate.ts';
import { ladderNamed } from './ladder.ts';
import { nudge } from './nudge.ts';
import { beginAnew, type Silence, type Subject } from './subject.ts';
import { carerToHear, firstToHear, whoseTurn } from './who.ts';

/** business days to wait where nobody said when it will be resolved */
const openEndedDays = 2;

/** business days after which whoever has it is asked how it stands, however far ahead the day is that they named */
const longestQuietDays = 20;

/** From when it is asked for, and why, where that is before it is expected. */
const askedFrom = (
  { expectedOn, openedAt, chase: { nudgedAt, saidAt } }: Blocker,
  { timezone, calendar }: WorkHours,
): { dueOn: LocalDate; why?: string } => {
  const daysAfter = (instant: Instant, days: number): LocalDate =>
    addBusinessDays(localDate(instant, timezone), days, calendar);
  const spokenAt = [openedAt, nudgedAt ?? '', saidAt ?? ''].toSorted().at(-1) ?? openedAt;
  const quietUntil = daysAfter(spokenAt, longestQuietDays);
  if (expectedOn === null) return { dueOn: daysAfter(openedAt, openEndedDays) };
  if (expectedOn <= quietUntil) return { dueOn: expectedOn };
  return {
    dueOn: quietUntil,
    why: `expected on ${expectedOn}, and not spoken of for ${longestQuietDays} business days`,
  };
};

/** The named person, else whoever speaks for that side. */
const ownerOf = (pass: Pass, { personId, side }: Blocker): Person | null => {
  const named = pass.person(personId);
  if (named !== null || side !== 'customer') return named;
  return firstToHear(pass, ['customer.lead', 'customer.sponsor'], 'blocker') ?? carerToHear(pass, 'blocker');
};

/** Why nobody is asked, or null. Blockers that are resolved are left alone, and for a while those expected later. */
export const chaseBlocker = (pass: Pass, blocker: Blocker): Silence => {
  const task = pass.state.tasks.find(({ id }) => id === blocker.taskId);
  if (blocker.resolvedAt !== null || (task && task.status !== 'blocked')) return null;
  const owner = ownerOf(pass, blocker);
  const hours = pass.hoursOf(owner);
  const { dueOn, why } = askedFrom(blocker, hours);
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
    ...(why !== undefined && { why }),
  };
  pass.wakeOn(owner?.absentFrom ?? null, hours);
  pass.wakeOn(owner?.absentUntil ? addDays(owner.absentUntil, 1) : null, hours);
  pass.wakeOn(owner?.coverFrom ?? null, hours);
  pass.wakeOn(owner?.coverUntil ? addDays(owner.coverUntil, 1) : null, hours);
  beginAnew(subject);
  const notNudged = nudge(pass, subject, false);
  return escalate(pass, subject) ?? notNudged;
};
