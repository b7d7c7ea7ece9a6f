/** Outbound messages of the sandbox Salesforce: when, in which words, and how often. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectOutboundMessage } from '../../integrations/salesforce/webhook.ts';
import { until } from '../support/until.ts';
import { type SandboxOrg, startOrg } from './sandbox-salesforce-org.ts';

let org: SandboxOrg;
beforeEach(async () => {
  org = await startOrg();
});
afterEach(() => org.stop());

const quick = { collectMs: 0, retryScale: 0.000_01 };
const projected = () =>
  org.received.flatMap((body) => {
    const projection = projectOutboundMessage(Buffer.from(body));
    if (!projection.ok) throw new Error(projection.reason);
    return projection.events.map((event) => ({ ...event, organizationId: projection.organizationId }));
  });
const quiet = () =>
  until('no message waits', async () => ((await org.counters()).outbound.waiting === 0 ? true : undefined));
const move = (id: string, to: string) => org.control('POST', `/opportunities/${id}/stage`, { to });

describe('what is told', () => {
  it('tells of a won opportunity as Salesforce writes it, with the record as it is by then', async () => {
    const { id } = await org.addOpportunity({ name: 'Müller & <Söhne>' });
    expect(org.received).toEqual([]);
    await move(id, 'won');
    await quiet();
    expect(projected()).toMatchObject([
      {
        kind: 'deal_changed',
        dealId: id,
        organizationId: expect.stringMatching(/^00D/),
        occurredAt: expect.any(String),
      },
    ]);
    expect(org.received[0]).toMatch(
      /<Notification>\s+<Id>04l\w{15}<\/Id>\s+<sObject xsi:type="sf:Opportunity" xmlns:sf="urn:sobject\.enterprise\.soap\.sforce\.com">\s+<sf:Id>006\w{15}<\/sf:Id>\s+<sf:IsWon>true<\/sf:IsWon>\s+<sf:SystemModstamp>[\d-]+T[\d:]+\.000Z<\/sf:SystemModstamp>/,
    );
  });

  it.each([
    ['owner', { OwnerId: '0055g000000001dAAA' }],
    ['amount', { Amount: 5_000 }],
    ['details', { CloseDate: '2027-01-01' }],
  ] as const)('tells of %s, unless the flow leaves it out', async (event, fields) => {
    const { id } = await org.addOpportunity();
    await org.setOutbound({ ...quick, events: [event] });
    await org.control('PATCH', `/opportunities/${id}`, { fields: { NextStep: 'Call', Description: 'Not watched' } });
    await org.control('PATCH', `/opportunities/${id}`, { fields });
    await quiet();
    expect(projected()).toMatchObject([{ kind: 'deal_changed', dealId: id }]);
    await org.setOutbound({ ...quick, events: [] });
    await move(id, 'won');
    expect((await org.counters()).outbound.notifications).toBe(1);
  });

  it('tells of a deleted opportunity by its onboarding, which keeps the id, and finds back when it is undeleted', async () => {
    const { id } = await org.addOpportunity();
    const salesforce = await org.signIn();
    await salesforce.sobject('Onboarding__c').create({ Gangway_Id__c: 'one', Opportunity__c: id });
    await org.control('DELETE', `/opportunities/${id}`);
    await quiet();
    expect(projected()).toMatchObject([{ kind: 'deal_deleted', dealId: id }]);
    await org.control('POST', `/opportunities/${id}/undelete`);
    expect((await org.opportunity(id)).onboardings).toMatchObject([
      { Gangway_Id__c: 'one', Deleted_Opportunity_Id__c: id },
    ]);
    expect((await org.counters()).outbound.notifications).toBe(1);
  });
});

describe('how it is told', () => {
  it('sends up to a hundred in one message, each once when all is well', async () => {
    await org.control('POST', '/opportunities/bulk', { count: 250 });
    await quiet();
    const events = projected();
    expect(new Set(events.map(({ dedupeKey }) => dedupeKey)).size).toBe(250);
    expect(events).toHaveLength(250);
    expect(org.received.map((body) => body.split('<Notification>').length - 1).toSorted((a, b) => a - b)).toEqual([
      50, 100, 100,
    ]);
  });

  it.each<[string, () => { status: number; body: string }]>([
    ['another status', () => ({ status: 500, body: '' })],
    ['an answer that is no acknowledgement', () => ({ status: 200, body: '<ok/>' })],
    [
      'an acknowledgement that says no',
      () => ({
        status: 200,
        body: '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>false</Ack></notificationsResponse></e:Body></e:Envelope>',
      }),
    ],
  ])('comes again after %s, with the same notification and the newest values', async (_name, refuse) => {
    await org.setOutbound(quick);
    const { id } = await org.addOpportunity();
    org.answerMessages(refuse);
    await move(id, 'won');
    await until('it was refused twice', async () => ((await org.counters()).outbound.refused >= 2 ? true : undefined));
    expect(new Set(projected().map(({ dedupeKey }) => dedupeKey)).size).toBe(1);
  });

  it('gives up after a day, and stops when nothing is left', async () => {
    await org.setOutbound({ ...quick, retryScale: 0.000_001 });
    const { id } = await org.addOpportunity();
    org.answerMessages(() => ({ status: 503, body: '' }));
    await move(id, 'won');
    await quiet();
    expect((await org.counters()).outbound).toMatchObject({ acknowledged: 0, givenUp: 1 });
  });

  it('doubles, loses and keeps back on command', async () => {
    const { id } = await org.addOpportunity();
    await org.setOutbound({ ...quick, duplicateShare: 1 });
    await move(id, 'won');
    await quiet();
    expect(projected().map(({ dedupeKey }) => dedupeKey)).toHaveLength(2);
    await org.setOutbound({ ...quick, dropShare: 1 });
    await move(id, 'open');
    await quiet();
    expect(projected()).toHaveLength(2);
    await org.setOutbound({ ...quick, enabled: false });
    await move(id, 'won');
    expect((await org.counters()).outbound.waiting).toBe(1);
    await org.setOutbound(quick);
    await quiet();
    expect(projected()).toHaveLength(3);
  });
});
