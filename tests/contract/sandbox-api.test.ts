import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appId, type Sandbox, startSandbox, token } from './sandbox-server.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({
    tokens: [
      {
        token,
        appId,
        name: 'Gangway',
        scopes: [
          'crm.objects.deals.read',
          'crm.objects.deals.write',
          'crm.objects.contacts.write',
          'crm.objects.companies.read',
        ],
      },
      { token: 'reader', appId: 2, name: 'Reader', scopes: ['crm.objects.deals.read'] },
    ],
  });
});
afterEach(() => sandbox.stop());

const stamps = { startedAt: expect.any(String), completedAt: expect.any(String) };

describe('who may call the sandbox', () => {
  it('is refused as HubSpot refuses', async () => {
    expect(await sandbox.api('GET', '/crm/v3/objects/deals/1', undefined, 'nobody')).toMatchObject({
      status: 401,
      body: { status: 'error', category: 'INVALID_AUTHENTICATION', correlationId: expect.any(String) },
    });
    expect(await sandbox.api('POST', '/crm/v3/objects/deals', { properties: {} }, 'reader')).toMatchObject({
      status: 403,
      body: {
        category: 'MISSING_SCOPES',
        errors: [{ context: { requiredGranularScopes: ['crm.objects.deals.write'] } }],
        links: { scopes: 'https://developers.hubspot.com/scopes' },
      },
    });
    expect(await sandbox.api('GET', '/crm/v3/owners')).toMatchObject({ status: 403 });
    await sandbox.control('PUT', '/faults', { tokensRevoked: true });
    expect(await sandbox.api('GET', '/crm/v3/objects/deals/1')).toMatchObject({ status: 401 });
  });

  it('knows no other routes', async () => {
    expect(await sandbox.api('GET', '/crm/v1/anything')).toMatchObject({ status: 404 });
    expect(await sandbox.api('POST', '/crm/v3/objects/spaceships/batch/read', { inputs: [{ id: '1' }] })).toMatchObject(
      { status: 404 },
    );
  });
});

describe('values', () => {
  const update = async (properties: Record<string, unknown>) =>
    sandbox.api('PATCH', `/crm/v3/objects/deals/${(await sandbox.addDeal()).id}`, { properties });

  it('that do not exist are listed in the message as JSON, and as errors', async () => {
    const answer = await update({ nobody_made_this: 'x' });
    const problem = {
      isValid: false,
      message: 'Property "nobody_made_this" does not exist',
      error: 'PROPERTY_DOESNT_EXIST',
      name: 'nobody_made_this',
      localizedErrorMessage: 'Property "nobody_made_this" does not exist',
      portalId: 147_258_369,
    };
    expect(answer).toMatchObject({
      status: 400,
      body: {
        status: 'error',
        category: 'VALIDATION_ERROR',
        message: `Property values were not valid: ${JSON.stringify([problem])}`,
        errors: [{ code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: ['nobody_made_this'] } }],
      },
    });
  });

  it.each([
    ['an option that is none', { segment: 'galactic' }, 'INVALID_OPTION'],
    ['a stage of another pipeline', { dealstage: '1103944301' }, 'INVALID_OPTION'],
    ['a text for a number', { amount: 'much' }, 'INVALID_LONG'],
    ['a date with a time', { contract_start_date: '2026-01-01T10:30:00Z' }, 'INVALID_DATE'],
    ['no date', { contract_start_date: 'soon' }, 'INVALID_DATE'],
    ['a calculated property', { hs_is_closed_won: 'true' }, 'READ_ONLY_VALUE'],
    ['an owner who is none', { hubspot_owner_id: '1' }, 'INVALID_OWNER_ID'],
    ['a text beyond all measure', { description: 'x'.repeat(65_537) }, 'INVALID_STRING_LENGTH'],
  ])('%s is refused', async (_name, properties, code) => {
    expect(await update(properties)).toMatchObject({ status: 400, body: { errors: [{ code }] } });
  });

  it('come back as HubSpot keeps them', async () => {
    expect(
      await update({
        contract_start_date: '1767225600000',
        amount: 1200.5,
        closedate: '1767225600000',
        segment: 'smb',
        description: null,
      }),
    ).toMatchObject({
      status: 200,
      body: {
        properties: {
          contract_start_date: '2026-01-01',
          amount: '1200.5',
          closedate: '2026-01-01T00:00:00.000Z',
          segment: 'smb',
          description: null,
        },
      },
    });
  });

  it('of a note need its time', async () => {
    expect(await sandbox.api('POST', '/crm/v3/objects/notes', { properties: { hs_note_body: 'x' } })).toMatchObject({
      status: 400,
      body: { errors: [{ context: { propertyName: ['hs_timestamp'] } }] },
    });
  });
});

