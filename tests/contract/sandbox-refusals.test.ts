/** What HubSpot's published descriptions do not allow, the sandbox does not take either. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox, token } from './sandbox-server.ts';

let sandbox: Sandbox;
let id: string;
beforeEach(async () => {
  sandbox = await startSandbox();
  ({ id } = await sandbox.addDeal());
});
afterEach(() => sandbox.stop());

const objects = '/crm/v3/objects/deals';
const invalid = { status: 400, body: { status: 'error', category: 'VALIDATION_ERROR' } };

describe('a body', () => {
  const send = async (contentType: string): Promise<number> =>
    (
      await fetch(`${sandbox.url}${objects}/batch/read`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
        body: JSON.stringify({ inputs: [{ id }] }),
      })
    ).status;

  it('is JSON and says so', async () => {
    expect(await send('application/json;charset=UTF-8')).toBe(200);
    expect(await send('application/x-www-form-urlencoded')).toBe(415);
    expect(await send('text/plain')).toBe(415);
  });

  it('is not needed where nothing is said', async () => {
    const { contacts } = await sandbox.addDeal({ contacts: [{ email: 'a@harbor.example' }] });
    const path = `/crm/v4/objects/deals/${id}/associations/default/contacts/${contacts[0]?.id}`;
    expect(await sandbox.api('PUT', path)).toMatchObject({ status: 200 });
  });
});

describe('a batch', () => {
  it.each(['update', 'upsert'])('to %s names a record once', async (verb) => {
    const inputs = [
      { id, properties: { amount: '1' } },
      { id, properties: { dealname: 'Twice' } },
    ];
    expect(await sandbox.api('POST', `${objects}/batch/${verb}`, { inputs })).toMatchObject({
      ...invalid,
      body: {
        message: `Duplicate IDs found in batch input: [${id}]. IDs must be unique`,
        context: { ids: [id] },
      },
    });
    expect((await sandbox.deal(id)).properties).toMatchObject({ dealname: 'A deal' });
  });

  it('finds records by a property only where its values are unique', async () => {
    const inputs = [{ id: 'A deal' }];
    const read = (idProperty: string) => sandbox.api('POST', `${objects}/batch/read`, { inputs, idProperty });
    expect(await read('dealname')).toMatchObject(invalid);
    expect(await read('gangway_key')).toMatchObject(invalid);
    await sandbox.hubspot().crm.setUp();
    expect(await read('gangway_key')).toMatchObject({ status: 207, body: { results: [] } });
  });

  it('of default associations tells what is missing without a 207', async () => {
    expect(
      await sandbox.api('POST', '/crm/v4/associations/deals/contacts/batch/associate/default', {
        inputs: [{ from: { id }, to: { id: '99' } }],
      }),
    ).toMatchObject({ status: 200, body: { results: [], numErrors: 1 } });
  });

  it('describes each error in full', async () => {
    const { body } = await sandbox.api('POST', `${objects}/batch/read`, { inputs: [{ id: '1' }] });
    expect(body).toMatchObject({
      errors: [{ status: 'error', category: 'OBJECT_NOT_FOUND', context: { ids: ['1'] }, errors: [], links: {} }],
    });
  });
});

describe('a search', () => {
  const amount = (filter: Record<string, unknown>) => ({
    filterGroups: [{ filters: [{ propertyName: 'amount', ...filter }] }],
  });

  it.each([
    ['more than 200 a page', { limit: 201 }],
    ['what lies beyond 10,000', { limit: 200, after: '9900' }],
    [
      'a property that does not exist',
      { filterGroups: [{ filters: [{ propertyName: 'nobody', operator: 'HAS_PROPERTY' }] }] },
    ],
    ['an order by one', { sorts: ['nobody'] }],
    ['two orders', { sorts: ['amount', 'dealname'] }],
    ['a list without values', amount({ operator: 'IN', value: '1' })],
    ['a range without its end', amount({ operator: 'BETWEEN', value: '1' })],
    ['a comparison with nothing', amount({ operator: 'GTE' })],
    ['an operator that does not exist', amount({ operator: 'LIKE', value: '1' })],
    ['six groups', { filterGroups: Array.from({ length: 6 }, () => ({ filters: [] })) }],
    ['more than 3,000 characters', { query: 'x'.repeat(3_001) }],
  ])('does not ask for %s', async (_what, request) => {
    expect(await sandbox.api('POST', `${objects}/search`, request)).toMatchObject(invalid);
  });

  it('is answered up to both limits', async () => {
    expect(await sandbox.api('POST', `${objects}/search`, { limit: 200, after: '9800' })).toMatchObject({
      status: 200,
      body: { results: [] },
    });
  });
});

it('a record that is not there is named as such', async () => {
  expect(await sandbox.api('GET', `${objects}/1`)).toMatchObject({
    status: 404,
    body: { status: 'error', category: 'OBJECT_NOT_FOUND' },
  });
});

it.each([
  ['enumeration', 'text', 400],
  ['bool', 'select', 400],
  ['string', 'nothing', 400],
  ['phone_number', 'phonenumber', 201],
  ['enumeration', 'radio', 201],
])('a property of type %s entered as %s is answered %s', async (type, fieldType, status) => {
  const property = { name: 'made_now', label: 'Made now', groupName: 'information', type, fieldType };
  await sandbox.api('POST', '/crm/v3/properties/deals/groups', { name: 'information', label: 'Information' });
  expect(await sandbox.api('POST', '/crm/v3/properties/deals', property)).toMatchObject({ status });
});
