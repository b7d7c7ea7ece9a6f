/** Outbound messages as Salesforce writes them, for tests and the bench. */
import { toLongId } from '../../integrations/salesforce/record-id.ts';

export const salesforceId = (prefix: string, index: number): string => {
  const id = toLongId(`${prefix}5g${String(index).padStart(15 - prefix.length - 2, '0')}`);
  if (id === null) throw new Error(`${prefix} with ${index} makes no id`);
  return id;
};

export const organizationId = '00D5g000004TTTTEA4';

export interface ToldRecord {
  notificationId: string;
  type?: string;
  fields: Record<string, string>;
}

export const wonOpportunity = (index: number): ToldRecord => ({
  notificationId: salesforceId('04l', index),
  fields: {
    Id: salesforceId('006', index),
    Amount: '120000.0',
    IsWon: 'true',
    OwnerId: salesforceId('005', 1),
    StageName: 'Closed Won',
    SystemModstamp: '2026-03-02T10:00:00.000Z',
  },
});

export const opportunities = (count: number, first = 1): ToldRecord[] =>
  Array.from({ length: count }, (_, index) => wonOpportunity(first + index));

export const outboundMessage = (records: ToldRecord[], organization: string = organizationId): string =>
  envelope(`<OrganizationId>${organization}</OrganizationId>
   <ActionId>04k5g000000XYZaAAO</ActionId>
   <SessionId xsi:nil="true"/>
   <EnterpriseUrl>https://northwind.my.salesforce.com/services/Soap/c/66.0/00D5g000004TTTT</EnterpriseUrl>
   <PartnerUrl>https://northwind.my.salesforce.com/services/Soap/u/66.0/00D5g000004TTTT</PartnerUrl>
${records.map(notification).join('\n')}`);

export const envelope = (content: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <soapenv:Body>
  <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
   ${content}
  </notifications>
 </soapenv:Body>
</soapenv:Envelope>`;

const notification = ({ notificationId, type = 'Opportunity', fields }: ToldRecord): string => `   <Notification>
    <Id>${notificationId}</Id>
    <sObject xsi:type="sf:${type}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">
${Object.entries(fields)
  .map(([name, value]) => `     <sf:${name}>${value}</sf:${name}>`)
  .join('\n')}
    </sObject>
   </Notification>`;
