import { enqueueBackfill, findBackfill, setSheet } from '../../db/backfills.ts';
import type { AboardColumns } from '../../domain/aboard-columns.ts';
import { toSheet } from '../../domain/aboard-sheet.ts';
import { AppError } from '../../errors.ts';
import { type ChangeDeps, priorities } from '../change-onboarding.ts';
import { readSheet } from './read-sheet.ts';

/** The look begins once the sheet is there. */
export async function giveSheet(
  { db }: Pick<ChangeDeps, 'db'>,
  id: string,
  { text, columns }: { text: string; columns: AboardColumns },
): Promise<void> {
  const { columns: there, rows } = readSheet(text);
  const named = [
    columns.customer,
    columns.task,
    columns.status,
    columns.doneOn,
    columns.dueOn,
    columns.owner,
    columns.startOn,
  ];
  const missing = named.filter((name) => name !== null && !there.includes(name));
  if (missing.length > 0)
    throw new AppError('invalid_input', { message: `The sheet has no column called ${missing.join(', ')}` });
  const sheet = toSheet(rows, columns);
  const tasks = Object.values(sheet).reduce((sum, customer) => sum + customer.tasks.length, 0);
  await db.transaction(async (tx) => {
    if (await setSheet(tx, id, { sheet, emptyRows: rows.length - tasks }))
      return enqueueBackfill(tx, id, priorities.bulk);
    const known = await findBackfill(tx, id);
    throw known
      ? new AppError('not_allowed_now', { message: 'This backfill has begun; begin another with the sheet' })
      : new AppError('not_found', { message: 'There is no such backfill', details: { backfillId: id } });
  });
}
