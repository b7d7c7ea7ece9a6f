/** The client against answers as HubSpot's documentation and its customers show them, where the sandbox might be wrong in the same way as the client. */
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHubSpot } from '../../integrations/hubspot/client.ts';
import { recordingGate, silent } from './sandbox-server.ts';

const host = 'https://api.hubapi.com';
beforeEach(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  const unused = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  if (unused.length > 0) throw new Error(`Never called: ${unused.join(', ')}`);
});

const hubspot = () =>
  createHubSpot({ token: 'pat-na1-1', baseUrl: host, accountId: '62515', gate: recordingGate(), logger: silent });
const times = { createdAt: '2019-10-30T03:30:17.883Z', updatedAt: '2019-12-07T16:50:06.678Z', archived: false };
const batch = { status: 'COMPLETE', startedAt: '2023-07-05T16:37:28.123Z', completedAt: '2023-07-05T16:37:28.335Z' };
const none = (to: string, id: string) => ({
  ...batch,
  results: [],
  numErrors: 1,
  errors: [
    {
      status: 'error',
      category: 'OBJECT_NOT_FOUND',
      subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
      message: `No ${to} is associated with deal ${id}.`,
      context: { fromObjectId: [id], fromObjectType: ['deal'], toObjectType: [to] },
    },
  ],
});
const pipelines = {
  results: [
    {
      label: 'Sales Pipeline',
      displayOrder: 0,
      id: 'default',
      archived: false,
      createdAt: '2020-01-01T00:00:00Z',
      updatedAt: '2020-01-01T00:00:00Z',
      stages: [
        {
          label: 'Closed Won',
          displayOrder: 5,
          metadata: { isClosed: 'true', probability: '1.0' },
          id: 'closedwon',
          archived: false,
          createdAt: '2020-01-01T00:00:00Z',
          updatedAt: '2020-01-01T00:00:00Z',
          writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
        },
      ],
    },
    {
      label: 'Partners',
      displayOrder: 1,
      id: '18934',
      archived: false,
      createdAt: '2020-01-01T00:00:00Z',
      updatedAt: '2020-01-01T00:00:00Z',
      stages: [
        {
          label: 'Signed',
          displayOrder: 0,
          metadata: { probability: '1.0', isClosed: 'true' },
          id: '11348542',
          archived: false,
          createdAt: '2020-01-01T00:00:00Z',
          updatedAt: '2020-01-01T00:00:00Z',
        },
        {
          label: 'Won back',
          displayOrder: 1,
          metadata: { isClosed: 'false', probability: '1.0' },
          id: '11348543',
          archived: true,
          createdAt: '2020-01-01T00:00:00Z',
          updatedAt: '2020-01-01T00:00:00Z',
        },
      ],
    },
  ],
};
const withoutAssociations = (id: string): void => {
  for (const [to, singular] of [
    ['companies', 'company'],
    ['contacts', 'contact'],
    ['line_items', 'line_item'],
    ['notes', 'note'],
  ] as const) {
    nock(host)
      .post(`/crm/v4/associations/deals/${to}/batch/read`, { inputs: [{ id }] })
      .reply(207, none(singular, id));
  }
};

