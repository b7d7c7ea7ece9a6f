import type { Sql } from './database.ts';
import { enqueueOnboardings } from './outbox.ts';

/** One way of reaching a person does not work. @returns whether this was news */
export const markChannelUnreachable = (
  tx: Sql,
  { channel, ...rest }: { personId: string; channel: 'email' | 'slack'; address: string; reason: string },
  now: Date,
): Promise<boolean> => (channel === 'email' ? markUnreachable(tx, rest, now) : Promise.resolve(false));

/**
 * Messages to this address do not arrive. Their open onboardings hear of it: the next person is asked and the CSM told.
 * A person who has another address by now stays reachable. @returns whether this was news.
 */
export async function markUnreachable(
  tx: Sql,
  { personId, address, reason }: { personId: string; address: string; reason: string },
  now: Date,
): Promise<boolean> {
  const changed = await tx.query(
    'UPDATE people SET unreachable_since = $3, unreachable_reason = $4 WHERE id = $1 AND email = lower($2) AND unreachable_since IS NULL RETURNING 1',
    [personId, address, now, reason],
  );
  if (changed.length === 0) return false;
  const open = await tx.query<{ id: string }>(
    `SELECT o.id FROM onboardings o WHERE o.status NOT IN ('transitioned', 'cancelled') AND (
       o.id IN (SELECT onboarding_id FROM members WHERE person_id = $1)
       OR o.id IN (SELECT onboarding_id FROM tasks WHERE owner_id = $1 AND status NOT IN ('done', 'skipped'))
       OR o.id IN (SELECT onboarding_id FROM blockers WHERE person_id = $1 AND resolved_at IS NULL))`,
    [personId],
  );
  await enqueueOnboardings(
    tx,
    open.map(({ id }) => id),
  );
  await tx.query(`SELECT pg_notify('live', '{"type":"queue"}')`);
  return true;
}
