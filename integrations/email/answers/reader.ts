/** From raw bytes to what is known of a mail: who, to whom, by a person or a machine, and what they wrote themself. */
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { storableText } from '../../../src/domain/storable-text.ts';
import { AppError } from '../../../src/errors.ts';
import type { MailReader, ReadMail } from '../../../src/usecases/replies/mail-reader.ts';
import { addressesIn, readBounceAddress } from '../addresses.ts';
import { readBounce } from '../report.ts';
import { textOfHtml } from './html-text.ts';
import { classOf } from './machine.ts';
import { readExpected, readReply } from './read-reply.ts';
import { authenticationOf } from './sender.ts';
import { visiblePart } from './visible-part.ts';

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
    ownPart: visiblePart,
    readReply,
    readExpected,
    readBounce: (raw, recipient) => readBounce(raw, { secret, recipient }),
    bouncedMessage: (address) => readBounceAddress(address, secret),

    async read(raw, recipient): Promise<ReadMail> {
      const mail = await parse(raw);
      const from = mail.from?.address
        ? { name: storableText(mail.from.name), address: storableText(mail.from.address) }
        : null;
      const { whole, own } = mail.text?.trim() ? { whole: mail.text, own: mail.text } : textOfHtml(mail.html ?? '');
      const visible = storableText(visiblePart(own));
      return {
        messageId: mail.messageId === undefined ? null : storableText(mail.messageId),
        from,
        recipients: [...(recipient === null ? [] : [recipient]), ...recipientsOf(mail)],
        subject: storableText(mail.subject ?? ''),
        text: storableText(whole),
        visible,
        class: classOf(mail, { visible, ownAddresses, today: today() }),
        authentication: authenticationOf(fieldsOf(mail, 'authentication-results'), from?.address ?? null, authservId),
        attachments: mail.attachments.map((file) => ({
          name: storableText(file.filename ?? 'file'),
          mediaType: storableText(file.mimeType),
          bytes: bytesOf(file.content),
          isInline: belongsToText(file),
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

/** signatures, reports and invitations are parts of a mail, not files that somebody sends */
const noFiles =
  /^(?:application\/(?:x-)?(?:pkcs7|pgp)-signature|application\/ics|text\/calendar|message\/(?:global-)?delivery-status)$/;

/** Apple Mail sends documents and photos as `inline`, too: only what the text shows by its Content-ID belongs to it. */
const belongsToText = ({ mimeType, related, disposition, contentId }: Attachment): boolean =>
  related === true ||
  noFiles.test(mimeType) ||
  (disposition === 'inline' && mimeType.startsWith('image/') && contentId !== undefined);

const bytesOf = (content: ArrayBuffer | Uint8Array | string): Buffer =>
  typeof content === 'string'
    ? Buffer.from(content, 'utf8')
    : Buffer.from(content instanceof ArrayBuffer ? content : content.slice().buffer);
