import type { Sql } from '../../db/database.ts';
import { peopleById } from '../../db/people.ts';
import type { Side } from '../../domain/model.ts';
import { AppError } from '../../errors.ts';

/** Somebody of our team who is still there. @param path the field that names them */
export async function refuseNoColleague(tx: Sql, personId: string, path: string): Promise<void> {
  const [colleague] = await peopleById(tx, [personId]);
  if (colleague?.side === 'team' && colleague.deactivatedAt === null) return;
  const message = 'There is no such colleague';
  throw new AppError('invalid_input', { message, details: { errors: [{ path, message }] } });
}

/** One of us, and not the person themselves; longer circles harm nobody. */
export async function refuseBadManager(
  tx: Sql,
  { id, side }: { id: string; side: Side },
  managerId: string | null | undefined,
): Promise<void> {
  if (!managerId) return;
  const message = side === 'team' ? 'They cannot be their own manager' : 'Only our own people have a manager here';
  if (side !== 'team' || managerId === id)
    throw new AppError('invalid_input', { message, details: { errors: [{ path: 'managerId', message }] } });
  await refuseNoColleague(tx, managerId, 'managerId');
}
