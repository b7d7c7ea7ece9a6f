/** One incoming mail: what it is, whom it is about, and what becomes of it. */
import { countMailsBefore, type PendingMail } from '../../db/inbound-mails.ts';
import { findRepliedMessage } from '../../db/message-tasks.ts';
import { mailIsBack } from '../../db/person-channels.ts';
import { isAppError } from '../../errors.ts';
import { recordBounce, recordComplaint } from '../messages/record-bounce.ts';
import { chooseTag } from './choose-tag.ts';
import type { ReplyDeps } from './deps.ts';
import { handleAnswer } from './handle-answer.ts';
import { handleConversation } from './handle-conversation.ts';
import type { MailReader, ReadMail } from './mail-reader.ts';
import type { ReplyToken } from './reply-address.ts';
import { senderDoubts } from './sender-doubts.ts';
import { setAbsence } from './set-absence.ts';
import { settle } from './settle.ts';

const perSenderAndHour = 40;

export async function handleMail(deps: ReplyDeps, pending: PendingMail): Promise<void> {
  const { reader } = deps;
  if (!reader) return;
  const mail = await readOrRefuse(deps, reader, pending);
  if (!mail) return;
  const machine = mail.class.kind;
  if (machine === 'bounce') return bounce(deps, reader, pending, mail);
  if (machine === 'list' || machine === 'loop' || machine === 'auto_reply')
    return settle(deps, pending, mail, { state: 'ignored', reason: mail.class.reason });
  const from = mail.from?.address.toLowerCase() ?? 'nobody';
  if (mail.authentication.result === 'authenticated') await deps.db.transaction((tx) => mailIsBack(tx, from, 'heard'));
  const { token, isUnclear } = await chooseTag(deps, reader, mail, pending.recipient);
  if (machine === 'absence') return absence(deps, pending, mail, token);
  if (isUnclear)
    return settle(deps, pending, mail, {
      state: 'needs_review',
      reason: 'It answers several of our messages to its sender: which of them it means cannot be told',
    });
  const isTooMany = (await countMailsBefore(deps.db, pending, from)) >= perSenderAndHour;
  const doubts = isTooMany ? [`more than ${perSenderAndHour} mails in an hour from ${from}`] : [];
  if (token?.target.kind === 'message')
    return handleAnswer(deps, pending, mail, { messageId: token.target.messageId, isExpired: token.isExpired, doubts });
  return handleConversation(deps, pending, mail, { taggedId: token?.target.onboardingId ?? null, doubts });
}

async function readOrRefuse(deps: ReplyDeps, reader: MailReader, pending: PendingMail): Promise<ReadMail | null> {
  try {
    return await reader.read(pending.raw, pending.recipient);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const unread: ReadMail = {
      messageId: null,
      from: null,
      recipients: [],
      subject: '',
      text: '',
      visible: '',
      class: { kind: 'person' },
      authentication: { result: 'unknown', why: '' },
      attachments: [],
    };
    await settle(deps, pending, unread, { state: 'quarantined', reason: error.message });
    return null;
  }
}

async function bounce(deps: ReplyDeps, reader: MailReader, pending: PendingMail, mail: ReadMail): Promise<void> {
  const read = await reader.readBounce(pending.raw, pending.recipient);
  if (read.result === 'ignored')
    return settle(deps, pending, mail, { state: 'ignored', reason: `A delivery report: ${read.reason}` });
  const isComplaint = read.result === 'complaint';
  const isNews = isComplaint ? await recordComplaint(deps, read.messageId) : await recordBounce(deps, read.report);
  const why = isComplaint ? 'Reported as unwanted' : 'Undeliverable';
  const what = isNews ? `${why}: no more mail goes there` : 'A delivery report that changes nothing';
  await settle(deps, pending, mail, { state: isNews ? 'handled' : 'ignored', reason: what });
}

async function absence(deps: ReplyDeps, pending: PendingMail, mail: ReadMail, token: ReplyToken | null): Promise<void> {
  if (mail.class.kind !== 'absence') return;
  const sent = token?.target.kind === 'message' ? await findRepliedMessage(deps.db, token.target.messageId) : null;
  if (!sent)
    return settle(deps, pending, mail, { state: 'ignored', reason: 'An absence reply to none of our messages' });
  const about = { personId: sent.personId, onboardingId: sent.tasks[0]?.onboardingId ?? sent.onboardingIds[0] ?? null };
  const { from, until } = mail.class;
  const proposal = { kind: 'absence', personId: sent.personId, from, until };
  const doubts = senderDoubts(mail, sent, token?.isExpired ?? false);
  if (doubts.length > 0)
    return settle(deps, pending, mail, { ...about, proposal, state: 'needs_review', reason: doubts.join('; ') });
  const done = await setAbsence(deps, { ...proposal, onboardingId: about.onboardingId });
  if (done.result === 'doubtful')
    return settle(deps, pending, mail, { ...about, proposal, state: 'needs_review', reason: done.reason });
  await settle(deps, pending, mail, {
    ...about,
    state: 'handled',
    reason: done.result === 'set' ? `${sent.personName} is away until ${done.until}` : `Absence: ${done.reason}`,
  });
}
