import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectHubSpotEvents } from '../../integrations/hubspot/webhook.ts';
import type { CrmEvent } from '../../integrations/ports.ts';

const event = (change: Record<string, unknown> = {}) => ({
  eventId: 3_816_279_340,
  subscriptionId: 25,
  portalId: 33,
  appId: 1_160_452,
  occurredAt: 1_462_216_307_945,
  subscriptionType: 'deal.propertyChange',
  attemptNumber: 0,
  objectId: 1_246_965,
  propertyName: 'dealstage',
  propertyValue: 'closedwon',
  changeSource: 'CRM_UI',
  sourceId: 'userId:882761034',
  ...change,
});
const project = (events: unknown, appId: string | null = null): CrmEvent[] =>
  projectHubSpotEvents(Buffer.from(JSON.stringify(events)), { appId });
const only = (change: Record<string, unknown>, appId: string | null = null): CrmEvent => {
  const [first] = project([event(change)], appId);
  if (!first) throw new Error('No event');
  return first;
};

describe('HubSpot events', () => {
  it('are projected into our own words', () => {
    expect(project([event()])).toEqual([
      {
        dedupeKey: '33|deal.propertyChange|1246965|dealstage|3816279340|1462216307945',
        kind: 'deal_changed',
        dealId: '1246965',
        mergedDealIds: [],
        accountId: '33',
        occurredAt: '2016-05-02T19:11:47.945Z',
        isOwnWrite: false,
        reason: null,
        raw: event(),
      },
    ]);
  });

  it.each([
    ['deal.creation', 'deal_created'],
    ['deal.deletion', 'deal_deleted'],
    ['deal.restore', 'deal_restored'],
    ['deal.propertyChange', 'deal_changed'],
  ] as const)('%s, in both families and under both names of the type', (type, kind) => {
    const asObject = type.replace('deal.', 'object.');
    expect(only({ subscriptionType: type })).toMatchObject({ kind, dealId: '1246965' });
    expect(only({ subscriptionType: undefined, eventType: type })).toMatchObject({ kind, dealId: '1246965' });
    expect(only({ subscriptionType: asObject, objectTypeId: '0-3' })).toMatchObject({ kind, dealId: '1246965' });
    expect(only({ subscriptionType: undefined, eventType: asObject, objectTypeId: '0-3' })).toMatchObject({
      kind,
      dealId: '1246965',
    });
  });

  it.each([
    ['object.propertyChange of a contact', { subscriptionType: 'object.propertyChange', objectTypeId: '0-1' }],
    ['object.propertyChange without a type of object', { subscriptionType: 'object.propertyChange' }],
    ['contact.creation', { subscriptionType: 'contact.creation' }],
    ['contact.privacyDeletion', { subscriptionType: 'contact.privacyDeletion' }],
    ['a type of tomorrow', { subscriptionType: 'deal.pondered' }],
    [
      'an association between others',
      {
        subscriptionType: 'contact.associationChange',
        associationType: 'CONTACT_TO_COMPANY',
        fromObjectId: 1,
        toObjectId: 2,
        objectId: undefined,
      },
    ],
  ])('%s does not concern us', (_name, change) => {
    expect(only(change)).toMatchObject({ kind: 'other', dealId: '', reason: null });
  });

  it('a merge names the survivor, which may be neither of the two', () => {
    const merge = {
      subscriptionType: 'deal.merge',
      objectId: undefined,
      propertyName: undefined,
      primaryObjectId: 10,
      mergedObjectIds: [11, 12],
    };
    expect(only({ ...merge, newObjectId: 99 })).toMatchObject({
      kind: 'deal_merged',
      dealId: '99',
      mergedDealIds: ['11', '12', '10'],
    });
    expect(only({ ...merge, newObjectId: 10 })).toMatchObject({
      kind: 'deal_merged',
      dealId: '10',
      mergedDealIds: ['11', '12'],
    });
    expect(only({ ...merge, newObjectId: null })).toMatchObject({
      kind: 'deal_merged',
      dealId: '10',
      mergedDealIds: ['11', '12'],
    });
    expect(only({ ...merge, newObjectId: 0 })).toMatchObject({ dealId: '10' });
    expect(only({ ...merge, primaryObjectId: undefined })).toMatchObject({ kind: 'unreadable' });
  });

  it('an association is sent from both sides and leads to the deal from either', () => {
    const association = {
      subscriptionType: 'deal.associationChange',
      objectId: undefined,
      propertyName: undefined,
      fromObjectId: 1_246_965,
      toObjectId: 5,
      associationType: 'DEAL_TO_CONTACT',
    };
    const [one, other] = project([
      event(association),
      event({ ...association, fromObjectId: 5, toObjectId: 1_246_965, associationType: 'CONTACT_TO_DEAL' }),
    ]);
    expect(one).toMatchObject({ kind: 'deal_changed', dealId: '1246965' });
    expect(other).toMatchObject({ kind: 'deal_changed', dealId: '1246965' });
    expect(one?.dedupeKey).not.toBe(other?.dedupeKey);
    expect(
      only({
        ...association,
        subscriptionType: 'object.associationChange',
        associationType: undefined,
        fromObjectId: 5,
        fromObjectTypeId: '0-1',
        toObjectId: 7,
        toObjectTypeId: '0-3',
      }),
    ).toMatchObject({ dealId: '7' });
  });

  it('the same event delivered again has the same key; another one with the same eventId has not', () => {
    const { dedupeKey } = only({});
    expect(only({ attemptNumber: 9 }).dedupeKey).toBe(dedupeKey);
    for (const change of [
      { eventId: 1 },
      { portalId: 34 },
      { objectId: 2 },
      { propertyName: 'amount' },
      { occurredAt: 1_462_216_307_946 },
      { subscriptionType: 'deal.creation' },
    ]) {
      expect(only(change).dedupeKey).not.toBe(dedupeKey);
    }
  });

  it('knows what we wrote ourselves', () => {
    const own = { changeSource: 'INTEGRATION', sourceId: '1160452' };
    expect(only(own).isOwnWrite).toBe(true);
    expect(only({ ...own, sourceId: 1_160_452 }).isOwnWrite).toBe(true);
    expect(only(own, '1160452').isOwnWrite).toBe(true);
    expect(only(own, '999').isOwnWrite).toBe(false);
    expect(only({ ...own, sourceId: '42' }).isOwnWrite).toBe(false);
    expect(only({ sourceId: '1160452' }).isOwnWrite).toBe(false);
  });

  it('one that cannot be read does not hold up its batch', () => {
    const events = project([
      event(),
      { nonsense: true, portalId: 33 },
      null,
      'text',
      event({ objectId: undefined }),
      event({ occurredAt: 'yesterday' }),
      event({ portalId: undefined }),
      event({ objectId: 2 }),
    ]);
    expect(events.map(({ kind }) => kind)).toEqual([
      'deal_changed',
      'unreadable',
      'unreadable',
      'unreadable',
      'unreadable',
      'unreadable',
      'unreadable',
      'deal_changed',
    ]);
    expect(
      events.filter(({ kind }) => kind === 'unreadable').every(({ reason }) => reason !== null && reason !== ''),
    ).toBe(true);
    expect(events[1]).toMatchObject({ accountId: '33', dealId: '' });
    expect(new Set(events.map(({ dedupeKey }) => dedupeKey)).size).toBe(8);
  });

  it('an unreadable one delivered again has the same key', () => {
    const [one] = project([{ portalId: 33, odd: 1, attemptNumber: 0 }]);
    const [again] = project([{ portalId: 33, odd: 1, attemptNumber: 3 }]);
    expect(again?.dedupeKey).toBe(one?.dedupeKey);
  });

  it.each([
    ['an object', '{"objectId":1}'],
    ['no JSON', '<xml/>'],
    ['nothing', ''],
    ['half a list', '[{"objectId":1},'],
  ])('a body that is %s is one unreadable event', (_name, body) => {
    expect(projectHubSpotEvents(Buffer.from(body))).toMatchObject([{ kind: 'unreadable', dealId: '' }]);
  });

  it('takes a hundred at once, in their order', () => {
    const events = project(Array.from({ length: 100 }, (_, index) => event({ objectId: index + 1 })));
    expect(events.map(({ dealId }) => dealId)).toEqual(Array.from({ length: 100 }, (_, index) => String(index + 1)));
  });

  it('never throws, whatever was signed', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.anything(),
            fc.record({
              portalId: fc.anything(),
              occurredAt: fc.anything(),
              subscriptionType: fc.anything(),
              objectId: fc.anything(),
              mergedObjectIds: fc.anything(),
            }),
          ),
        ),
        (events) => {
          expect(projectHubSpotEvents(Buffer.from(JSON.stringify(events)))).toHaveLength(events.length);
        },
      ),
      { numRuns: 300 },
    );
  });
});
