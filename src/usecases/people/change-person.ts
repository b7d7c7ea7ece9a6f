/** Adding people and changing what is known of them. */
import { v7 as uuid } from 'uuid';
import {
  activeAdmins,
  endAccessOf,
  insertPersonRow,
  openOnboardingsOf,
  type PersonChanges,
  updatePersonRow,
} from '../../db/change-person.ts';
import type { Clock } from '../../db/clock.ts';
import type { Database, Sql } from '../../db/database.ts';
import { notifyLive } from '../../db/live.ts';
import { giveBackMailsTo } from '../../db/messages.ts';
import { enqueue, enqueueOnboardings, workflowOf } from '../../db/outbox.ts';
import { peopleById } from '../../db/people.ts';
import { forgetMailOf, forgetSlackUser, rememberSlackUser } from '../../db/person-channels.ts';
import { followInHomes } from '../../db/slack-homes.ts';
import { isPlannable } from '../../domain/local-date.ts';
import type { Side, StaffRole } from '../../domain/model.ts';
import { AppError } from '../../errors.ts';
import { changesCover, noCover, refuseBadCover } from './refuse-bad-cover.ts';
import { refuseBadDelegate } from './refuse-bad-delegate.ts';
import { refuseBadManager } from './refuse-bad-manager.ts';

export interface PeopleDeps {
  db: Database;
  clock: Clock;
}
export type PersonInput = Omit<
  PersonChanges,
  'unreachableSince' | 'unreachableReason' | 'deactivatedAt' | 'staffRole'
> & { staffRole?: StaffRole | null };

export async function createPerson(
  deps: PeopleDeps,
  { side, ...input }: PersonInput & { side: Side; name: string; email: string },
): Promise<string> {
  const id = uuid();
  await deps.db.transaction(async (tx) => {
    refuseNonsense({ side, ...emptyHours, ...input });
    refuseFarDays(input);
    await refuseBadDelegate(tx, { id, side, email: input.email }, input.delegateId);
    await refuseBadManager(tx, { id, side }, input.managerId);
    await refuseBadCover(tx, { id, side, ...noCover, ...input });
    await insertPersonRow(tx, { ...input, id, side, email: input.email.toLowerCase(), createdAt: deps.clock.now() });
  });
  return id;
}

/** `mayAdminister`: whether the caller may decide who gets in. */
export function updatePerson(
  deps: PeopleDeps,
  personId: string,
  { isDeactivated, slack, ...input }: PersonInput & { isDeactivated?: boolean; slack?: string | null },
  mayAdminister: boolean,
): Promise<void> {
  return deps.db.transaction(async (tx) => {
    const admins = await activeAdmins(tx);
    const [before] = await peopleById(tx, [personId]);
    if (!before) throw new AppError('not_found', { message: 'There is no such person', details: { personId } });
    const email = input.email?.toLowerCase();
    const isMoved = email !== undefined && email !== before.email;
    const decidesAccess =
      input.staffRole !== undefined ||
      slack !== undefined ||
      (before.side === 'team' && (isMoved || isDeactivated !== undefined));
    if (decidesAccess && !mayAdminister)
      throw new AppError('forbidden', {
        message:
          'Only an administrator may change who gets in: roles, who is who in Slack, and the addresses and accounts of our own people',
        details: { needs: 'admin' },
      });
    const staysAdmin = (input.staffRole === undefined || input.staffRole === 'admin') && isDeactivated !== true;
    if (!staysAdmin && admins.length === 1 && admins[0] === personId)
      throw new AppError('not_allowed_now', { message: 'This is the last administrator' });
    refuseNonsense({ ...before, ...input });
    refuseFarDays(input);
    if (input.delegateId !== before.delegateId)
      await refuseBadDelegate(tx, { ...before, email: email ?? before.email }, input.delegateId);
    await refuseBadManager(tx, before, input.managerId);
    if (changesCover(input)) await refuseBadCover(tx, { ...before, ...input });
    await updatePersonRow(tx, personId, {
      ...input,
      email,
      ...(isMoved ? { unreachableSince: null, unreachableReason: null } : {}),
      ...(isDeactivated === undefined ? {} : { deactivatedAt: isDeactivated ? deps.clock.now() : null }),
    });
    if (changesCover(input) || changesAbsence(input))
      await followInHomes(tx, {
        personIds: [before.coverId, input.coverId, before.delegateId, input.delegateId].filter(
          (id) => typeof id === 'string',
        ),
      });
    if (isMoved) {
      await forgetMailOf(tx, personId);
      await giveBackMailsTo(tx, personId);
    }
    if (slack !== undefined) await nameInSlack(tx, personId, slack, deps.clock.now());
    if (isMoved || isDeactivated === true) await endAccessOf(tx, personId);
    await tellProcesses(tx, personId);
  });
}

const changesAbsence = ({ delegateId, absentFrom, absentUntil }: PersonInput): boolean =>
  [delegateId, absentFrom, absentUntil].some((given) => given !== undefined);

/** `slack`: `<team id>:<user id>`; null: nobody there */
async function nameInSlack(tx: Sql, personId: string, slack: string | null, now: Date): Promise<void> {
  const [teamId, userId] = slack?.split(':') ?? [];
  if (teamId && userId) await rememberSlackUser(tx, { personId, teamId, userId, source: 'override' });
  else await forgetSlackUser(tx, personId, now);
}

/** Dates, addresses, absences and wishes decide who is chased and when. */
export async function tellProcesses(tx: Sql, personId: string): Promise<void> {
  await enqueueOnboardings(tx, await openOnboardingsOf(tx, personId));
  await enqueue(tx, [workflowOf('person_digest', personId)]);
  await notifyLive(tx, { type: 'queue' });
}

const emptyHours = { workStart: 540, workEnd: 1020, absentFrom: null, absentUntil: null, staffRole: null };

function refuseNonsense(person: {
  side: Side;
  workStart?: number;
  workEnd?: number;
  absentFrom?: string | null;
  absentUntil?: string | null;
  staffRole?: StaffRole | null;
}): void {
  const errors = [
    ...((person.workStart ?? 0) >= (person.workEnd ?? 1440)
      ? [{ path: 'workEnd', message: 'The working day must end after it begins' }]
      : []),
    ...(person.absentFrom && person.absentUntil && person.absentFrom > person.absentUntil
      ? [{ path: 'absentUntil', message: 'The absence must end after it begins' }]
      : []),
    ...(person.staffRole && person.side !== 'team'
      ? [{ path: 'staffRole', message: 'Only our own people have a role here' }]
      : []),
  ];
  const [first] = errors;
  if (first) throw new AppError('invalid_input', { message: first.message, details: { errors } });
}

function refuseFarDays(input: PersonInput): void {
  const days = ['absentFrom', 'absentUntil', 'coverFrom', 'coverUntil'] as const;
  const far = days.find((path) => typeof input[path] === 'string' && !isPlannable(input[path]));
  if (far === undefined) return;
  const message = 'Give a day of the years 1990 to 2099, or leave the end open';
  throw new AppError('invalid_input', { message, details: { errors: [{ path: far, message }] } });
}
