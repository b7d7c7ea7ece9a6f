import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import { returnsSince, settleBounced, settleUnheard } from '../../db/messages.ts';
import { markChannelUnreachable, planForAnotherDay, planForNextChannel } from '../../db/unreachable.ts';
import type { MailFailure } from '../../domain/mail-failure.ts';
import type { ErrorCode } from '../../errors.ts';
import { isAboutReader } from './is-about-reader.ts';

export interface BounceInput {
  messageId: string;
  /** RFC 3463, e.g. 5.1.1 */
  status: string | null;
  diagnostic: string | null;
  /** null: it is only late */
  failure: MailFailure | null;
}

/** What a mail server would have said at once. */
const codes: Record<MailFailure, ErrorCode> = {
  reader: 'mail_refused',
  passing: 'mail_unavailable',
  policy: 'mail_policy_refused',
  ours: 'mail_sender_refused',
};
const mostReturns = 3;
const withinDays = 14;

/**
 * A mail that was accepted came back. Where it is about its reader, or they could not be reached on a third day within two
 * weeks, its person hears it by another channel; else it is said again with what is due another day, however often where
 * the fault is ours, and administrators hear of that. A mere delay changes nothing, nor do repeats. @returns whether this was news.
 */
export function recordBounce({ db, clock }: { db: Database; clock: Clock }, bounce: BounceInput): Promise<boolean> {
  const { failure } = bounce;
  if (failure === null) return Promise.resolve(false);
  return db.transaction(async (tx) => {
    const reason = reasonOf(bounce);
    const now = clock.now();
    const message = await settleBounced(tx, bounce.messageId, { state: 'bounced', reason }, now);
    if (!message) return false;
    const isTheirs = await isAboutReader(
      { db: tx, clock },
      { id: bounce.messageId, ...message },
      { code: codes[failure], message: reason },
    );
    const isLost =
      isTheirs || (failure === 'passing' && (await returnsSince(tx, message, daysBefore(now))) >= mostReturns);
    if (isLost) await markChannelUnreachable(tx, { ...message, channel: 'email', reason }, now);
    const planAgain = isLost ? planForNextChannel : planForAnotherDay;
    if (!(await planAgain(tx, bounce.messageId))) await settleUnheard(tx, bounce.messageId, now);
    return true;
  });
}

/** Most servers repeat the status in what they say. */
const reasonOf = ({ status, diagnostic }: BounceInput): string => {
  const isRepeated = status !== null && diagnostic?.includes(status);
  return ['Mail came back', ...(isRepeated ? [] : [status]), diagnostic].filter(Boolean).join(': ');
};

const daysBefore = (now: Date): Date => new Date(now.getTime() - withinDays * 86_400_000);

/**
 * A reader told their provider that a mail of ours is unwanted: no more goes to that address. What it said was there to
 * be read, so it is not said again elsewhere. Repeats change nothing. @returns whether this was news.
 */
export function recordComplaint({ db, clock }: { db: Database; clock: Clock }, messageId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const now = clock.now();
    const reason = 'Its reader reported our mail as unwanted';
    const message = await settleBounced(tx, messageId, { state: 'complained', reason }, now);
    if (!message) return false;
    await markChannelUnreachable(tx, { ...message, channel: 'email', reason }, now);
    return true;
  });
}
