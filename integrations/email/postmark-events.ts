/**
 * What Postmark tells of mails that it took from us (https://postmarkapp.com/developer/webhooks/webhooks-overview). A mail
 * is known by the metadata that it went out with; Postmark's own id is never ours.
 */
import { z } from 'zod';
import type { MailFailure } from '../../src/domain/mail-failure.ts';
import { storableText } from '../../src/domain/storable-text.ts';

/** `X-PM-Metadata-<key>` of a mail, and the key in what Postmark tells of it. */
export const metadataKey = 'gangway-message';

const instant = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)))
  .transform((text) => new Date(text));
/** Mails of other programs on the same server have other metadata, or none. */
const messageId = z
  .record(z.string(), z.unknown())
  .transform((metadata) => Object.entries(metadata).find(([key]) => key.toLowerCase() === metadataKey)?.[1])
  .pipe(z.uuid())
  .nullable()
  .catch(null);
const word = z.string().transform((text) => storableText(text));
const words = word.nullish();

const bounce = z.object({
  RecordType: z.literal('Bounce'),
  Type: word,
  Name: words,
  Description: words,
  Details: words,
  Metadata: messageId,
});
const complaint = z.object({ RecordType: z.literal('SpamComplaint'), Metadata: messageId });
const delivery = z.object({ RecordType: z.literal('Delivery'), DeliveredAt: instant, Metadata: messageId });
const open = z.object({ RecordType: z.literal('Open'), ReceivedAt: instant, UserAgent: words, Metadata: messageId });
const subscription = z.object({
  RecordType: z.literal('SubscriptionChange'),
  Recipient: word,
  Origin: words,
  SuppressSending: z.boolean(),
  SuppressionReason: words,
  Metadata: messageId,
});
const event = z.discriminatedUnion('RecordType', [bounce, complaint, delivery, open, subscription]);
const envelope = z.object({ RecordType: z.string() });

export type PostmarkEvent =
  | { type: 'bounce'; messageId: string; diagnostic: string; failure: MailFailure | null }
  | { type: 'complaint'; messageId: string }
  | { type: 'delivery'; messageId: string; at: Date }
  | { type: 'open'; messageId: string; at: Date; userAgent: string | null }
  /** nothing more is sent to this address */
  | { type: 'suppressed'; address: string; reason: string }
  | { type: 'reactivated'; address: string }
  /** about a mail of somebody else, or a kind that says nothing to us */
  | { type: 'none' };

/** Bounces after which Postmark tries again, or that tell of something else than a mail which did not arrive. */
const harmlessBounces = new Set([
  'Transient',
  'Unsubscribe',
  'Subscribe',
  'AutoResponder',
  'AddressChange',
  'OpenRelayTest',
  'ChallengeVerification',
  'InboundError',
]);

/** Of the others nobody is reached at that address. */
const failures: Record<string, MailFailure> = {
  SoftBounce: 'passing',
  DnsError: 'passing',
  Undeliverable: 'passing',
  Unknown: 'passing',
  Blocked: 'policy',
  SpamNotification: 'ours',
  VirusNotification: 'ours',
  DMARCPolicy: 'ours',
  TemplateRenderingFailed: 'ours',
  Unconfirmed: 'ours',
};

const none: PostmarkEvent = { type: 'none' };

/** Null: not what Postmark sends. */
export function readPostmarkEvent(body: unknown): PostmarkEvent | null {
  const parsed = event.safeParse(body);
  if (!parsed.success) {
    const known = envelope.safeParse(body);
    return known.success && !isRead(known.data.RecordType) ? none : null;
  }
  const { data } = parsed;
  if (data.RecordType === 'SubscriptionChange') return readSubscription(data);
  if (data.Metadata === null) return none;
  const about = { messageId: data.Metadata };
  if (data.RecordType === 'Delivery') return { type: 'delivery', ...about, at: data.DeliveredAt };
  if (data.RecordType === 'Open')
    return { type: 'open', ...about, at: data.ReceivedAt, userAgent: data.UserAgent ?? null };
  if (data.RecordType === 'SpamComplaint' || data.Type === 'SpamComplaint') return { type: 'complaint', ...about };
  const { Type, Name, Description, Details } = data;
  return {
    type: 'bounce',
    ...about,
    diagnostic: Details || Description || Name || Type,
    failure: harmlessBounces.has(Type) ? null : (failures[Type] ?? 'reader'),
  };
}

const isRead = (recordType: string): boolean =>
  event.options.some(({ shape }) => shape.RecordType.value === recordType);

/** With a mail it tells again what became of that mail, for those who switched on no other event. */
function readSubscription(change: z.output<typeof subscription>): PostmarkEvent {
  const { Recipient: address, SuppressSending, SuppressionReason, Origin, Metadata } = change;
  if (!SuppressSending) return { type: 'reactivated', address };
  if (Metadata !== null && SuppressionReason === 'HardBounce')
    return { type: 'bounce', messageId: Metadata, diagnostic: 'Hard bounce', failure: 'reader' };
  if (Metadata !== null && SuppressionReason === 'SpamComplaint') return { type: 'complaint', messageId: Metadata };
  const by = Origin === 'Recipient' ? 'its reader' : 'hand';
  return {
    type: 'suppressed',
    address,
    reason: `Suppressed at Postmark by ${by}: ${SuppressionReason ?? 'no reason given'}`,
  };
}
