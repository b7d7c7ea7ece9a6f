/** From raw bytes to what is known of a mail: who, to whom, by a person or a machine, and what they wrote themself. */
import PostalMime, { type Email } from 'postal-mime';
import { AppError } from '../../../src/errors.ts';
import type { MailClass, MailReader, ReadMail } from '../../../src/usecases/replies/mail-reader.ts';
import { addressesIn, readBounceAddress } from '../addresses.ts';
import { readBounce } from '../report.ts';
import { readDate } from './read-date.ts';
import { readReply } from './read-reply.ts';
import { authenticationOf } from './sender.ts';
import { textOfHtml, visiblePart } from './visible-part.ts';
import { wordsOf } from './words.ts';

export interface AnswerReaderOptions {
  /** keys the bounce addresses */
  secret: string;
  authservId: string | null;
  /** our own senders: what comes from them went round */
  ownAddresses: string[];
  /** the receiver's day, for absences without a date of their own */
  today(): string;
}

const recipientFields = ['x-envelope-to', 'envelope-to', 'x-original-to', 'delivered-to', 'to', 'cc'];

export function createAnswerReader({ secret, authservId, ownAddresses, today }: AnswerReaderOptions): MailReader {
  return {
    readReply,
    readBounce: (raw, recipient) => readBounce(raw, { secret, recipient }),
    bouncedMessage: (address) => readBounceAddress(address, secret),

    async read(raw, recipient): Promise<ReadMail> {
      const mail = await parse(raw);
      const from = mail.from?.address ? { name: mail.from.name, address: mail.from.address } : null;
      const text = mail.text?.trim() ? mail.text : textOfHtml(mail.html ?? '', true);
      const visible = visiblePart(mail.text?.trim() ? mail.text : textOfHtml(mail.html ?? '', false));
      return {
        messageId: mail.messageId ?? null,
        from,
        recipients: [...(recipient === null ? [] : [recipient]), ...recipientsOf(mail)],
        subject: mail.subject ?? '',
        text,
        visible,
        class: classOf(mail, visible, ownAddresses, mail.date?.slice(0, 10) ?? today()),
        authentication: authenticationOf(fieldsOf(mail, 'authentication-results'), from?.address ?? null, authservId),
        attachments: mail.attachments.map((file) => ({
          name: file.filename ?? 'file',
          mediaType: file.mimeType,
          bytes: bytesOf(file.content),
          isInline: file.disposition === 'inline' || file.related === true,
        })),
      };
    },
  };
}

async function parse(raw: Buffer): Promise<Email> {
  try {
    const mail = await PostalMime.parse(raw, { maxNestingDepth: 50, maxHeadersSize: 512 * 1024 });
    if (mail.headers.length > 0) return mail;
  } catch (cause) {
    const message = `It is no mail that can be read: ${cause instanceof Error ? cause.message : 'broken'}`;
    throw new AppError('invalid_input', { message, cause });
  }
  throw new AppError('invalid_input', { message: 'It is no mail: there is no header' });
}

const fieldsOf = (mail: Email, name: string): string[] =>
  mail.headers.filter(({ key }) => key === name).map(({ value }) => value);

const recipientsOf = (mail: Email): string[] =>
  recipientFields.flatMap((field) => fieldsOf(mail, field).flatMap(addressesIn));

const bytesOf = (content: ArrayBuffer | Uint8Array | string): Buffer =>
  typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(new Uint8Array(content));

function classOf(mail: Email, visible: string, ownAddresses: string[], today: string): MailClass {
  const field = (name: string): string => (fieldsOf(mail, name)[0] ?? '').toLowerCase();
  const from = mail.from?.address?.toLowerCase() ?? '';
  const own = ownAddresses.map((address) => address.toLowerCase());
  if (own.includes(from) || fieldsOf(mail, 'x-loop').some((value) => own.includes(value.trim().toLowerCase())))
    return { kind: 'loop', reason: 'Our own mail came back' };
  if (
    field('content-type').startsWith('multipart/report') ||
    mail.attachments.some(({ mimeType }) => mimeType === 'message/delivery-status') ||
    /^(mailer-daemon|postmaster)@/.test(from)
  )
    return { kind: 'bounce', reason: 'A delivery report' };
  const auto = field('auto-submitted');
  const isAuto =
    (auto !== '' && !auto.startsWith('no')) ||
    ['x-autoreply', 'x-autorespond', 'x-auto-reply', 'x-autoresponder'].some((name) => field(name) !== '') ||
    /auto_reply|auto-reply/.test(field('precedence')) ||
    field('return-path') === '<>' ||
    field('x-auto-response-suppress').includes('all');
  const subject = (mail.subject ?? '').toLowerCase();
  const words = `${subject}\n${visible.slice(0, 2000).toLowerCase()}`;
  const isAbsence = wordsOf('absence').some((phrase) => words.includes(phrase));
  if (isAuto && isAbsence) return { kind: 'absence', reason: 'An absence reply', until: absentUntil(visible, today) };
  if (isAuto) return { kind: 'auto_reply', reason: 'An automatic reply' };
  if (field('list-id') !== '' || /^(bulk|list|junk)/.test(field('precedence')))
    return { kind: 'list', reason: 'A mailing list’s mail' };
  return /^(no-?reply|do-?not-?reply)@/.test(from)
    ? { kind: 'auto_reply', reason: 'Nobody reads this sender' }
    : { kind: 'person' };
}

/** The date behind "until"; nothing else in an absence note is taken for its end. */
function absentUntil(visible: string, today: string): string | null {
  const text = visible.slice(0, 2000).toLowerCase();
  for (const word of wordsOf('until')) {
    const at = text.indexOf(word);
    const until = at === -1 ? null : readDate(text.slice(at + word.length, at + word.length + 40), today);
    if (until !== null) return until;
  }
  return null;
}
