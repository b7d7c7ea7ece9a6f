import type { Channel } from '../domain/model.ts';
import type { Sql } from './database.ts';
import { enqueue, workflowOf } from './outbox.ts';
import { setUnreachable, settleReach } from './person-channels.ts';
import { zoneOf } from './person-home.ts';

/**
 * Messages by this channel do not arrive at this address. What could not be said goes back for the next channel; where
 * none is left, their open onboardings ask the next person and tell the CSM. A person who has another address by now
 * stays reachable. @returns whether this was news.
 */
export async function markChannelUnreachable(
  tx: Sql,
  lost: { personId: string; channel: Channel; address: string; reason: string },
  now: Date,
): Promise<boolean> {
  // whoever decides for them waits, and sees what is so afterwards
  await tx.query('SELECT 1 FROM people WHERE id = $1 FOR UPDATE', [lost.personId]);
  if (!(await setUnreachable(tx, lost, now))) return false;
  await settleReach(tx, lost.personId, { reason: lost.reason, now });
  return true;
}

/**
 * What an undelivered message should have said is planned again where a channel of its reader's is left, and the day is
 * free again. @returns whether it is
 */
export const planForNextChannel = (tx: Sql, messageId: string): Promise<boolean> =>
  planAgain(tx, messageId, { isDayFree: true });

/** It goes with what is due then, urgent or not; its reader's message of the day is used up. */
export const planForAnotherDay = (tx: Sql, messageId: string): Promise<boolean> =>
  planAgain(tx, messageId, { isDayFree: false });

async function planAgain(tx: Sql, messageId: string, { isDayFree }: { isDayFree: boolean }): Promise<boolean> {
  const planned = await tx.query<{ person_id: string }>(
    `WITH lost AS (
       SELECT m.id, m.local_date + 1 AS tomorrow, ${zoneOf('p')} AS timezone FROM messages m JOIN people p ON p.id = m.person_id
       WHERE m.id = $1 AND p.unreachable_since IS NULL AND p.deactivated_at IS NULL
     ), again AS (
       UPDATE intents i SET state = 'planned', reason = NULL, message_id = NULL, decided_at = NULL,
         not_before = CASE WHEN $2 THEN i.not_before ELSE greatest(i.not_before, tomorrow::timestamp AT TIME ZONE coalesce(lost.timezone, o.timezone)) END
       FROM lost, onboardings o WHERE o.id = i.onboarding_id AND i.message_id = lost.id AND i.state IN ('claimed', 'sent', 'withheld') RETURNING i.person_id
     ), day AS (DELETE FROM person_days d USING lost WHERE d.message_id = lost.id AND $2)
     SELECT DISTINCT person_id FROM again`,
    [messageId, isDayFree],
  );
  await enqueue(
    tx,
    planned.map(({ person_id: personId }) => workflowOf('person_digest', personId)),
  );
  return planned.length > 0;
}
