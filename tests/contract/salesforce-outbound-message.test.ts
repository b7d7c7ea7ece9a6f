import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acknowledgement, projectOutboundMessage } from '../../integrations/salesforce/webhook.ts';
import { toLongId } from '../../integrations/salesforce/record-id.ts';
import type { CrmEvent } from '../../integrations/ports.ts';
import {
  envelope,
  opportunities,
  organizationId,
  outboundMessage,
  type ToldRecord,
  wonOpportunity,
} from '../support/outbound-message.ts';

const golden = (name: string): Buffer =>
  readFileSync(new URL(`../fixtures/outbound-messages/${name}.xml`, import.meta.url));
const project = (document: string) => projectOutboundMessage(Buffer.from(document));
const eventsOf = (document: string | Buffer): CrmEvent[] => {
  const projection = projectOutboundMessage(Buffer.from(document));
  if (!projection.ok) throw new Error(projection.reason);
  return projection.events;
};
const only = (record: Partial<ToldRecord>): CrmEvent | undefined =>
  eventsOf(outboundMessage([{ ...wonOpportunity(1), ...record }]))[0];
const withoutRaw = (events: CrmEvent[]) => events.map(({ raw: _raw, ...event }) => event);

describe('An outbound message', () => {
  it('is projected into our own words', () => {
    const projection = projectOutboundMessage(golden('opportunities'));
    expect(projection).toMatchObject({ ok: true, organizationId: '00D5g000004TTTTEA4' });
    expect(eventsOf(golden('opportunities'))).toEqual([
      {
        dedupeKey: 'outbound|04l5g00000AbCdEAAV',
        kind: 'deal_changed',
        dealId: '0065g00000QwErTAAV',
        mergedDealIds: [],
        accountId: '00D5g000004TTTTEA4',
        occurredAt: '2026-03-02T10:00:00.000Z',
        isOwnWrite: false,
        reason: null,
        raw: {
          id: '04l5g00000AbCdEAAV',
          type: 'Opportunity',
          fields: {
            Id: '0065g00000QwErTAAV',
            Amount: '120000.0',
            IsWon: 'true',
            StageName: 'Won & signed',
            SystemModstamp: '2026-03-02T10:00:00.000Z',
          },
        },
      },
      {
        dedupeKey: 'outbound|04l5g00000AbCdFAAV',
        kind: 'deal_changed',
        dealId: '0065g00000QwErUAAV',
        mergedDealIds: [],
        accountId: '00D5g000004TTTTEA4',
        occurredAt: null,
        isOwnWrite: false,
        reason: null,
        raw: { id: '04l5g00000AbCdFAAV', type: 'Opportunity', fields: { Id: '0065g00000QwErUAAV', IsWon: 'false' } },
      },
    ]);
  });

  it('says the same under other prefixes, with ids of 15 characters, and with text in sections', () => {
    expect(withoutRaw(eventsOf(golden('other-prefixes')))).toEqual(withoutRaw(eventsOf(golden('opportunities'))));
    expect(eventsOf(golden('other-prefixes'))[0]?.raw).toMatchObject({
      fields: { StageName: 'Won & signed', Amount: '120000.0' },
    });
  });

  it('takes a hundred at once, in their order', () => {
    const told = opportunities(100);
    expect(eventsOf(outboundMessage(told)).map(({ dealId }) => dealId)).toEqual(told.map(({ fields }) => fields['Id']));
  });

  it('with none is read as well', () => {
    expect(eventsOf(outboundMessage([]))).toEqual([]);
  });

  it('sent again has the same keys', () => {
    const [one] = eventsOf(outboundMessage([wonOpportunity(1)]));
    const [later] = eventsOf(outboundMessage([{ ...wonOpportunity(1), fields: { Id: '0065g00000QwErT' } }]));
    expect(later?.dedupeKey).toBe(one?.dedupeKey);
  });

  it('the same prefix of another namespace is not theirs', () => {
    const document = outboundMessage([wonOpportunity(1)]).replace('urn:sobject.enterprise.soap.sforce.com', 'urn:evil');
    expect(eventsOf(document)).toMatchObject([{ kind: 'other', dealId: '' }]);
    const message = outboundMessage([wonOpportunity(1)]);
    expect(project(message.replace('soap.sforce.com/2005/09/outbound', 'example.com'))).toMatchObject({ ok: false });
    expect(project(message.replace('schemas.xmlsoap.org/soap/envelope/', 'example.com'))).toMatchObject({ ok: false });
  });

  it('has the documented answer', () => {
    expect(acknowledgement).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>',
    );
  });
});

