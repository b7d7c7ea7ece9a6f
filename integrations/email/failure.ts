/**
 * Whose fault it is that a mail is not taken, by its enhanced status (RFC 3463, RFC 5248 and IANA's list), else by the reply
 * code. `reader`: nobody is reached at that address; `passing`: another day may be better; `policy`: this reader is refused
 * us, or everybody is; `ours`: sender, relay or message are refused, whoever reads.
 */
import type { MailFailure } from '../../src/domain/mail-failure.ts';

const subjects: Record<string, MailFailure> = { 1: 'reader', 2: 'passing', 4: 'passing' };
const details: Record<string, MailFailure> = {
  // the sender's address
  '1.7': 'ours',
  '1.8': 'ours',
  '2.1': 'reader',
  // too large for that mailbox
  '2.3': 'ours',
  // Exchange Online says so of somebody whom the directory does not know; 4.4 is said of a domain that does not exist
  '4.1': 'reader',
  '4.4': 'reader',
  // a limit of our relay
  '4.5': 'ours',
  // another owner by now (RFC 7293)
  '7.17': 'reader',
  '7.18': 'reader',
};

export interface Said {
  /** the reply, e.g. "554 5.7.1 Relay access denied" */
  said: string;
  /** of a delivery report; null: what the reply holds */
  status: string | null;
  /** to this recipient, before the message was seen */
  isAboutRecipient: boolean;
}

export function failureOf({ said, status: given, isAboutRecipient }: Said): MailFailure {
  const [, code = '', told] = /^(\d{3})(?:[ -]#?([245]\.\d{1,3}\.\d{1,3}))?/.exec(said.trim()) ?? [];
  // x.0.0 says nothing; Exim's reports have no other
  const status = given === null || given.endsWith('.0.0') ? (told ?? given) : given;
  if (status === null || status.endsWith('.0.0')) return failureOfCode(code, said, isAboutRecipient);
  if (!status.startsWith('5.') || code.startsWith('4')) return 'passing';
  const [, subject = '', detail = ''] = status.split('.');
  if (isAboutRecipient && subject === '7' && isPolicy(detail, said)) return 'policy';
  return details[`${subject}.${detail}`] ?? subjects[subject] ?? 'ours';
}

/**
 * Exchange's 7.1xx are restrictions of a recipient; 7.0 to 7.2 leave open whom they are about, unless the words name us. The
 * other details of 7 are about sender and message.
 */
const isPolicy = (detail: string, said: string): boolean =>
  /^1\d\d$/.test(detail) ||
  (/^[0-2]$/.test(detail) && !/\b(relay|sender|client|helo|spf|dkim|dmarc|authenti)/i.test(said));

const ofRecipients = new Set(['', '521', '541', '550', '551', '553', '556']);

function failureOfCode(code: string, said: string, isAboutRecipient: boolean): MailFailure {
  if (code.startsWith('4') || code === '552') return 'passing';
  return isAboutRecipient && ofRecipients.has(code) && !/\brelay/i.test(said) ? 'reader' : 'ours';
}
