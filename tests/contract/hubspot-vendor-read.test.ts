/** The client against HubSpot's own words, where the sandbox might be wrong in the same way as the client. */
import nock from 'nock';
import { describe, expect, it } from 'vitest';
import {
  batch,
  host,
  hubspot,
  none,
  pipelines,
  times,
  useVendorAnswers,
  withoutAssociations,
} from './hubspot-vendor.ts';

useVendorAnswers();

describe('HubSpot as documented: reading', () => {
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
              hs_closed_won_date: '2019-12-08T09:30:00.000Z',
              hs_lastmodifieddate: '2019-12-07T16:50:06.678Z',
              hubspot_owner_id: '6629574',
              hs_updated_by_user_id: '1296619',
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
          mergedDealIds: [],
          name: 'Big deal',
          pipelineId: '18934',
          stageId: '11348542',
          stageLabel: 'Signed',
          isWon: true,
          isClosed: true,
          amountCents: 150_000,
          currency: null,
          dealType: null,
          closeOn: '2019-12-07T16:50:06.678Z',
          createdAt: null,
          wonAt: '2019-12-08T09:30:00.000Z',
          modifiedAt: '2019-12-07T16:50:06.678Z',
          owner: { id: '6629574', email: 'owner@example.com', name: 'Jo', isActive: true },
          changedBy: 'Jo',
          company: {
            id: '9075618102',
            name: 'Biglytics',
            domain: 'biglytics.net',
            country: 'US',
            industry: null,
            timezone: 'America/New_York',
            employees: 250,
            changedBy: null,
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
    nock(host).get('/crm/v3/objects/deals/512').query(true).reply(404, {
      status: 'error',
      message: 'resource not found',
      correlationId: 'c033cdaa-2c40-4a64-ae48-b4cec88dad24',
    });
    nock(host).get('/crm/v3/pipelines/deals').reply(200, pipelines);
    withoutAssociations('512');
    expect(await hubspot().readDeals(['512'], [])).toEqual([{ dealId: '512', result: 'missing' }]);
  });

  it('the history of a property names the user who set it, and nobody where an app did', async () => {
    const set = { value: '1500.00', timestamp: '2019-12-07T16:50:06.678Z' };
    nock(host)
      .post('/crm/v3/objects/deals/batch/read', {
        inputs: [{ id: '512' }],
        properties: [],
        propertiesWithHistory: ['amount', 'dealname'],
      })
      .reply(200, {
        ...batch,
        results: [
          {
            id: '512',
            ...times,
            properties: {},
            propertiesWithHistory: {
              amount: [
                { ...set, sourceType: 'CRM_UI', sourceId: 'userId:1296619', updatedByUserId: 1_296_619 },
                { ...set, sourceType: 'INTEGRATION', sourceId: '52447' },
              ],
              dealname: [{ ...set, sourceType: 'INTEGRATION', sourceId: '52447' }],
            },
          },
        ],
      });
    nock(host).get('/crm/v3/owners/').query(true).reply(200, { results: [] });
    const places = ['amount', 'dealname'].map((field) => ({ recordId: '512', field }));
    expect(await hubspot().whoSet('deal', places)).toEqual(new Map([['512:amount', 'user 1296619']]));
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
        properties: ['hs_lastmodifieddate', 'dealname'],
        limit: 200,
        after: '0',
      })
      .reply(200, {
        total: 1,
        results: [
          { id: '512', ...times, properties: { hs_lastmodifieddate: '2026-01-02T00:00:00Z', dealname: 'Big deal' } },
        ],
      });
    expect(await hubspot().findWonDeals({ modifiedSince: '2026-01-01T00:00:00.000Z', after: null })).toEqual({
      deals: [{ dealId: '512', name: 'Big deal' }],
      next: null,
    });
  });
});
