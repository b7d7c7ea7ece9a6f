/** Outbound messages as Salesforce writes them, and the answer it takes for an acknowledgement. */
import { SaxesParser } from 'saxes';
import type { FieldDefinition, FieldValue } from './state.ts';

export interface Envelope {
  organizationId: string;
  actionId: string;
  apiVersion: string;
  /** Salesforce's own address of the organisation, in messages only */
  instanceUrl: string;
  notifications: { id: string; type: string; fields: [field: FieldDefinition, value: FieldValue][] | null }[];
}

export function envelopeOf({ organizationId, actionId, apiVersion, instanceUrl, notifications }: Envelope): string {
  const soap = (kind: 'c' | 'u'): string =>
    `${instanceUrl}/services/Soap/${kind}/${apiVersion}/${organizationId.slice(0, 15)}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <soapenv:Body>
  <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
   <OrganizationId>${organizationId}</OrganizationId>
   <ActionId>${actionId}</ActionId>
   <SessionId xsi:nil="true"/>
   <EnterpriseUrl>${soap('c')}</EnterpriseUrl>
   <PartnerUrl>${soap('u')}</PartnerUrl>
${notifications.map(notificationOf).join('\n')}
  </notifications>
 </soapenv:Body>
</soapenv:Envelope>`;
}

/** Empty fields are left out; of a record that is gone there is nothing. */
const notificationOf = ({ id, type, fields }: Envelope['notifications'][number]): string => {
  const record = fields
    ? `
    <sObject xsi:type="sf:${type}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">
${fields.flatMap(([field, value]) => (value === null ? [] : [`     <sf:${field.name}>${textOf(field, value)}</sf:${field.name}>`])).join('\n')}
    </sObject>`
    : '';
  return `   <Notification>
    <Id>${id}</Id>${record}
   </Notification>`;
};

function textOf({ type }: FieldDefinition, value: string | number | boolean): string {
  const isDecimal = type === 'double' || type === 'currency' || type === 'percent';
  if (typeof value === 'number') return isDecimal && Number.isInteger(value) ? `${value}.0` : String(value);
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const outboundNamespace = 'http://soap.sforce.com/2005/09/outbound';
const acknowledgement = [
  `${soapNamespace} Envelope`,
  `${soapNamespace} Body`,
  `${outboundNamespace} notificationsResponse`,
  `${outboundNamespace} Ack`,
].join('/');

/** Anything but `true` in its place is no acknowledgement. */
export function isAcknowledged(status: number, body: string): boolean {
  if (status !== 200) return false;
  const parser = new SaxesParser({ xmlns: true });
  const path: string[] = [];
  let isTrue = false;
  parser.on('opentag', ({ uri, local }) => void path.push(`${uri} ${local}`));
  parser.on('text', (text) => {
    if (path.join('/') === acknowledgement) isTrue = text.trim() === 'true';
  });
  parser.on('closetag', () => void path.pop());
  try {
    parser.write(body).close();
    return isTrue;
  } catch {
    return false;
  }
}
