/**
 * Sends one claimed message and settles its row; idempotent by the row's state. An attempt that began and whose end
 * nobody knows is not repeated, except for what must arrive: an escalation.
 */
import type { MailPort, OutgoingMail } from '../../../integrations/ports.ts';
import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import {
  findMessage, type MessageRow, releaseAttempt, settleAccepted, settleFailed, settleUnclear, startAttempt, withdrawMessage, withdrawOver,
} from '../../db/messages.ts';
import { markUnreachable } from '../../db/unreachable.ts';
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
}

/** Longer than any attempt can take (MailPort.send gives up after 45 s). */
const attemptSeconds = 60;
/** An escalation with an unclear end goes out again, with the same Message-ID, at most so often. */
const maxUnclearAttempts = 3;
const maxRewrites = 5;

export async function deliverMessage(deps: DeliveryDeps, messageId: string): Promise<void> {
  const message = await findMessage(deps.db, messageId);
  if (!message) throw new AppError('not_found', { message: 'There is no such message', details: { messageId } });
  if (message.state === 'sending') return endLostAttempt(deps, message);
  if (message.state !== 'claimed') return;
  await deps.clock.refresh();
  if (!deps.mail) return fail(deps, messageId, 'Mail is off: no mail server is configured');
  const mail = await writeAndStart(deps, messageId);
  if (mail) await send(deps, deps.mail, mail, message);
}

/** Writes the mail from what is open now, and again if something was done meanwhile. Null: nothing is left to say. */
async function writeAndStart(deps: DeliveryDeps, messageId: string): Promise<OutgoingMail | null> {
  for (let attempt = 1; attempt <= maxRewrites; attempt++) {
    if ((await withdrawOver(deps.db, messageId, deps.clock.now())) === 0) {
      await withdrawMessage(deps.db, messageId);
      return null;
    }
    const mail = await composeMessage(deps, messageId);
    if (await startAttempt(deps.db, messageId, mail.subject)) return mail;
  }
  throw new AppError('internal', { message: 'A message changed each time it was written', details: { messageId } });
}

async function send(deps: DeliveryDeps, port: MailPort, mail: OutgoingMail, message: MessageRow): Promise<void> {
  const { db, clock } = deps;
  let serverResponse: string;
  try {
    ({ serverResponse } = await port.send(mail));
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === 'mail_refused') return refuse(deps, message, error.message);
    if (error.code === 'mail_unclear') return unclear(deps, message, message.attempts + 1, error.message);
    await releaseAttempt(db, message.id, error.message);
    throw error;
  }
  await db.transaction((tx) => settleAccepted(tx, message.id, serverResponse, clock.now()));
}

async function endLostAttempt(deps: DeliveryDeps, message: MessageRow): Promise<void> {
  const leftMs = Math.ceil((attemptSeconds - (message.secondsSinceStart ?? attemptSeconds)) * 1000);
  if (leftMs > 0) throw new AppError('mail_unavailable', { message: 'Another attempt may still be under way', details: { messageId: message.id }, retryAfterMs: leftMs });
  return unclear(deps, message, message.attempts, 'The process ended while sending; whether the mail arrived is unknown');
}

async function unclear(deps: DeliveryDeps, message: MessageRow, attempts: number, reason: string): Promise<void> {
  if (message.mustArrive && attempts < maxUnclearAttempts) {
    await releaseAttempt(deps.db, message.id, reason);
    throw new AppError('mail_unavailable', { message: `${reason}; sent again because it must arrive`, details: { messageId: message.id } });
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
