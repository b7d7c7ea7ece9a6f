import type { Database } from '../../db/database.ts';
import { peopleById } from '../../db/people.ts';
import { mailIsBack } from '../../db/person-channels.ts';
import { AppError } from '../../errors.ts';

/** Somebody knows that their address takes mail again; should it come back once more, they are told as before. */
export const tryMailAgain = ({ db }: { db: Database }, personId: string): Promise<void> =>
  db.transaction(async (tx) => {
    const [person] = await peopleById(tx, [personId]);
    if (!person) throw new AppError('not_found', { message: 'There is no such person', details: { personId } });
    await mailIsBack(tx, person.email, 'asked');
  });
