/**
 * The SOAP document of an outbound message as plain data. Read strictly, by namespace and never by prefix; a DTD, an
 * entity of its own and more than the WSDL allows end the reading at once.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_om_outboundmessaging_wsdl.htm
 */
import { SaxesParser, type SaxesTagNS } from 'saxes';

export interface OutboundNotification {
  /** empty where it is missing */
  id: string;
  /** the sObject’s type, `Opportunity`; empty where it is none of theirs, null where the notification carries no record */
  type: string | null;
  /** by API name; nil and empty ones left out */
  fields: Record<string, string>;
}
export interface OutboundMessage {
  /** as it was sent; empty where it is missing */
  organizationId: string;
  notifications: OutboundNotification[];
}
type MessageRefusal = 'doctype' | 'malformed' | 'no_message' | 'too_many' | 'too_deep';
export type MessageReading = { ok: true; message: OutboundMessage } | { ok: false; reason: MessageRefusal };

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
const outbound = 'http://soap.sforce.com/2005/09/outbound';
const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';
/** of the enterprise and of the partner WSDL */
const sObjectNamespaces = ['urn:sobject.enterprise.soap.sforce.com', 'urn:sobject.partner.soap.sforce.com'];

const mostNotifications = 100;
/** a part of a compound field is seven deep */
const deepest = 12;

/** Where in the document an element stands; what concerns nobody is `other`, with all that is in it. */
type Place =
  | 'document'
  | 'envelope'
  | 'body'
  | 'message'
  | 'organization_id'
  | 'notification'
  | 'notification_id'
  | 'record'
  | 'field'
  | 'other';

const children: Partial<Record<Place, Record<string, Place>>> = {
  document: { [`${soap} Envelope`]: 'envelope' },
  envelope: { [`${soap} Body`]: 'body' },
  body: { [`${outbound} notifications`]: 'message' },
  message: { [`${outbound} OrganizationId`]: 'organization_id', [`${outbound} Notification`]: 'notification' },
  notification: { [`${outbound} Id`]: 'notification_id', [`${outbound} sObject`]: 'record' },
};

const placeOf = (parent: Place, { uri, local }: SaxesTagNS): Place =>
  parent === 'record' && sObjectNamespaces.includes(uri) ? 'field' : (children[parent]?.[`${uri} ${local}`] ?? 'other');

class Refused extends Error {
  readonly reason: MessageRefusal;
  constructor(reason: MessageRefusal, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

/** Never throws. What is wrong with one notification stays in that notification. */
export function readOutboundMessage(document: string): MessageReading {
  try {
    const message = parse(document);
    return message ? { ok: true, message } : { ok: false, reason: 'no_message' };
  } catch (error) {
    return { ok: false, reason: error instanceof Refused ? error.reason : 'malformed' };
  }
}

function parse(document: string): OutboundMessage | null {
  const parser = new SaxesParser({ xmlns: true });
  const places: Place[] = ['document'];
  const message: OutboundMessage = { organizationId: '', notifications: [] };
  let isMessage = false;
  let text = '';
  const addText = (more: string): void => {
    text += more;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('doctype', () => {
    throw new Refused('doctype');
  });
  parser.on('error', (cause) => {
    throw new Refused('malformed', { cause });
  });
  parser.on('opentag', (tag) => {
    const place = placeOf(places.at(-1) ?? 'other', tag);
    if (places.push(place) > deepest) throw new Refused('too_deep');
    text = '';
    if (place === 'message') isMessage = true;
    else if (place === 'notification') begin(message);
    else if (place === 'record') last(message).type = typeOf(parser, tag);
  });
  parser.on('closetag', ({ local }) => {
    const place = places.pop();
    const value = text.trim();
    text = '';
    if (place === 'organization_id') message.organizationId = value;
    else if (place === 'notification_id') last(message).id = value;
    else if (place === 'field' && value !== '') last(message).fields[local] = value;
  });
  parser.write(document).close();
  return isMessage ? message : null;
}

function begin({ notifications }: OutboundMessage): void {
  if (notifications.length === mostNotifications) throw new Refused('too_many');
  notifications.push({ id: '', type: null, fields: {} });
}

function last({ notifications }: OutboundMessage): OutboundNotification {
  const notification = notifications.at(-1);
  if (!notification) throw new Refused('malformed');
  return notification;
}

/** `xsi:type="sf:Opportunity"`: a name with a prefix inside a value, declared like any other. Null: nil. */
function typeOf(parser: SaxesParser<{ xmlns: true }>, { attributes }: SaxesTagNS): string | null {
  const given = (name: string): string =>
    Object.values(attributes)
      .find(({ uri, local }) => uri === schemaInstance && local === name)
      ?.value.trim() ?? '';
  if (given('nil') === 'true' || given('nil') === '1') return null;
  const [prefix = '', local = ''] = given('type').split(':');
  return sObjectNamespaces.includes(parser.resolve(prefix) ?? '') ? local : '';
}
