/** Delivery reports (RFC 3464) and complaints (RFC 5965) as they come back to a bounce address. */
import PostalMime, { type Email } from 'postal-mime';
import type { MailFailure } from '../../src/domain/mail-failure.ts';
import { storableText } from '../../src/domain/storable-text.ts';
import { addressesIn, readBounceAddress } from './addresses.ts';
import { failureOf } from './failure.ts';
import { type DeliveryAction, deliveryAction, statusCode } from './schemas.ts';

export interface DeliveryReport {
  messageId: string;
  action: DeliveryAction;
  /** RFC 3463, e.g. 5.1.1 */
  status: string | null;
  /** what the refusing server said */
  diagnostic: string | null;
  /** why it was not delivered; null: it is only late, or has arrived */
  failure: MailFailure | null;
}
/** `reason`: why this mail says nothing about one of our messages */
export type BounceRead =
  | { result: 'report'; report: DeliveryReport }
  | { result: 'complaint'; messageId: string }
  | { result: 'ignored'; reason: string };

const addressFields = ['x-envelope-to', 'envelope-to', 'x-original-to', 'delivered-to', 'to'];
const maxFieldLength = 1000;
/** of a reader; other types tell of signatures that failed, or take a complaint back */
const complaintTypes = /^feedback-type:[ \t]*(abuse|fraud|opt-out)\b/im;

/**
 * Reads one raw mail that was addressed to a bounce address. Only a signed address of ours names the message; what the
 * report says of addresses and Message-IDs could be anybody's.
 * @param recipient the envelope's recipient where the relay tells it
 */
export async function readBounce(
  raw: Buffer,
  { secret, recipient }: { secret: string; recipient: string | null },
): Promise<BounceRead> {
  let mail: Email;
  try {
    mail = await PostalMime.parse(raw, { attachmentEncoding: 'utf8', maxNestingDepth: 20, maxHeadersSize: 256 * 1024 });
  } catch (error) {
    return { result: 'ignored', reason: `not a mail: ${error instanceof Error ? error.message : 'unreadable'}` };
  }
  const feedback = partOf(mail, /^message\/feedback-report$/);
  // providers send complaints to one address for all; the mail they are about stands inside, with its sender
  const quoted = feedback === null ? [] : addressesIn(raw.toString('latin1'));
  const messageId = [recipient ?? '', ...addressesOf(mail), ...quoted]
    .map((address) => readBounceAddress(address, secret))
    .find((id) => id !== null);
  if (messageId === undefined || messageId === null)
    return { result: 'ignored', reason: 'not addressed to a bounce address of ours' };
  if (feedback !== null)
    return complaintTypes.test(feedback)
      ? { result: 'complaint', messageId }
      : { result: 'ignored', reason: 'a feedback report that is no complaint' };
  const text = partOf(mail, /^message\/(global-)?delivery-status$/);
  if (text === null) return { result: 'ignored', reason: 'no delivery report; an automatic reply, most likely' };
  const report = worstOf(recipientGroups(text));
  return report
    ? { result: 'report', report: { messageId, ...report } }
    : { result: 'ignored', reason: 'the delivery report names no recipient' };
}

function partOf(mail: Email, type: RegExp): string | null {
  const part = mail.attachments.find(({ mimeType }) => type.test(mimeType));
  if (!part) return null;
  return storableText(typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content));
}

function addressesOf(mail: Email): string[] {
  return addressFields.flatMap((field) =>
    mail.headers.filter(({ key }) => key === field).flatMap(({ value }) => addressesIn(value)),
  );
}

/** Our mails have one recipient, but a list behind its address may report several. */
function worstOf(groups: Map<string, string>[]): Omit<DeliveryReport, 'messageId'> | null {
  const reports = groups.flatMap((fields) => {
    // a comment may stand behind it
    const action = deliveryAction.safeParse(fields.get('action')?.toLowerCase().split(/[\s(]/, 1)[0]);
    if (!action.success) return [];
    const status = statusCode.safeParse(fields.get('status'));
    const diagnostic = fields.get('diagnostic-code')?.replace(/^[\w-]+;\s*/, '') ?? null;
    return [
      {
        action: action.data,
        status: status.success ? status.data : null,
        diagnostic,
        failure:
          action.data === 'failed'
            ? failureOf({ said: diagnostic ?? '', status: status.success ? status.data : null, isAboutRecipient: true })
            : null,
      },
    ];
  });
  return reports.find(({ failure }) => failure !== null) ?? reports[0] ?? null;
}

/** Groups of `Field: value` lines with folded continuations; the first group is about the message, each further one about a recipient. */
function recipientGroups(text: string): Map<string, string>[] {
  const groups: Map<string, string>[] = [];
  let fields = new Map<string, string>();
  let last: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') {
      if (fields.size > 0) groups.push(fields);
      fields = new Map();
      last = null;
    } else if (/^[ \t]/.test(line) && last !== null) {
      fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`.slice(0, maxFieldLength));
    } else {
      const colon = line.indexOf(':');
      last = colon > 0 ? line.slice(0, colon).trim().toLowerCase() : null;
      if (last !== null)
        fields.set(
          last,
          line
            .slice(colon + 1)
            .trim()
            .slice(0, maxFieldLength),
        );
    }
  }
  if (fields.size > 0) groups.push(fields);
  return groups.filter((group) => group.has('final-recipient') || group.has('action'));
}
