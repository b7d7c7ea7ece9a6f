/** One task: whether anybody is asked about it now, by which rule, and why not. */
import { localDate } from '../calendar.ts';
import type { Pass } from '../advance/pass.ts';
import type { Blocker, LocalDate, Person, Task } from '../model.ts';
import { addDays } from '../local-date.ts';
import { windowFrom } from '../send-window.ts';
import { todayOf, type WorkHours } from '../work-hours.ts';
import { escalate } from './escalate.ts';
import { ladderNamed } from './ladder.ts';
import { kindByDate, nudge } from './nudge.ts';
import { beginAnew, type Silence, type Subject } from './subject.ts';
import { whoseTurn } from './who.ts';

export const isOpenTask = ({ status }: Task): boolean => status !== 'done' && status !== 'skipped';

/** What is told outside working hours is heard when they begin. */
const toldOn = ({ chase, readyAt }: Task, hours: WorkHours): LocalDate | null => {
  const toldAt = chase.readyToldId === undefined ? null : (chase.readyToldAt ?? readyAt);
  return toldAt === null ? null : localDate(windowFrom(toldAt, hours), hours.timezone);
};

const subjectOf = (pass: Pass, task: Task, dueOn: LocalDate): Subject => {
  const owner = pass.person(task.ownerId) ?? pass.inRole(task.role);
  const ladder = ladderNamed(pass.playbook, task.ladder);
  const isInternal = task.visibility === 'internal';
  return {
    taskId: task.id,
    blockerId: null,
    chase: task.chase,
    dueOn,
    side: task.side,
    isInternal,
    owner,
    hours: pass.hoursOf(owner),
    ladder,
    turn: whoseTurn(pass, { owner, side: task.side, isInternal, openRole: task.role }),
    isUrgent: ladder.urgent || task.isUrgent || pass.onboarding.isUrgent,
    toldOn: toldOn(task, pass.hoursOf(owner)),
    wasNudged: task.nudgeCount > 0,
    key: [task.id, dueOn, task.snoozedUntil, task.chase.since ?? null],
  };
};

/** What it waited for until it began anew. */
const resolvedLast = (blockers: readonly Blocker[], { id, chase }: Task): string[] =>
  blockers
    .filter(({ taskId, resolvedAt }) => taskId === id && resolvedAt !== null && resolvedAt === chase.since)
    .map(({ what }) => what);

/** Tells the asked person that it is their turn, once; whoever stands in for an open role waits for the ladder. */
const tellReady = (pass: Pass, task: Task, { turn, owner, key }: Subject): boolean => {
  if (turn.kind === 'nobody' || owner === null || task.chase.readyToldId === turn.person.id) return false;
  const instead = turn.kind === 'next' ? `; asked instead: ${turn.why}` : '';
  const resolved = resolvedLast(pass.state.blockers, task);
  const why =
    resolved.length === 0 ? 'everything it waited for is done' : `what it waited for is there: ${resolved.join('; ')}`;
  task.chase.readyToldId = turn.person.id;
  task.chase.readyToldAt = pass.now;
  pass.tell({
    personId: turn.person.id,
    kind: 'task_ready',
    urgency: 'now',
    rule: `${why}${instead}`,
    key: [...key, task.readyAt],
    taskId: task.id,
    data: { dueOn: task.dueOn, ...(resolved.length > 0 && { resolved }) },
  });
  return true;
};

/** True once for each snooze that is over, when there is somebody to tell. */
const endSnooze = ({ snoozedUntil, chase }: Task, { turn }: Subject): boolean => {
  if (snoozedUntil === null || chase.snoozeEndedOn === snoozedUntil || turn.kind === 'nobody') return false;
  chase.snoozeEndedOn = snoozedUntil;
  return true;
};

/** On the day a snooze ends its owner is reminded, whatever the ladder says. */
const tellSnoozeEnded = (pass: Pass, { turn, hours, dueOn, isUrgent, key, taskId }: Subject): void => {
  if (turn.kind === 'nobody') return;
  pass.tell({
    personId: turn.person.id,
    kind: kindByDate(dueOn, todayOf(hours, pass.now)),
    urgency: isUrgent ? 'now' : 'digest',
    rule: 'the snooze ended',
    key: [...key, 'snooze'],
    taskId,
    data: { dueOn },
  });
};

/** Wakes when somebody leaves or comes back, since that changes whom to ask. */
const wakeByAbsence = (pass: Pass, owner: Person | null): void => {
  if (owner === null) return;
  const hours = pass.hoursOf(owner);
  pass.wakeOn(owner.absentFrom, hours);
  if (owner.absentUntil !== null) pass.wakeOn(addDays(owner.absentUntil, 1), hours);
  pass.wakeOn(owner.coverFrom, hours);
  if (owner.coverUntil !== null) pass.wakeOn(addDays(owner.coverUntil, 1), hours);
};

const waitsFor = (blockers: readonly Blocker[], task: Task): string => {
  const what = blockers
    .filter((blocker) => blocker.taskId === task.id && blocker.resolvedAt === null)
    .map((blocker) => blocker.what);
  return what.length === 0 ? 'Blocked' : `Blocked: waits for ${what.join('; ')}`;
};

/** Why nobody is asked, or null after asking whoever should be. */
export const chaseTask = (pass: Pass, task: Task): Silence => {
  if (!isOpenTask(task) || task.readyAt === null || task.dueOn === null) return null;
  if (task.status === 'blocked') return waitsFor(pass.state.blockers, task);
  const subject = subjectOf(pass, task, task.dueOn);
  wakeByAbsence(pass, subject.owner);
  if (task.snoozedUntil !== null && todayOf(subject.hours, pass.now) < task.snoozedUntil) {
    pass.wakeOn(task.snoozedUntil, subject.hours);
    return `Snoozed until ${task.snoozedUntil}${task.snoozeReason === null ? '' : `: ${task.snoozeReason}`}`;
  }
  beginAnew(subject);
  const isSnoozeOver = endSnooze(task, subject);
  const isToldReady = tellReady(pass, task, subject);
  if (isSnoozeOver && !isToldReady) tellSnoozeEnded(pass, subject);
  const notNudged = nudge(pass, subject, isToldReady || isSnoozeOver);
  return escalate(pass, subject) ?? notNudged;
};
