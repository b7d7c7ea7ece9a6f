/** A relay sends nothing more to an address, or sends to it again. */
import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import { mailIsBack } from '../../db/person-channels.ts';
import { markChannelUnreachable } from '../../db/unreachable.ts';

interface Deps {
  db: Database;
  clock: Clock;
}

/** @returns whether it is somebody's, and news */
export const suppressAddress = (
  { db, clock }: Deps,
  { address, reason }: { address: string; reason: string },
): Promise<boolean> =>
  db.transaction(async (tx) => {
    const [person] = await tx.query<{ id: string }>('SELECT id FROM people WHERE email = lower($1)', [address]);
    if (!person) return false;
    return markChannelUnreachable(tx, { personId: person.id, channel: 'email', address, reason }, clock.now());
  });

export const reactivateAddress = ({ db }: Deps, address: string): Promise<void> =>
  db.transaction((tx) => mailIsBack(tx, address.toLowerCase(), 'asked'));
