/** The only place that reads the fields of an outbound message: each notification is projected once, at the door, into our own words. */
import { createHash } from 'node:crypto';
import type { CrmEvent } from '../ports.ts';
import { type OutboundNotification, readOutboundMessage } from './outbound-message.ts';
import { toLongId } from './record-id.ts';

export type MessageProjection =
  { ok: true; organizationId: string; events: CrmEvent[] } | { ok: false; reason: string };

/**
 * One delivery as our events, in its order; it must name its organisation, which stands in for a signature together with
 * the path. What cannot be read of a notification becomes `unreadable` by itself, the others go on. Records that do not
 * concern deals are `other`. Streaming (Change Data Capture) would enter beside this: its events become the same
 * CrmEvents, with `<transactionKey>|<sequenceNumber>|<recordId>` as the key.
 */
export function projectOutboundMessage(rawBody: Buffer): MessageProjection {
  const reading = readOutboundMessage(rawBody.toString('utf8'));
  if (!reading.ok) return reading;
  const organizationId = toLongId(reading.message.organizationId);
  if (organizationId === null) return { ok: false, reason: 'no_organization' };
  const events = reading.message.notifications.map((notification) => projectNotification(notification, organizationId));
  return { ok: true, organizationId, events };
}

type Told = Pick<CrmEvent, 'kind' | 'dealId' | 'reason'>;

function projectNotification(notification: OutboundNotification, accountId: string): CrmEvent {
  const id = toLongId(notification.id);
  const told = id === null ? unreadable('Id: is no id of a notification') : tell(notification);
  return {
    ...told,
    dedupeKey: id === null ? `unreadable|${fingerprint(notification)}` : `outbound|${id}`,
    mergedDealIds: [],
    accountId,
    occurredAt: instantOf(notification.fields['SystemModstamp']),
    // a message carries the record as it is by then, so who wrote it last need not have caused it; the deal is read again
    isOwnWrite: false,
    raw: notification,
  };
}

/** The package’s own object tells that a deal was deleted: a flow on its deletion cannot send a message about itself. */
const deletedDealField = 'Deleted_Opportunity_Id__c';

function tell({ type, fields }: OutboundNotification): Told {
  if (type === null) return other('The record was deleted before Salesforce told of it');
  if (type === 'Opportunity')
    return toldOf('Id', fields, fields['IsDeleted'] === 'true' ? 'deal_deleted' : 'deal_changed');
  if (type === 'Onboarding__c' && fields[deletedDealField] !== undefined)
    return toldOf(deletedDealField, fields, 'deal_deleted');
  return other(null);
}

function toldOf(name: string, fields: Record<string, string>, kind: CrmEvent['kind']): Told {
  const dealId = toLongId(fields[name] ?? '');
  return dealId === null ? unreadable(`${name}: is no id of an opportunity`) : { kind, dealId, reason: null };
}

const other = (reason: string | null): Told => ({ kind: 'other', dealId: '', reason });
const unreadable = (reason: string): Told => ({ kind: 'unreadable', dealId: '', reason });

const fingerprint = (notification: OutboundNotification): string =>
  createHash('sha256').update(JSON.stringify(notification)).digest('hex');

/** a year that no database knows would refuse all that is stored with it */
function instantOf(value: string | undefined): string | null {
  const at = new Date(value ?? '');
  return at.getTime() >= 0 && at.getUTCFullYear() < 10_000 ? at.toISOString() : null;
}

/** The exact answer after which Salesforce takes the notifications out of its queue; anything else comes again for a day. */
export const acknowledgement =
  '<?xml version="1.0" encoding="UTF-8"?>' +
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>' +
  '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>' +
  '</soapenv:Body></soapenv:Envelope>';