describe('batches', () => {
  it('answer 207 for what is missing and go on with the rest', async () => {
    const { id } = await sandbox.addDeal();
    expect(
      await sandbox.api('POST', '/crm/v3/objects/0-3/batch/read', {
        inputs: [{ id }, { id: '1' }],
        properties: ['dealname', 'amount', 'unknown'],
      }),
    ).toMatchObject({
      status: 207,
      body: {
        status: 'COMPLETE',
        results: [{ id, properties: { dealname: 'A deal', amount: null }, archived: false }],
        numErrors: 1,
        ...stamps,
        errors: [
          {
            status: 'error',
            category: 'OBJECT_NOT_FOUND',
            message: 'Could not get some DEAL objects, they may be deleted or not exist. Check that ids are valid.',
            context: { ids: ['1'] },
          },
        ],
      },
    });
    expect(
      await sandbox.api('POST', '/crm/v3/objects/deals/batch/update', {
        inputs: [
          { id, properties: { amount: '5' } },
          { id: '1', objectWriteTraceId: 'mine', properties: { amount: '5' } },
        ],
      }),
    ).toMatchObject({
      status: 207,
      body: { results: [{ id }], errors: [{ context: { ids: ['1'], objectWriteTraceId: ['mine'] } }] },
    });
  });

  it('are refused as a whole for one wrong value, or for more than a hundred', async () => {
    const [one, other] = [await sandbox.addDeal(), await sandbox.addDeal()];
    expect(
      await sandbox.api('POST', '/crm/v3/objects/deals/batch/update', {
        inputs: [
          { id: one.id, properties: { amount: '5' } },
          { id: other.id, properties: { amount: 'x' } },
        ],
      }),
    ).toMatchObject({ status: 400 });
    expect((await sandbox.deal(one.id)).properties).not.toHaveProperty('amount');
    expect(
      await sandbox.api('POST', '/crm/v3/objects/deals/batch/read', {
        inputs: Array.from({ length: 101 }, (_, index) => ({ id: String(index) })),
      }),
    ).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } });
  });

  it('name every record without an association', async () => {
    const { id } = await sandbox.addDeal();
    expect(
      await sandbox.api('POST', '/crm/v4/associations/deals/companies/batch/read', { inputs: [{ id }] }),
    ).toMatchObject({
      status: 207,
      body: {
        results: [],
        numErrors: 1,
        errors: [
          {
            subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
            message: `No company is associated with deal ${id}.`,
            context: { fromObjectId: [id], fromObjectType: ['deal'], toObjectType: ['company'] },
          },
        ],
      },
    });
  });

  it('give associations with their types and labels', async () => {
    const { id, company } = await sandbox.addDeal({
      company: { name: 'C' },
      contacts: [{ email: 'a@b.example', label: 'Decision maker' }],
    });
    expect(
      await sandbox.api('POST', '/crm/v4/associations/deal/company/batch/read', { inputs: [{ id }] }),
    ).toMatchObject({
      status: 200,
      body: {
        results: [
          {
            from: { id },
            to: [
              {
                toObjectId: company?.id,
                associationTypes: [
                  { category: 'HUBSPOT_DEFINED', typeId: 341, label: null },
                  { category: 'HUBSPOT_DEFINED', typeId: 5, label: 'Primary' },
                ],
              },
            ],
          },
        ],
      },
    });
    expect(await sandbox.api('POST', '/crm/v4/associations/0-3/0-1/batch/read', { inputs: [{ id }] })).toMatchObject({
      body: {
        results: [
          {
            to: [
              {
                associationTypes: [
                  { typeId: 3, label: null },
                  { category: 'USER_DEFINED', label: 'Decision maker' },
                ],
              },
            ],
          },
        ],
      },
    });
  });
});

describe('limits', () => {
  it('refuse the call that is too many in ten seconds, and say how many are left', async () => {
    await sandbox.control('PUT', '/limits', { burstPer10Seconds: 3 });
    const answers = [];
    for (let call = 0; call < 4; call += 1) answers.push(await sandbox.api('GET', '/crm/v3/pipelines/deals'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get('x-hubspot-ratelimit-remaining'))).toEqual(['2', '1', '0', '0']);
    expect(answers[0]?.headers.get('x-hubspot-ratelimit-interval-milliseconds')).toBe('10000');
    expect(answers[3]?.body).toMatchObject({
      status: 'error',
      errorType: 'RATE_LIMIT',
      policyName: 'TEN_SECONDLY_ROLLING',
      message: 'You have reached your ten_secondly_rolling limit.',
      requestId: expect.any(String),
    });
  });

  it('count searches apart, per second and without headers', async () => {
    const search = () => sandbox.api('POST', '/crm/v3/objects/deals/search', { limit: 1 });
    const answers = await Promise.all(Array.from({ length: 6 }, search));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(answers.find(({ status }) => status === 429)?.body).toMatchObject({
      policyName: 'SECONDLY',
      message: 'You have reached your secondly limit.',
    });
    expect(answers[0]?.headers.get('x-hubspot-ratelimit-max')).toBeNull();
  });

  it('end the day, and can be switched off', async () => {
    await sandbox.control('PUT', '/limits', { daily: 1 });
    await sandbox.api('GET', '/crm/v3/pipelines/deals');
    expect(await sandbox.api('GET', '/crm/v3/pipelines/deals')).toMatchObject({
      status: 429,
      body: { policyName: 'DAILY' },
    });
    await sandbox.control('PUT', '/limits', { enabled: false, burstPer10Seconds: 1 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => sandbox.api('GET', '/crm/v3/pipelines/deals')));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });

  it.each([
    ['pages beyond 10,000', { after: 9_950, limit: 100 }],
    ['pages of more than 200', { limit: 201 }],
    ['a query of more than 3,000 characters', { query: 'x'.repeat(3_001) }],
    [
      'more than five groups',
      {
        filterGroups: Array.from({ length: 6 }, () => ({
          filters: [{ propertyName: 'amount', operator: 'HAS_PROPERTY' }],
        })),
      },
    ],
    [
      'more than six filters in a group',
      {
        filterGroups: [
          { filters: Array.from({ length: 7 }, () => ({ propertyName: 'amount', operator: 'HAS_PROPERTY' })) },
        ],
      },
    ],
  ])('searches refuse %s', async (_name, request) => {
    expect(await sandbox.api('POST', '/crm/v3/objects/deals/search', request)).toMatchObject({
      status: 400,
      body: { category: 'VALIDATION_ERROR' },
    });
  });
});
