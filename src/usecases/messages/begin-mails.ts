/** Many claimed mails written and begun in as many statements as one takes. What is not plain is left to its own delivery. */
import type { OutgoingMail } from '../../../integrations/ports-mail.ts';
import { intentsOfMessages } from '../../db/digest-claims.ts';
import { findMessages, type MessageRow, startAttempts } from '../../db/messages.ts';
import type { DigestIntent } from '../../domain/digest-standing.ts';
import { composeMails } from './compose.ts';
import { type DeliveryDeps, isUntried } from './deliver.ts';
import { isGood, isStale } from './write-message.ts';

export interface BegunMail {
  message: MessageRow;
  mail: OutgoingMail;
}

/** The mails among these whose attempt has begun: the first one, saying all that was claimed. */
export async function beginMails(deps: DeliveryDeps, messageIds: readonly string[]): Promise<BegunMail[]> {
  await deps.clock.refresh();
  const rows = new Map((await findMessages(deps.db, messageIds)).map((row) => [row.id, row]));
  const plain = [...rows.values()].filter((row) => isPlain(deps, row)).map(({ id }) => id);
  if (plain.length === 0) return [];
  const claimed = await intentsOfMessages(deps.db, plain);
  const open = plain.filter((id) => isWhole(claimed.get(id)));
  const mails = await composeMails(deps, open);
  // what was done while it was written is noticed by writing it again, by itself
  const still = await intentsOfMessages(deps.db, open);
  const begun = await startAttempts(
    deps.db,
    mails
      .filter(({ messageId: id }) => isWhole(still.get(id)) && still.get(id)?.length === claimed.get(id)?.length)
      .map(({ messageId, subject }) => ({ messageId, subject })),
  );
  return mails.flatMap((mail): BegunMail[] => {
    const message = rows.get(mail.messageId);
    return message && begun.has(message.id) ? [{ message, mail }] : [];
  });
}

/** Our own people may be found in Slack first. */
const isPlain = ({ clock, mail, slack }: DeliveryDeps, message: MessageRow): boolean =>
  mail !== null &&
  message.channel === 'email' &&
  isUntried(message) &&
  !isStale({ clock }, message) &&
  !(slack && message.side === 'team');

const isWhole = (intents: readonly DigestIntent[] = []): boolean => intents.length > 0 && intents.every(isGood);
