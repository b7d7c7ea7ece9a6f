/** Which address of ours a mail means. Several stand on it where somebody answers to all, or forwards one of our mails. */
import type { Database } from '../../db/database.ts';
import { findRepliedMessage } from '../../db/message-tasks.ts';
import type { MailReader, ReadMail } from './mail-reader.ts';
import { readReplyAddress, type ReplyToken } from './reply-address.ts';

/** more are nobody's answer */
const mostTags = 20;

export interface ChosenTag {
  token: ReplyToken | null;
  /** several messages to this sender: which one is meant, nobody can tell from the mail */
  isUnclear: boolean;
}

/** The one whose message went to the sender; where none did, the first, the envelope's before all. */
export async function chooseTag(
  { db, secret }: { db: Database; secret: string },
  reader: Pick<MailReader, 'bouncedMessage'>,
  mail: Pick<ReadMail, 'recipients' | 'from'>,
  recipient: string | null,
): Promise<ChosenTag> {
  const tokens = tokensOf(reader, [...(recipient === null ? [] : [recipient]), ...mail.recipients], secret);
  const messages = tokens.flatMap((token) => (token.target.kind === 'message' ? [token] : []));
  if (messages.length < 2) return { token: messages[0] ?? tokens[0] ?? null, isUnclear: false };
  const from = mail.from?.address.toLowerCase() ?? '';
  const own: ReplyToken[] = [];
  for (const token of messages) {
    const sent = token.target.kind === 'message' ? await findRepliedMessage(db, token.target.messageId) : null;
    if (sent?.address === from) own.push(token);
  }
  return { token: own[0] ?? messages[0] ?? null, isUnclear: own.length > 1 };
}

/** Each once. Absences also come back to the bounce address. */
function tokensOf(reader: Pick<MailReader, 'bouncedMessage'>, addresses: string[], secret: string): ReplyToken[] {
  const tokens = new Map<string, ReplyToken>();
  for (const address of addresses) {
    if (tokens.size >= mostTags) break;
    const messageId = reader.bouncedMessage(address);
    const token =
      readReplyAddress(address, secret, new Date()) ??
      (messageId === null ? null : ({ target: { kind: 'message', messageId }, isExpired: false } as const));
    if (token) {
      const key = JSON.stringify(token.target);
      tokens.set(key, tokens.get(key) ?? token);
    }
  }
  return [...tokens.values()];
}
