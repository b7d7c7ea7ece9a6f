/** Writes a claimed message from what is open at this moment, whatever channel it goes by. */
import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import { intentsOfMessage, type Refusal, settleRefused } from '../../db/digest-claims.ts';
import { giveBack, type MessageRow, putBack, settleFailed, startAttempt, withdrawMessage } from '../../db/messages.ts';
import { type DigestIntent, standingOf } from '../../domain/digest-standing.ts';
import { AppError } from '../../errors.ts';

interface WriteDeps {
  db: Database;
  clock: Clock;
}

const maxRewrites = 5;
/** business time from the claim to the last attempt */
const staleMs = 15 * 60_000;

/**
 * A server that comes back at night must not wake anybody, nor a worker that was slow: what waited is decided anew, by the
 * clock. A message that may have arrived goes on. @returns whether it was given back
 */
export async function giveBackWhenStale({ db, clock }: WriteDeps, message: MessageRow): Promise<boolean> {
  if (!isStale({ clock }, message)) return false;
  await db.transaction((tx) => giveBack(tx, message.id, 'It could not be sent in time'));
  return true;
}

export const isStale = (
  { clock }: Pick<WriteDeps, 'clock'>,
  { claimedAt, sendBefore, unclearAttempts }: Pick<MessageRow, 'claimedAt' | 'sendBefore' | 'unclearAttempts'>,
): boolean => {
  const now = clock.now();
  const isTooLate = sendBefore !== null && now >= sendBefore;
  return unclearAttempts === 0 && (isTooLate || now.getTime() - claimedAt.getTime() > staleMs);
};

/** Writes it, and again if something was done meanwhile; then its attempt has begun. Null: nothing is left to say. */
export async function writeAndStart<T extends { subject: string }>(
  deps: WriteDeps,
  messageId: string,
  compose: () => Promise<T | null>,
): Promise<T | null> {
  for (let attempt = 1; attempt <= maxRewrites; attempt++) {
    const open = await keepWhatIsOpen(deps, messageId);
    if (open.length === 0) {
      await withdrawMessage(deps.db, messageId, 'Nothing was left to say');
      return null;
    }
    const written = await compose();
    if (!written) {
      await failMessage(deps, messageId, 'Nothing in it may be shown to this person');
      return null;
    }
    const still = await intentsOfMessage(deps.db, messageId);
    const isUnchanged = still.length === open.length && still.every(isGood);
    if (isUnchanged && (await startAttempt(deps.db, messageId, written.subject))) return written;
  }
  throw new AppError('mail_unavailable', {
    message: 'The message changed each time it was written',
    details: { messageId },
  });
}

export const failMessage = ({ db, clock }: WriteDeps, messageId: string, reason: string): Promise<void> =>
  db.transaction((tx) => settleFailed(tx, messageId, reason, clock.now()));

export const isGood = (intent: DigestIntent): boolean => standingOf(intent).state === 'good';

/** Settles what is over by now and puts back what waits for the end of a hold. @returns what is left. */
async function keepWhatIsOpen({ db, clock }: WriteDeps, messageId: string): Promise<DigestIntent[]> {
  const now = clock.now();
  const good: DigestIntent[] = [];
  const obsolete: Refusal[] = [];
  const waiting: string[] = [];
  for (const intent of await intentsOfMessage(db, messageId)) {
    const standing = standingOf(intent);
    if (standing.state === 'good') good.push(intent);
    else if (standing.state === 'over') obsolete.push({ id: intent.id, reason: standing.reason });
    else waiting.push(intent.id);
  }
  await settleRefused(db, { obsolete, withheld: [] }, now);
  if (waiting.length > 0) await putBack(db, waiting);
  return good;
}
