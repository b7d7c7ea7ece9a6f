import { type PendingMail, type Settlement, settleInboundMail } from '../../db/inbound-mails.ts';
import { storableText } from '../../domain/storable-text.ts';
import type { ReplyDeps } from './deps.ts';
import type { ReadMail } from './mail-reader.ts';

/** Stores the outcome of a mail that changes nothing else. */
export const settle = async (
  { db, clock }: Pick<ReplyDeps, 'db' | 'clock'>,
  pending: PendingMail,
  mail: ReadMail,
  outcome: Pick<Settlement, 'state' | 'reason'> & Partial<Settlement>,
): Promise<void> => {
  await settleInboundMail(db, pending.id, settlementOf(mail, outcome), clock.now());
};

const longestText = 200_000;

export const settlementOf = (
  mail: ReadMail,
  outcome: Pick<Settlement, 'state' | 'reason'> & Partial<Settlement>,
): Settlement => ({
  fromAddress: mail.from?.address.toLowerCase() ?? null,
  subject: storableText(mail.subject, 500),
  text: storableText(mail.text, longestText),
  personId: null,
  onboardingId: null,
  taskId: null,
  proposal: null,
  ...outcome,
});