describe('A notification', () => {
  it('of another object does not concern us', () => {
    expect(only({ type: 'Contact', fields: { Id: '0035g00000QwErT' } })).toMatchObject({ kind: 'other', dealId: '' });
    expect(only({ type: 'Onboarding__c', fields: { Id: 'a005g00000QwErT' } })).toMatchObject({ kind: 'other' });
    expect(only({ type: 'toString', fields: {} })).toMatchObject({ kind: 'other' });
  });

  it('of a deleted opportunity is told by its onboarding, or by itself', () => {
    const fields = { Id: 'a005g00000QwErT', Deleted_Opportunity_Id__c: '0065g00000QwErT' };
    expect(only({ type: 'Onboarding__c', fields })).toMatchObject({
      kind: 'deal_deleted',
      dealId: '0065g00000QwErTAAV',
    });
    expect(only({ fields: { Id: '0065g00000QwErT', IsDeleted: 'true' } })).toMatchObject({ kind: 'deal_deleted' });
  });

  it.each([
    ['no record', ''],
    ['a record that is nil', '<sObject xsi:nil="true"/>'],
  ])('with %s is of one that was deleted before it was told', (_name, record) => {
    const document = envelope(
      `<OrganizationId>${organizationId}</OrganizationId><Notification><Id>04l5g00000AbCdE</Id>${record}</Notification>`,
    );
    expect(eventsOf(document)).toMatchObject([{ kind: 'other', dealId: '', dedupeKey: 'outbound|04l5g00000AbCdEAAV' }]);
    expect(eventsOf(document)[0]?.reason).toContain('deleted');
  });

  it('that cannot be read does not hold up its batch', () => {
    const events = eventsOf(
      outboundMessage([
        wonOpportunity(1),
        { ...wonOpportunity(2), notificationId: '' },
        { ...wonOpportunity(3), notificationId: 'nonsense' },
        { ...wonOpportunity(4), fields: {} },
        { ...wonOpportunity(5), fields: { Id: '0065g00000QwErTAAA' } },
        wonOpportunity(6),
      ]),
    );
    expect(events.map(({ kind }) => kind)).toEqual([
      'deal_changed',
      'unreadable',
      'unreadable',
      'unreadable',
      'unreadable',
      'deal_changed',
    ]);
    expect(events.filter(({ kind }) => kind === 'unreadable').every(({ reason, dealId }) => reason && !dealId)).toBe(
      true,
    );
    expect(new Set(events.map(({ dedupeKey }) => dedupeKey)).size).toBe(6);
  });

  it.each(['yesterday', '+275760-09-13T00:00:00.000Z', '-000001-01-01T00:00:00Z', ''])(
    'modified at %j has no time',
    (SystemModstamp) => {
      expect(only({ fields: { Id: '0065g00000QwErT', SystemModstamp } })).toMatchObject({ occurredAt: null });
    },
  );
});

describe('A document is refused', () => {
  const billionLaughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from(
    { length: 9 },
    (_, depth) => `<!ENTITY lol${depth + 1} "${`&lol${depth || ''};`.repeat(10)}">`,
  ).join('')}]>`;
  const prolog = '<?xml version="1.0" encoding="UTF-8"?>';
  const whole = outboundMessage([wonOpportunity(1)]);
  const withType = (type: string, value = 'x'): string =>
    whole.replace(prolog, prolog + type).replace('Closed Won', value);

  it.each([
    ['a DTD', withType('<!DOCTYPE x>'), 'doctype'],
    ['a billion laughs', withType(billionLaughs, '&lol9;'), 'doctype'],
    ['an external entity', withType('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>', '&f;'), 'doctype'],
    ['an external DTD', withType('<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">'), 'doctype'],
    ['a parameter entity', withType('<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/p"> %p;]>'), 'doctype'],
    ['an entity that nobody declared', whole.replace('Closed Won', '&won;'), 'malformed'],
    ['a character that XML does not have', whole.replace('Closed Won', '&#0;'), 'malformed'],
    ['half a character', whole.replace('Closed Won', '&#xD800;'), 'malformed'],
    ['a NUL', whole.replace('Closed Won', '\0'), 'malformed'],
    ['no end', whole.slice(0, -20), 'malformed'],
    ['two roots', `${whole}<more/>`, 'malformed'],
    ['a prefix that nobody declared', whole.replaceAll('xmlns:sf=', 'xmlns:other='), 'malformed'],
    ['JSON', '{"OrganizationId":"00D5g000004TTTT"}', 'malformed'],
    ['nothing', '', 'malformed'],
    ['101 notifications', outboundMessage(opportunities(101)), 'too_many'],
    ['depth', whole.replace('Closed Won', `${'<a>'.repeat(50)}${'</a>'.repeat(50)}`), 'too_deep'],
    ['another message', '<a/>', 'no_message'],
    ['no organisation', whole.replace(organizationId, ''), 'no_organization'],
    ['an organisation that is no id', whole.replace(organizationId, '00D'), 'no_organization'],
  ])('with %s', (_name, document, reason) => {
    expect(project(document)).toEqual({ ok: false, reason });
  });

  it('and never with an exception, whatever was sent', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '/',
      '&',
      ';',
      'x',
      ' ',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '"',
      ':',
      '\0',
    );
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(200), fc.array(pieces), (at, length, added) => {
        const projection = project(whole.slice(0, at) + added.join('') + whole.slice(at + length));
        expect(typeof projection.ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expect(projectOutboundMessage(Buffer.from(bytes)).ok).toBe(false);
      }),
    );
  });
});

describe('An id', () => {
  it.each([
    ['001D000000IRFma', '001D000000IRFmaIAH'],
    ['a06R00000009QZaIAM', 'a06R00000009QZaIAM'],
    ['04lR0000000CcIF', '04lR0000000CcIFIA0'],
    ['001D000000IRFmaAAA', null],
    ['001D000000IRFm', null],
    ['001D000000IRFm/', null],
    ['001D000000IRFmaIAHx', null],
    ['', null],
  ])('%j has the 18 characters %j', (id, long) => {
    expect(toLongId(id)).toBe(long);
  });
});
