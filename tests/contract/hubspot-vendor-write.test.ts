/** The client against HubSpot's own words, where the sandbox might be wrong in the same way as the client. */
import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { batch, host, hubspot, none, pipelines, times, useVendorAnswers } from './hubspot-vendor.ts';

useVendorAnswers();

describe('HubSpot as documented: writing', () => {
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
      onboardingId: null,
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

  it('a deal is upserted by its unique key', async () => {
    nock(host)
      .post('/crm/v3/objects/deals/batch/read', (body: { idProperty?: string }) => body.idProperty === 'gangway_key')
      .reply(207, { ...batch, results: [], numErrors: 1, errors: [] });
    nock(host)
      .post('/crm/v3/objects/deals/batch/read', (body: { idProperty?: string }) => body.idProperty === undefined)
      .reply(200, { ...batch, results: [{ id: '512', ...times, properties: { deal_currency_code: 'USD' } }] });
    nock(host).get('/crm/v3/pipelines/deals').reply(200, pipelines);
    nock(host).get('/account-info/v3/details').reply(200, {
      portalId: 62515,
      timeZone: 'US/Eastern',
      accountType: 'STANDARD',
      companyCurrency: 'USD',
      additionalCurrencies: [],
      utcOffset: '-05:00',
      utcOffsetMilliseconds: -18_000_000,
      uiDomain: 'app.hubspot.com',
      dataHostingLocation: 'na1',
    });
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
              closedate: '2027-03-02T17:00:00.000Z',
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
