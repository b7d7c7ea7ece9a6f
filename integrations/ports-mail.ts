/** What Gangway asks of mail servers, mailboxes and the virus scanner; errors are AppErrors. */
import type { CheckResult } from './ports.ts';

/** One mail to one person, in our words; Message-ID, bounce address and thread ids are the integration's own business. */
export interface OutgoingMail {
  /** our message's id: Message-ID and bounce address are made from it, so they stay the same over repeats */
  messageId: string;
  to: { name: string; address: string };
  subject: string;
  html: string;
  text: string;
  replyTo: { name: string; address: string } | null;
  /** mails with the same key are shown as one conversation; null: stands alone */
  threadKey: string | null;
  /** Message-ID of the mail that this one directly responds to; absent or null: it responds to none (RFC 3834) */
  respondsTo?: string | null;
  /** takes the one-click POST of RFC 8058; null for mails that are no kind one could stop */
  unsubscribeUrl: string | null;
  /** an image that tells when it is loaded; absent or null: opens of this mail are not looked at */
  openImageUrl?: string | null;
}

export interface MailPort {
  /**
   * Throws mail_refused (the reader is not there: permanent), mail_sender_refused (we are refused: safe to repeat once that
   * is mended), mail_policy_refused (one of both, nobody got it), mail_unavailable (4xx or before DATA: safe to repeat) or mail_unclear (after DATA).
   */
  send(mail: OutgoingMail): Promise<{ serverResponse: string }>;
  check(): Promise<CheckResult[]>;
}

/** How far a mailbox was read. UIDs count up as long as UIDVALIDITY stays. */
export interface MailboxPosition {
  uidValidity: string;
  lastUid: number;
}
export interface FetchedMail {
  position: MailboxPosition;
  /** null: larger than what is taken */
  raw: Buffer | null;
  size: number;
  from: string | null;
  subject: string | null;
  messageId: string | null;
}

export interface MailboxPort {
  /** user, host and folder; never the password */
  readonly name: string;
  /**
   * Hands over everything behind `position` in order, then what arrives, until the signal aborts. Throws
   * mailbox_unavailable when the connection ends by itself. `onReady`: everything there was has been handed over.
   */
  follow(options: {
    position: MailboxPosition | null;
    onMail(mail: FetchedMail): Promise<void>;
    onReady(position: MailboxPosition): Promise<void>;
    signal: AbortSignal;
  }): Promise<void>;
  check(): Promise<CheckResult[]>;
}

export interface VirusScanPort {
  /** Throws scanner_unavailable. `found`: the name of what is in it. */
  scan(bytes: Buffer): Promise<{ isClean: boolean; found: string | null }>;
  check(): Promise<CheckResult[]>;
}
