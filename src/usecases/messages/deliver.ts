/**
 * Sends one claimed message and settles its row; idempotent by the row's state. An attempt that began and whose end
 * nobody knows is not repeated, except for what must arrive: an escalation.
 */
import type { MailPort, OutgoingMail } from '../../../integrations/ports.ts';
import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import { intentsOfMessage, type Refusal, settleRefused } from '../../db/digest-claims.ts';
import {
  findMessage,
  giveBack,
  type MessageRow,
  putBack,
  releaseAttempt,
  settleAccepted,
  settleFailed,
  settleUnclear,
  startAttempt,
  withdrawMessage,
} from '../../db/messages.ts';
import { markUnreachable } from '../../db/unreachable.ts';
import { type DigestIntent, standingOf } from '../../domain/digest-standing.ts';
import { AppError, isAppError } from '../../errors.ts';
import { composeMessage } from './compose.ts';

export interface DeliveryDeps {
  db: Database;
  clock: Clock;
  publicUrl: string;
  /** null: mail is off */
  mail: MailPort | null;
  /** keys the tokens in links */
  secret: string;
  companyName: string;
  /** the mailbox that answers go to; null: they go to the CSM */
  inboundAddress?: string | null;
}

/** Longer than any attempt can take (MailPort.send gives up after 45 s). */
const attemptSeconds = 60;
/** An escalation with an unclear end goes out again, with the same Message-ID, at most so often. */
const maxUnclearAttempts = 3;
const maxRewrites = 5;
/** business time from the claim to the last attempt */
const staleMs = 15 * 60_000;

export async function deliverMessage(deps: DeliveryDeps, messageId: string): Promise<void> {
  const message = await findMessage(deps.db, messageId);
  if (!message) throw new AppError('not_found', { message: 'There is no such message', details: { messageId } });
  await deps.clock.refresh();
  if (message.state === 'sending') return endLostAttempt(deps, message);
  if (message.state !== 'claimed') return;
  if (isStale(deps, message))
    return deps.db.transaction((tx) => giveBack(tx, messageId, 'It could not be sent in time'));
  if (!deps.mail) return fail(deps, messageId, 'Mail is off: no mail server is configured');
  const mail = await writeAndStart(deps, messageId);
  if (mail) await send(deps, deps.mail, mail, message);
}

/**
 * A mail server that comes back at night must not wake anybody: what waited is decided anew, by the clock. A message that
 * may have arrived keeps its Message-ID and goes on.
 */
const isStale = ({ clock }: DeliveryDeps, { claimedAt, unclearAttempts }: MessageRow): boolean =>
  unclearAttempts === 0 && clock.now().getTime() - claimedAt.getTime() > staleMs;

/** Writes the mail from what is open now, and again if something was done meanwhile. Null: nothing is left to say. */
async function writeAndStart(deps: DeliveryDeps, messageId: string): Promise<OutgoingMail | null> {
  for (let attempt = 1; attempt <= maxRewrites; attempt++) {
    const open = await keepWhatIsOpen(deps, messageId);
    if (open.length === 0) {
      await withdrawMessage(deps.db, messageId, 'Nothing was left to say');
      return null;
    }
    const mail = await composeMessage(deps, messageId);
    if (!mail) {
      await fail(deps, messageId, 'Nothing in it may be shown to this person');
      return null;
    }
    const hasStarted = await deps.db.transaction(async (tx) => {
      const still = await intentsOfMessage(tx, messageId);
      const isUnchanged = still.length === open.length && still.every((intent) => isGood(deps, intent));
      return isUnchanged && startAttempt(tx, messageId, mail.subject);
    });
    if (hasStarted) return mail;
  }
  throw new AppError('mail_unavailable', {
    message: 'The message changed each time it was written',
    details: { messageId },
  });
}

const isGood = ({ clock }: DeliveryDeps, intent: DigestIntent): boolean =>
  standingOf(intent, clock.now().toISOString()).state === 'good';

/** Settles what is over by now and puts back what waits for the end of a hold. @returns what is left. */
async function keepWhatIsOpen({ db, clock }: DeliveryDeps, messageId: string): Promise<DigestIntent[]> {
  const now = clock.now();
  const good: DigestIntent[] = [];
  const obsolete: Refusal[] = [];
  const waiting: string[] = [];
  for (const intent of await intentsOfMessage(db, messageId)) {
    const standing = standingOf(intent, now.toISOString());
    if (standing.state === 'good') good.push(intent);
    else if (standing.state === 'over') obsolete.push({ id: intent.id, reason: standing.reason });
    else waiting.push(intent.id);
  }
  await settleRefused(db, { obsolete, withheld: [] }, now);
  if (waiting.length > 0) await putBack(db, waiting);
  return good;
}

async function send(deps: DeliveryDeps, port: MailPort, mail: OutgoingMail, message: MessageRow): Promise<void> {
  const { db, clock } = deps;
  let serverResponse: string;
  try {
    ({ serverResponse } = await port.send(mail));
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === 'mail_refused') return refuse(deps, message, error.message);
    if (error.code === 'mail_unclear') return unclear(deps, message, error.message);
    await releaseAttempt(db, message.id, { error: error.message, wasUnclear: false });
    throw error;
  }
  await db.transaction((tx) => settleAccepted(tx, message.id, serverResponse, clock.now()));
}

async function endLostAttempt(deps: DeliveryDeps, message: MessageRow): Promise<void> {
  const leftMs = Math.ceil((attemptSeconds - (message.secondsSinceStart ?? attemptSeconds)) * 1000);
  if (leftMs > 0)
    throw new AppError('mail_unavailable', {
      message: 'Another attempt may still be under way',
      details: { messageId: message.id },
      retryAfterMs: leftMs,
    });
  return unclear(deps, message, 'The process ended while sending; whether the mail arrived is unknown');
}

async function unclear(deps: DeliveryDeps, message: MessageRow, reason: string): Promise<void> {
  if (message.mustArrive && message.unclearAttempts + 1 < maxUnclearAttempts) {
    await releaseAttempt(deps.db, message.id, { error: reason, wasUnclear: true });
    throw new AppError('mail_unavailable', {
      message: `${reason}; sent again because it must arrive`,
      details: { messageId: message.id },
    });
  }
  await deps.db.transaction((tx) => settleUnclear(tx, message.id, reason, deps.clock.now()));
}

async function refuse(deps: DeliveryDeps, message: MessageRow, reason: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const now = deps.clock.now();
    await settleFailed(tx, message.id, `Undeliverable: ${reason}`, now);
    await markUnreachable(tx, { personId: message.personId, address: message.address, reason }, now);
  });
}

const fail = (deps: DeliveryDeps, messageId: string, reason: string): Promise<void> =>
  deps.db.transaction((tx) => settleFailed(tx, messageId, reason, deps.clock.now()));
