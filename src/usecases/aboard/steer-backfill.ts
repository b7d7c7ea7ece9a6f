/** What a person does with a backfill. */
import { v7 as uuid } from 'uuid';
import {
  chooseItems,
  createBackfill,
  enqueueBackfill,
  findBackfill,
  goOn,
  isLookStopped,
  moveBackfill,
} from '../../db/backfills.ts';
import { connectionById } from '../../db/connections.ts';
import type { Sql } from '../../db/database.ts';
import { AppError } from '../../errors.ts';
import { type ChangeDeps, priorities } from '../change-onboarding.ts';

type Deps = Pick<ChangeDeps, 'db' | 'clock'>;

export async function beginBackfill(
  { db, clock }: Deps,
  input: { connectionId: string; wonSince: string; withSheet: boolean; startedBy: string },
): Promise<string> {
  await connectionById(db, input.connectionId);
  const id = uuid();
  await db.transaction(async (tx) => {
    await createBackfill(tx, { ...input, id, state: input.withSheet ? 'new' : 'looking' }, clock.now());
    if (!input.withSheet) await enqueueBackfill(tx, id, priorities.bulk);
  });
  return id;
}

/** Once all was looked through: it would end as done with deals that nobody saw. @returns how many are taken over now */
export async function runBackfill({ db, clock }: Deps, id: string, dealIds: string[] | null): Promise<number> {
  return db.transaction(async (tx) => {
    if (await isLookStopped(tx, id))
      throw new AppError('not_allowed_now', {
        message: 'It was stopped before all deals were looked through: go on looking first',
        details: { backfillId: id },
      });
    await move(tx, id, { from: ['ready', 'running', 'stopped', 'done'], to: 'running', now: clock.now() });
    const chosen = await chooseItems(tx, id, dealIds);
    await enqueueBackfill(tx, id, priorities.bulk);
    return chosen;
  });
}

export const stopBackfill = ({ db, clock }: Deps, id: string): Promise<void> =>
  move(db, id, { from: ['looking', 'running'], to: 'stopped', now: clock.now() });

/** One that a connection left alone while it was away is woken as well. */
export async function resumeBackfill({ db }: Deps, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await goOn(tx, id))) await refuse(tx, id);
    await enqueueBackfill(tx, id, priorities.bulk);
  });
}

async function move(sql: Sql, id: string, step: Parameters<typeof moveBackfill>[2]): Promise<void> {
  if (!(await moveBackfill(sql, id, step))) await refuse(sql, id);
}

async function refuse(sql: Sql, id: string): Promise<never> {
  const known = await findBackfill(sql, id);
  if (!known) throw new AppError('not_found', { message: 'There is no such backfill', details: { backfillId: id } });
  throw new AppError('not_allowed_now', { message: `It is ${known.state}`, details: { backfillId: id } });
}
