/**
 * One claimed message as a mail. An attempt that began and whose end nobody knows is not repeated, except for what must
 * arrive, as an escalation.
 */
import type { MailPort, OutgoingMail } from '../../../integrations/ports-mail.ts';
import { type MessageRow, releaseAttempt, settleAccepted, settleFailed, settleUnclear } from '../../db/messages.ts';
import { markChannelUnreachable, planForNextChannel } from '../../db/unreachable.ts';
import { AppError, isAppError } from '../../errors.ts';
import { composeMail } from './compose.ts';
import type { DeliveryDeps } from './deliver.ts';
import { isAboutReader } from './is-about-reader.ts';
import { failMessage, giveBackWhenStale, writeAndStart } from './write-message.ts';

/** Longer than any attempt can take (MailPort.send gives up after 45 s). */
const attemptSeconds = 60;
const lookAgainMs = 5_000;
/** What must arrive goes out again after an unclear end, with the same Message-ID, at most so often. */
const maxUnclearAttempts = 3;

export async function deliverByMail(deps: DeliveryDeps, message: MessageRow): Promise<void> {
  if (message.state === 'sending') return endLostAttempt(deps, message);
  if (message.state !== 'claimed') return;
  if (await giveBackWhenStale(deps, message)) return;
  if (!deps.mail) return failMessage(deps, message.id, 'Mail is off: no mail server is configured');
  const mail = await writeAndStart(deps, message.id, () => composeMail(deps, message.id));
  const serverResponse = mail && (await sendStarted(deps, deps.mail, mail, message));
  if (serverResponse === null) return;
  await deps.db.transaction((tx) => settleAccepted(tx, message.id, serverResponse, deps.clock.now()));
}

/** @returns what the server said, still to be settled; null where it did not take the mail, which is settled then */
export async function sendStarted(
  deps: DeliveryDeps,
  port: MailPort,
  mail: OutgoingMail,
  message: MessageRow,
): Promise<string | null> {
  try {
    return (await port.send(mail)).serverResponse;
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === 'mail_unclear') await unclear(deps, message, error.message);
    else if (await isAboutReader(deps, message, error)) await refuse(deps, message, error.message);
    else {
      await releaseAttempt(deps.db, message.id, { error: error.message, wasUnclear: false });
      throw error;
    }
    return null;
  }
}

async function endLostAttempt(deps: DeliveryDeps, message: MessageRow): Promise<void> {
  const leftMs = Math.ceil((attemptSeconds - (message.secondsSinceStart ?? attemptSeconds)) * 1000);
  if (leftMs > 0)
    throw new AppError('mail_unavailable', {
      message: 'Another attempt may still be under way',
      details: { messageId: message.id },
      // mostly it ends within moments, and its reader may have more to hear
      retryAfterMs: Math.min(leftMs, lookAgainMs),
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
    const { personId, address } = message;
    await markChannelUnreachable(tx, { personId, channel: 'email', address, reason }, now);
    await planForNextChannel(tx, message.id);
  });
}
