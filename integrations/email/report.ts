/** Delivery reports (RFC 3464) as they come back to a bounce address. */
import PostalMime, { type Email } from 'postal-mime';
import { addressesIn, readBounceAddress } from './addresses.ts';
import { type DeliveryAction, deliveryAction, statusCode } from './schemas.ts';

export interface DeliveryReport {
  messageId: string;
  action: DeliveryAction;
  /** RFC 3463, e.g. 5.1.1 */
  status: string | null;
  /** what the refusing server said */
  diagnostic: string | null;
  /** it will never be delivered */
  permanent: boolean;
}
/** `reason`: why this mail says nothing about one of our messages */
export type BounceRead = { result: 'report'; report: DeliveryReport } | { result: 'ignored'; reason: string };

const addressFields = ['x-envelope-to', 'envelope-to', 'x-original-to', 'delivered-to', 'to'];
const maxFieldLength = 1000;

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
  const messageId = [recipient ?? '', ...addressesOf(mail)]
    .map((address) => readBounceAddress(address, secret))
    .find((id) => id !== null);
  if (messageId === undefined || messageId === null)
    return { result: 'ignored', reason: 'not addressed to a bounce address of ours' };
  const part = mail.attachments.find(({ mimeType }) => /^message\/(global-)?delivery-status$/.test(mimeType));
  if (!part) return { result: 'ignored', reason: 'no delivery report; an automatic reply, most likely' };
  const text = typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content);
  const report = worstOf(recipientGroups(text));
  return report
    ? { result: 'report', report: { messageId, ...report } }
    : { result: 'ignored', reason: 'the delivery report names no recipient' };
}

function addressesOf(mail: Email): string[] {
  return addressFields.flatMap((field) =>
    mail.headers.filter(({ key }) => key === field).flatMap(({ value }) => addressesIn(value)),
  );
}

/** Our mails have one recipient, but a list behind its address may report several. */
function worstOf(groups: Map<string, string>[]): Omit<DeliveryReport, 'messageId'> | null {
  const reports = groups.flatMap((fields) => {
    const action = deliveryAction.safeParse(fields.get('action')?.toLowerCase());
    if (!action.success) return [];
    const status = statusCode.safeParse(fields.get('status'));
    const diagnostic = fields.get('diagnostic-code')?.replace(/^[\w-]+;\s*/, '') ?? null;
    return [
      {
        action: action.data,
        status: status.success ? status.data : null,
        diagnostic,
        permanent: action.data === 'failed',
      },
    ];
  });
  return reports.find(({ permanent }) => permanent) ?? reports[0] ?? null;
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
