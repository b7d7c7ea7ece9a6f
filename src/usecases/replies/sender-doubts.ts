/** Why a person has to look before an answer acts: the token proves the mail, not who holds it. */
import type { RepliedMessage } from '../../db/message-tasks.ts';
import type { ReadMail } from './mail-reader.ts';

/** Empty: it is the person we wrote to, as far as mail can prove it. */
export function senderDoubts(
  mail: Pick<ReadMail, 'from' | 'authentication'>,
  sent: Pick<RepliedMessage, 'address' | 'personName' | 'isPersonGone'>,
  isExpired: boolean,
): string[] {
  const from = mail.from?.address.toLowerCase() ?? '';
  return [
    ...(isExpired ? ['the address it answers to has expired'] : []),
    ...(sent.isPersonGone ? [`${sent.personName} has left`] : []),
    ...(sent.address === from ? [] : [`we wrote to ${sent.personName}, but ${from || 'nobody'} answered`]),
    ...(mail.authentication.result === 'authenticated' ? [] : [mail.authentication.why]),
  ];
}
