/** What is known of one incoming mail after reading it; who reads it is the integration's business. */
import type { MailFailure } from '../../domain/mail-failure.ts';
import type { LocalDate } from '../../domain/model.ts';

export interface ReadAttachment {
  name: string;
  mediaType: string;
  bytes: Buffer;
  /** part of the mail itself: an image of its text, such as a logo, or a signature */
  isInline: boolean;
}

export type MailClass =
  | { kind: 'person' }
  | { kind: 'auto_reply' | 'bounce' | 'list' | 'loop'; reason: string }
  /** `from` null: as of now; `until` null: it does not say */
  | { kind: 'absence'; reason: string; from: LocalDate | null; until: LocalDate | null };

export interface ReadMail {
  messageId: string | null;
  from: { name: string; address: string } | null;
  /** every address that names a recipient, the envelope's first */
  recipients: string[];
  subject: string;
  /** the whole text, quotes and all */
  text: string;
  /** what the sender wrote themself, without quotes and signature */
  visible: string;
  class: MailClass;
  authentication: { result: 'authenticated' | 'unauthenticated' | 'unknown'; why: string };
  attachments: ReadAttachment[];
}

/** What the first line of an answer asks for. */
export type Reply =
  | { kind: 'complete' }
  /** what it waited for is there; `isDoneToo`: of a task that waits for nothing it says that this is done */
  | { kind: 'unblock'; isDoneToo: boolean }
  /** `expectedOn`: where the line ends with the day on which it expects that */
  | { kind: 'block'; what: string; expectedOn?: LocalDate }
  | { kind: 'snooze'; until: LocalDate | null }
  | { kind: 'reassign'; to: { name: string | null; email: string | null } }
  | { kind: 'question' | 'comment' | 'ambiguous' };

export interface MailReader {
  /** Throws invalid_input for what is no mail. */
  read(raw: Buffer, recipient: string | null): Promise<ReadMail>;
  /** Of a text that was kept whole: what its sender wrote themself, without quotes and signature. */
  ownPart(text: string): string;
  /** `today`: the sender's local date, for "until Friday". */
  readReply(visible: string, context: { locale: string; today: LocalDate }): Reply;
  /** The day on which the first line expects what is missing; null where it does not plainly name one. */
  readExpected(visible: string, context: { locale: string; today: LocalDate }): LocalDate | null;
  /** the message that a bounce address of ours was made for */
  bouncedMessage(address: string): string | null;
  readBounce(
    raw: Buffer,
    recipient: string | null,
  ): Promise<
    | {
        result: 'report';
        report: { messageId: string; status: string | null; diagnostic: string | null; failure: MailFailure | null };
      }
    | { result: 'complaint'; messageId: string }
    | { result: 'ignored'; reason: string }
  >;
}

/** What stands in the text, such as a logo, is no document. */
export const filesOf = ({ attachments }: ReadMail): ReadAttachment[] => attachments.filter(({ isInline }) => !isInline);