describe('HubSpot as documented', () => {
  it('a deal by batch, its people with labels, its company the primary one', async () => {
    nock(host, { reqheaders: { authorization: 'Bearer pat-na1-1', 'content-type': 'application/json' } })
      .post(
        '/crm/v3/objects/deals/batch/read',
        (body: { inputs: unknown; properties: string[]; propertiesWithHistory: unknown }) =>
          JSON.stringify(body.inputs) === '[{"id":"512"}]' &&
          body.properties.includes('dealstage') &&
          body.properties.includes('segment') &&
          Array.isArray(body.propertiesWithHistory),
      )
      .reply(200, {
        ...batch,
        results: [
          {
            id: '512',
            ...times,
            properties: {
              dealname: 'Big deal',
              pipeline: '18934',
              dealstage: '11348542',
              amount: '1500.00',
              closedate: '2019-12-07T16:50:06.678Z',
              hs_lastmodifieddate: '2019-12-07T16:50:06.678Z',
              hubspot_owner_id: '6629574',
              segment: null,
              hs_merged_object_ids: null,
            },
          },
        ],
      });
    nock(host).get('/crm/v3/pipelines/deals').reply(200, pipelines);
    nock(host)
      .post('/crm/v4/associations/deals/companies/batch/read')
      .reply(200, {
        ...batch,
        results: [
          {
            from: { id: '512' },
            to: [
              {
                toObjectId: 9_075_618_101,
                associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 341, label: null }],
              },
              {
                toObjectId: 9_075_618_102,
                associationTypes: [
                  { category: 'HUBSPOT_DEFINED', typeId: 5, label: 'Primary' },
                  { category: 'HUBSPOT_DEFINED', typeId: 341, label: null },
                ],
              },
            ],
          },
        ],
      });
    nock(host)
      .post('/crm/v4/associations/deals/contacts/batch/read')
      .reply(200, {
        ...batch,
        results: [
          {
            from: { id: '512' },
            to: [
              {
                toObjectId: 701,
                associationTypes: [
                  { category: 'USER_DEFINED', typeId: 36, label: 'Decision Maker' },
                  { category: 'HUBSPOT_DEFINED', typeId: 3, label: null },
                ],
              },
            ],
            paging: { next: { after: 'NzAx', link: 'https://api.hubapi.com/ignored' } },
          },
        ],
      });
    nock(host)
      .post('/crm/v4/associations/deals/contacts/batch/read', { inputs: [{ id: '512', after: 'NzAx' }] })
      .reply(200, {
        ...batch,
        results: [
          {
            from: { id: '512' },
            to: [{ toObjectId: 702, associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 3, label: null }] }],
          },
        ],
      });
    nock(host).post('/crm/v4/associations/deals/line_items/batch/read').reply(207, none('line_item', '512'));
    nock(host).post('/crm/v4/associations/deals/notes/batch/read').reply(207, none('note', '512'));
    nock(host)
      .post(
        '/crm/v3/objects/companies/batch/read',
        (body: { inputs: unknown }) => JSON.stringify(body.inputs) === '[{"id":"9075618102"}]',
      )
      .reply(200, {
        ...batch,
        results: [
          {
            id: '9075618102',
            ...times,
            properties: {
              name: 'Biglytics',
              domain: 'biglytics.net',
              country: 'United States',
              hs_country_code: 'us',
              numberofemployees: '250',
              timezone: 'US/Eastern',
            },
          },
        ],
      });
    nock(host)
      .post('/crm/v3/objects/contacts/batch/read')
      .reply(207, {
        ...batch,
        results: [
          {
            id: '701',
            ...times,
            properties: {
              email: 'bcooper@biglytics.net',
              firstname: 'Bryan',
              lastname: 'Cooper',
              hs_timezone: 'us_slash_pacific',
              hs_buying_role: 'BUDGET_HOLDER;DECISION_MAKER',
              hs_language: 'en-us',
            },
          },
        ],
        numErrors: 1,
        errors: [
          {
            status: 'error',
            category: 'OBJECT_NOT_FOUND',
            message: 'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.',
            context: { ids: ['702'] },
          },
        ],
      });
    nock(host)
      .get('/crm/v3/owners/')
      .query({ limit: '500', archived: 'false' })
      .reply(200, {
        results: [
          {
            id: '6629574',
            email: 'owner@example.com',
            type: 'PERSON',
            firstName: 'Jo',
            lastName: '',
            userId: 1_296_619,
            createdAt: '2019-10-30T03:30:17.883Z',
            updatedAt: '2019-12-07T16:50:06.678Z',
            archived: false,
          },
        ],
      });

    expect(await hubspot().readDeals(['512'], ['segment'])).toEqual([
      {
        dealId: '512',
        result: 'found',
        deal: {
          dealId: '512',
          canonicalDealId: '512',
          name: 'Big deal',
          pipelineId: '18934',
          stageId: '11348542',
          stageLabel: 'Signed',
          isWon: true,
          isClosed: true,
          amountCents: 150_000,
          currency: null,
          dealType: null,
          closedAt: '2019-12-07T16:50:06.678Z',
          closeOn: '2019-12-07',
          modifiedAt: '2019-12-07T16:50:06.678Z',
          owner: { id: '6629574', email: 'owner@example.com', name: 'Jo', isActive: true },
          company: {
            id: '9075618102',
            name: 'Biglytics',
            domain: 'biglytics.net',
            country: 'US',
            industry: null,
            timezone: 'America/New_York',
            employees: 250,
          },
          contacts: [
            {
              id: '701',
              email: 'bcooper@biglytics.net',
              name: 'Bryan Cooper',
              phone: null,
              jobTitle: null,
              roles: ['decision maker', 'budget holder'],
              timezone: 'America/Los_Angeles',
              locale: 'en-us',
              country: null,
            },
          ],
          lineItems: [],
          notes: [],
          fields: {},
          url: 'https://app.hubspot.com/contacts/62515/record/0-3/512',
        },
      },
    ]);
  });

  it('a merged deal that the batch leaves out is found by its own id, and read as the survivor', async () => {
    const survivor = {
      id: '900',
      ...times,
      properties: {
        dealname: 'C',
        pipeline: 'default',
        dealstage: 'closedwon',
        hs_merged_object_ids: '512;513',
        hs_lastmodifieddate: '2019-12-07T16:50:06.678Z',
      },
    };
    nock(host)
      .post(
        '/crm/v3/objects/deals/batch/read',
        (body?: { inputs?: { id: string }[] }) => body?.inputs?.[0]?.id === '512',
      )
      .reply(207, {
        ...batch,
        results: [],
        numErrors: 1,
        errors: [
          {
            status: 'error',
            category: 'OBJECT_NOT_FOUND',
            message: 'Could not get some DEAL objects, they may be deleted or not exist. Check that ids are valid.',
            context: { ids: ['512'] },
          },
        ],
      });
    nock(host).get('/crm/v3/objects/deals/512').query({ properties: 'hs_merged_object_ids' }).reply(200, survivor);
    nock(host)
      .post(
        '/crm/v3/objects/deals/batch/read',
        (body?: { inputs?: { id: string }[] }) => body?.inputs?.[0]?.id === '900',
      )
      .reply(200, { ...batch, results: [survivor] });
    nock(host).get('/crm/v3/pipelines/deals').reply(200, pipelines);
    withoutAssociations('512');
    withoutAssociations('900');
    expect(await hubspot().readDeals(['512'], [])).toMatchObject([
      { dealId: '512', result: 'found', deal: { dealId: '900', canonicalDealId: '900', isWon: true } },
    ]);
  });

  it('a deleted deal is missing', async () => {
    nock(host)
      .post('/crm/v3/objects/deals/batch/read')
      .reply(207, {
        ...batch,
        results: [],
        numErrors: 1,
        errors: [
          {
            status: 'error',
            category: 'OBJECT_NOT_FOUND',
            message: 'Could not get some DEAL objects',
            context: { ids: ['512'] },
          },
        ],
      });
    nock(host)
      .get('/crm/v3/objects/deals/512')
      .query(true)
      .reply(404, {
        status: 'error',
        message: 'resource not found',
        correlationId: 'c033cdaa-2c40-4a64-ae48-b4cec88dad24',
      });
    nock(host).get('/crm/v3/pipelines/deals').reply(200, pipelines);
    withoutAssociations('512');
    expect(await hubspot().readDeals(['512'], [])).toEqual([{ dealId: '512', result: 'missing' }]);
  });

  it('an update names the record it could not find', async () => {
    nock(host)
      .post('/crm/v3/objects/companies/batch/read')
      .reply(200, {
        ...batch,
        results: ['1', '2'].map((id) => ({ id, ...times, properties: { gangway_customer_status: null } })),
      });
    nock(host)
      .post('/crm/v3/objects/companies/batch/update', {
        inputs: [
          { id: '1', properties: { gangway_customer_status: 'live' } },
          { id: '2', properties: { gangway_customer_status: 'live' } },
        ],
      })
      .reply(207, {
        ...batch,
        results: [{ id: '1', ...times, properties: { gangway_customer_status: 'live' } }],
        numErrors: 1,
        errors: [
          {
            status: 'error',
            category: 'OBJECT_NOT_FOUND',
            message: 'Could not get some COMPANY objects, they may be deleted or not exist. Check that ids are valid.',
            context: { ids: ['2'] },
          },
        ],
      });
    const writes = ['1', '2'].map((recordId) => ({
      objectType: 'company' as const,
      recordId,
      values: { gangway_customer_status: 'live' },
    }));
    expect(await hubspot().writeFields(writes)).toMatchObject([
      { recordId: '1', result: 'written' },
      { recordId: '2', result: 'failed', code: 'missing' },
    ]);
  });

  it('a note is associated by type 214, a task by type 216', async () => {
    nock(host).post('/crm/v4/associations/deals/notes/batch/read').reply(207, none('note', '512'));
    nock(host)
      .post(
        '/crm/v3/objects/notes',
        (body: { properties: Record<string, string>; associations: unknown }) =>
          body.properties['hs_timestamp'] === '2026-03-02T09:00:00.000Z' &&
          JSON.stringify(body.associations) ===
            JSON.stringify([
              { types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 214 }], to: { id: '512' } },
            ]),
      )
      .reply(201, { id: '44', ...times, properties: {} });
    nock(host).post('/crm/v4/associations/deals/tasks/batch/read').reply(207, none('task', '512'));
    nock(host)
      .post('/crm/v3/objects/tasks', (body: { associations: unknown }) =>
        JSON.stringify(body.associations).includes('216'),
      )
      .reply(201, { id: '45', ...times, properties: {} });
    const crm = hubspot();
    expect(await crm.ensureNote({ key: 'k', dealId: '512', body: 'Live', at: '2026-03-02T09:00:00.000Z' })).toEqual({
      id: '44',
      created: true,
    });
    expect(
      await crm.ensureTask({
        key: 'k',
        dealId: '512',
        subject: 'S',
        body: 'B',
        dueAt: '2026-03-02T09:00:00.000Z',
        ownerId: null,
      }),
    ).toEqual({ id: '45', created: true });
  });

  it('a search is sent as the published description has it', async () => {
    nock(host).get('/crm/v3/pipelines/deals').reply(200, pipelines);
    nock(host)
      .post('/crm/v3/objects/deals/search', {
        filterGroups: [
          {
            filters: [
              { propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: '1767225600000' },
              { propertyName: 'dealstage', operator: 'IN', values: ['closedwon', '11348542'] },
            ],
          },
        ],
        sorts: ['hs_lastmodifieddate'],
        properties: ['hs_lastmodifieddate'],
        limit: 200,
        after: '0',
      })
      .reply(200, {
        total: 1,
        results: [{ id: '512', ...times, properties: { hs_lastmodifieddate: '2026-01-02T00:00:00Z' } }],
      });
    expect(await hubspot().findWonDeals({ modifiedSince: '2026-01-01T00:00:00.000Z', after: null })).toEqual({
      dealIds: ['512'],
      next: null,
    });
  });

  it('a deal is upserted by its unique key', async () => {
    nock(host)
      .post('/crm/v3/objects/deals/batch/read', (body: { idProperty?: string }) => body.idProperty === 'gangway_key')
      .reply(207, { ...batch, results: [], numErrors: 1, errors: [] });
    nock(host)
      .post('/crm/v3/objects/deals/batch/read', (body: { idProperty?: string }) => body.idProperty === undefined)
      .reply(200, { ...batch, results: [{ id: '512', ...times, properties: { deal_currency_code: 'USD' } }] });
    nock(host).get('/crm/v3/pipelines/deals').reply(200, pipelines);
    for (const to of ['companies', 'contacts'])
      nock(host).post(`/crm/v4/associations/deals/${to}/batch/read`).reply(207, none(to, '512'));
    nock(host)
      .post('/crm/v3/objects/deals/batch/upsert', {
        inputs: [
          {
            id: 'o:r:1',
            idProperty: 'gangway_key',
            properties: {
              gangway_key: 'o:r:1',
              dealname: 'Renewal',
              pipeline: '18934',
              dealstage: '11348542',
              dealtype: 'existingbusiness',
              closedate: '2027-03-02T12:00:00.000Z',
              amount: '12500.00',
              deal_currency_code: 'USD',
            },
          },
        ],
      })
      .reply(200, { ...batch, results: [{ id: '901', new: true, ...times, properties: {} }] });
    expect(
      await hubspot().ensureRenewalDeal({
        key: 'o:r:1',
        dealId: '512',
        name: 'Renewal',
        amountCents: 1_250_000,
        closeOn: '2027-03-02',
        ownerId: null,
        pipeline: 'partners',
        stage: 'signed',
      }),
    ).toEqual({ id: '901', created: true });
  });
});
