/** Writing to the sandbox Salesforce: collections, validation, locks, and what is told of each record. */
import type { Connection } from 'jsforce';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiVersion, type SandboxOrg, startOrg } from './sandbox-salesforce-org.ts';

let org: SandboxOrg;
let salesforce: Connection;
beforeEach(async () => {
  org = await startOrg();
  salesforce = await org.signIn();
});
afterEach(() => org.stop());

const send = (method: string, path: string, body?: unknown) =>
  org.call(method, `/services/data/v${apiVersion}${path}`, { token: salesforce.accessToken ?? '', body });
const collection = (method: string, path: string, records: Record<string, unknown>[], allOrNone = false) =>
  send(method, `/composite/sobjects${path}`, { allOrNone, records });
const onboarding = (Gangway_Id__c: string, rest: Record<string, unknown> = {}) => ({
  attributes: { type: 'Onboarding__c' },
  Gangway_Id__c,
  ...rest,
});

describe('collections', () => {
  it('answer for each record by itself, in their order', async () => {
    const { id } = await org.addOpportunity();
    const deleted = await org.addOpportunity();
    await org.control('DELETE', `/opportunities/${deleted.id}`);
    const record = { attributes: { type: 'Opportunity' } };
    const { status, body } = await collection('PATCH', '', [
      { ...record, id, Gangway_Progress__c: 40 },
      { ...record, id: deleted.id, Gangway_Progress__c: 40 },
      { ...record, id, Nothing__c: 1 },
      { ...record, id: '006000000000001AAA', Gangway_Progress__c: 1 },
      { ...record, Gangway_Progress__c: 1 },
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject([
      { id, success: true, errors: [] },
      {
        id: deleted.id,
        success: false,
        errors: [{ statusCode: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [] }],
      },
      {
        success: false,
        errors: [
          { statusCode: 'INVALID_FIELD', message: "No such column 'Nothing__c' on sobject of type Opportunity" },
        ],
      },
      { success: false, errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY' }] },
      { success: false, errors: [{ statusCode: 'MISSING_ARGUMENT', message: 'Id not specified in an update call' }] },
    ]);
    expect((await org.opportunity(id)).fields['Gangway_Progress__c']).toBe(40);
  });

  it('leave nothing behind when all have to succeed and one does not', async () => {
    const { body } = await collection(
      'POST',
      '',
      [onboarding('one'), onboarding('two', { Gangway_Stage__c: 'no stage' })],
      true,
    );
    expect(body).toMatchObject([
      { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
      { success: false, errors: [{ statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' }] },
    ]);
    expect((await salesforce.query('SELECT Id FROM Onboarding__c')).totalSize).toBe(0);
  });

  it('create or change by external id, and refuse one id given twice', async () => {
    const upsert = (...records: Record<string, unknown>[]) =>
      collection('PATCH', '/Onboarding__c/Gangway_Id__c', records);
    expect((await upsert(onboarding('one'), onboarding('two'))).body).toMatchObject([
      { created: true },
      { created: true },
    ]);
    expect((await upsert(onboarding('one', { Gangway_Progress__c: 5 }), onboarding('three'))).body).toMatchObject([
      { success: true, created: false },
      { success: true, created: true },
    ]);
    expect((await upsert(onboarding('four'), onboarding('four'))).body).toMatchObject([
      { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
      { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
    ]);
    expect((await salesforce.query('SELECT Id FROM Onboarding__c')).totalSize).toBe(3);
  });

  it('take 200 records of at most ten kinds in a row', async () => {
    const tooMany = await collection(
      'POST',
      '',
      Array.from({ length: 201 }, (_, index) => onboarding(`${index}`)),
    );
    expect(tooMany).toMatchObject({ status: 400, body: [{ errorCode: 'EXCEEDED_ID_LIMIT' }] });
    const mixed = Array.from({ length: 11 }, (_, index) =>
      index % 2 === 0 ? onboarding(`${index}`) : { attributes: { type: 'Account' }, Name: `${index}` },
    );
    expect(await collection('POST', '', mixed)).toMatchObject({
      status: 400,
      body: [{ message: expect.stringContaining('more than 10 chunks') }],
    });
  });

  it('are counted with the records that were written', async () => {
    const { id } = await org.addOpportunity();
    const record = { attributes: { type: 'Opportunity' }, id, Gangway_Progress__c: 40 };
    await collection('PATCH', '', [record, { ...record, Nothing__c: 1 }]);
    await collection('PATCH', '', [record]);
    const { calls, writes } = await org.counters();
    expect(calls['PATCH /composite/sobjects']).toMatchObject({ calls: 2, records: 2 });
    expect(writes[id]).toBe(2);
  });

  it('composite calls name what earlier ones gave', async () => {
    const base = `/services/data/v${apiVersion}/sobjects`;
    const { body } = await send('POST', '/composite', {
      compositeRequest: [
        { method: 'POST', url: `${base}/Account`, referenceId: 'account', body: { Name: 'Composed' } },
        {
          method: 'POST',
          url: `${base}/Contact`,
          referenceId: 'contact',
          body: { LastName: 'Lee', AccountId: '@{account.id}' },
        },
        { method: 'GET', url: `${base}/Nothing/describe`, referenceId: 'nothing' },
      ],
    });
    expect(body).toMatchObject({
      compositeResponse: [
        { referenceId: 'account', httpStatusCode: 201, body: { success: true } },
        { referenceId: 'contact', httpStatusCode: 201, body: { success: true } },
        { referenceId: 'nothing', httpStatusCode: 404, body: [{ errorCode: 'NOT_FOUND' }] },
      ],
    });
    expect((await salesforce.query("SELECT Id FROM Contact WHERE Account.Name = 'Composed'")).totalSize).toBe(1);
  });

  it('by external id takes records of one type, and none by its id', async () => {
    const upsert = (record: Record<string, unknown>) => collection('PATCH', '/Onboarding__c/Gangway_Id__c', [record]);
    expect(await upsert({ attributes: { type: 'Account' }, Gangway_Id__c: 'o-1' })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_TYPE' }],
    });
    const id = 'a015g00000000B1AAI';
    expect(await upsert(onboarding('o-1', { id }))).toMatchObject({
      status: 200,
      body: [{ success: false, errors: [{ statusCode: 'INVALID_FIELD', fields: ['Id'] }] }],
    });
  });
});

describe('values', () => {
  it.each([
    [{ Name: 'x'.repeat(121) }, 'STRING_TOO_LONG', ['Name']],
    [{ StageName: 'Nowhere' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', ['StageName']],
    [{ Amount: 'much' }, 'INVALID_TYPE_ON_FIELD_IN_RECORD', ['Amount']],
    [{ CloseDate: '2026-02-30' }, 'INVALID_TYPE_ON_FIELD_IN_RECORD', ['CloseDate']],
    [{ Name: null }, 'REQUIRED_FIELD_MISSING', ['Name']],
    [{ IsWon: true }, 'INVALID_FIELD_FOR_INSERT_UPDATE', ['IsWon']],
    [{ AccountId: 'nonsense' }, 'MALFORMED_ID', ['AccountId']],
    [{ AccountId: '0055g0000000001AAA' }, 'FIELD_INTEGRITY_EXCEPTION', ['AccountId']],
    [{ AccountId: '0015g0000000001AAA' }, 'INVALID_CROSS_REFERENCE_KEY', []],
  ])('%j is refused with %s', async (fields, errorCode, named) => {
    const { id } = await org.addOpportunity();
    const answer = await send('PATCH', `/sobjects/Opportunity/${id}`, fields);
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode, fields: named }] });
  });

  it('keeps a unique value for one record', async () => {
    const first = await org.addOpportunity({ fields: { Gangway_Key__c: 'renewal-1' } });
    const { id } = await org.addOpportunity();
    expect(await send('PATCH', `/sobjects/Opportunity/${id}`, { Gangway_Key__c: 'RENEWAL-1' })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'DUPLICATE_VALUE', message: expect.stringContaining(`record with id: ${first.id}`) }],
    });
  });

  it('works out the amount from the products, and keeps one that is given out', async () => {
    const { id } = await org.addOpportunity({ lineItems: [{ name: 'Plan', quantity: 3, unitPrice: 100 }] });
    await send('PATCH', `/sobjects/Opportunity/${id}`, { Amount: 5 });
    const { amount, lineItems } = await org.opportunity(id);
    expect(amount).toBe(300);
    await org.control('PATCH', `/opportunities/${id}/line-items/${lineItems[0]?.id}`, { quantity: 4 });
    expect((await org.opportunity(id)).amount).toBe(400);
  });

  it('gives a field back that was deleted or retyped', async () => {
    const { id } = await org.addOpportunity({ fields: { Segment__c: 'smb' } });
    const change = (body: Record<string, unknown>) =>
      org.control('POST', '/fields', { object: 'Opportunity', name: 'Segment__c', ...body });
    const set = (value: unknown) => send('PATCH', `/sobjects/Opportunity/${id}`, { Segment__c: value });
    await change({ change: 'delete' });
    expect(await set('x')).toMatchObject({ body: [{ errorCode: 'INVALID_FIELD' }] });
    await expect(salesforce.query('SELECT Segment__c FROM Opportunity')).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
    await change({ change: 'restore' });
    await change({ change: 'retype', type: 'double' });
    expect(await set('x')).toMatchObject({ body: [{ errorCode: 'INVALID_TYPE_ON_FIELD_IN_RECORD' }] });
    await change({ change: 'restore' });
    expect((await set('enterprise')).status).toBe(204);
  });

  it('moves what belonged to a merged account, which names its master', async () => {
    const [kept, gone] = [
      await org.addOpportunity({ account: { name: 'Kept' } }),
      await org.addOpportunity({ account: { name: 'Gone' }, contacts: [{ lastName: 'Lee' }] }),
    ];
    const [masterId, mergedId] = [kept.fields['AccountId'], gone.fields['AccountId']];
    await org.control('POST', '/accounts/merge', { masterId, mergedId });
    expect((await org.opportunity(gone.id)).accountName).toBe('Kept');
    const { records } = await salesforce.query(
      `SELECT IsDeleted, MasterRecordId FROM Account WHERE Id = '${String(mergedId)}'`,
      {
        scanAll: true,
      },
    );
    expect(records).toMatchObject([{ IsDeleted: true, MasterRecordId: masterId }]);
  });
});

describe('locks', () => {
  const contactsOf = (AccountId: unknown, count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        send('POST', '/sobjects/Contact', { LastName: `No. ${index}`, AccountId }),
      ),
    );

  it('let one of many wait for another at the same account, and give up', async () => {
    const { fields } = await org.addOpportunity({ account: { name: 'Locked' } });
    await org.setLimits({ rowLockHoldMs: 60, rowLockWaitMs: 20 });
    const answers = await contactsOf(fields['AccountId'], 3);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.find(({ status }) => status === 400)).toMatchObject({
      body: [{ errorCode: 'UNABLE_TO_LOCK_ROW', message: expect.stringContaining(String(fields['AccountId'])) }],
    });
    await org.setLimits({ rowLockHoldMs: 10, rowLockWaitMs: 5_000 });
    expect((await contactsOf(fields['AccountId'], 3)).map(({ status }) => status)).toEqual([201, 201, 201]);
  });

  it('let writes to different accounts pass each other', async () => {
    const accounts = [
      await org.addOpportunity({ account: { name: 'A' } }),
      await org.addOpportunity({ account: { name: 'B' } }),
    ];
    await org.setLimits({ rowLockHoldMs: 60, rowLockWaitMs: 0 });
    const answers = await Promise.all(accounts.map(({ fields }) => contactsOf(fields['AccountId'], 1)));
    expect(answers.flat().map(({ status }) => status)).toEqual([201, 201]);
  });
});
