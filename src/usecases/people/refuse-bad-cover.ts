import type { Sql } from '../../db/database.ts';
import { peopleById } from '../../db/people.ts';
import type { LocalDate, Side } from '../../domain/model.ts';
import { AppError } from '../../errors.ts';

interface Cover {
  coverId: string | null;
  coverFrom: LocalDate | null;
  coverUntil: LocalDate | null;
}

export const noCover: Cover = { coverId: null, coverFrom: null, coverUntil: null };

export const changesCover = (input: Partial<Cover>): boolean =>
  input.coverId !== undefined || input.coverFrom !== undefined || input.coverUntil !== undefined;

const overlap = (a: Cover, b: Cover): boolean =>
  (a.coverFrom ?? '') <= (b.coverUntil ?? '') && (b.coverFrom ?? '') <= (a.coverUntil ?? '');

/** Both of our people, with an end, and not each other at the same time; longer circles are passed over when asking. */
export async function refuseBadCover(tx: Sql, person: { id: string; side: Side } & Cover): Promise<void> {
  const { id, side, coverId, coverFrom, coverUntil } = person;
  const refuse = (path: keyof Cover, message: string): never => {
    throw new AppError('invalid_input', { message, details: { errors: [{ path, message }] } });
  };
  if (coverId === null) {
    if (coverFrom !== null || coverUntil !== null) refuse('coverId', 'Say who covers for them');
    return;
  }
  if (side !== 'team') refuse('coverId', 'Only our own people are covered for; others name a delegate');
  if (coverUntil === null) refuse('coverUntil', 'Say until when: a cover ends by itself');
  if (coverFrom !== null && coverUntil !== null && coverFrom > coverUntil)
    refuse('coverUntil', 'The cover must end after it begins');
  if (coverId === id) refuse('coverId', 'They cannot cover for themselves');
  const [cover] = await peopleById(tx, [coverId]);
  if (!cover || cover.side !== 'team' || cover.deactivatedAt !== null)
    return refuse('coverId', 'There is no such colleague');
  if (cover.coverId === id && overlap(person, cover)) refuse('coverId', 'They would cover for each other');
}
