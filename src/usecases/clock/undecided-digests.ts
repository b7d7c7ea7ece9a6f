import type { Database } from '../../db/database.ts';
import { loadWaiting } from '../../db/due-digests.ts';
import type { DigestDecision } from '../../domain/digest.ts';
import { decideIfPossible } from '../messages/send-due-digests.ts';

/**
 * Whose digest has not yet decided about all that is planned for them: a signal that Temporal has taken stands nowhere
 * until the workflow looks, and a clock that went on meanwhile would have them hear of it days late.
 */
export async function undecidedDigests(db: Database, now: Date): Promise<string[]> {
  const waiting = await loadWaiting(db);
  return waiting.flatMap(({ facts, nextWakeAt }) => {
    // a message that could not be sent yet goes first, and holds up no time
    const decision = facts.unsettledMessageId === null ? decideIfPossible(facts, now) : null;
    return decision && isNews(decision, nextWakeAt) ? [facts.person.id] : [];
  });
}

const isNews = ({ send, nextWakeAt }: DigestDecision, storedWakeAt: Date | null): boolean =>
  send !== null || (nextWakeAt !== null && (storedWakeAt === null || Date.parse(nextWakeAt) < storedWakeAt.getTime()));
