/** What goes over the wire, to the letter. */
import nock from 'nock';
import { describe, expect, it } from 'vitest';
import {
  answersStages,
  asks,
  data,
  described,
  host,
  page,
  salesforce,
  session,
  signsIn,
  useVendorAnswers,
} from './salesforce-vendor.ts';

useVendorAnswers();

const first = '0065g00000000A1AAI';
const second = '0065g00000000A2AAI';
const account = '0015g00000000B1AAI';
const fields = [
  { name: 'Id', updateable: false },
  { name: 'AccountId' },
  { name: 'Gangway_Stage__c', type: 'picklist' },
  { name: 'Gangway_Progress__c', type: 'double' },
  { name: 'Gangway_Kickoff_Date__c', type: 'date' },
  { name: 'Escalated__c', type: 'boolean' },
  { name: 'StageName', type: 'picklist' },
];
const onboardingId = '0190a8c0-7c1e-7000-8000-00000000000a';
const deal = (
  recordId: string,
  values: Record<string, string | number | boolean | null>,
  id: string | null = null,
) => ({
  objectType: 'deal' as const,
  recordId,
  values,
  onboardingId: id,
});
const saved = (id: string) => ({ id, success: true, errors: [] });

describe('a call', () => {
  it('names the version, the session and us', async () => {
    signsIn('00D!token');
    nock(host, {
      reqheaders: { authorization: 'Bearer 00D!token', 'sforce-call-options': 'client=Gangway' },
    })
      .get(asks(/FROM OpportunityStage/))
      .reply(200, page([]));
    expect(await salesforce().crm.listStages()).toEqual([]);
  });

  it('takes the version that is configured', async () => {
    signsIn();
    nock(host)
      .get((address) => address.startsWith('/services/data/v64.0/query?q='))
      .reply(200, page([]));
    expect(await salesforce({ apiVersion: '64.0' }).crm.listStages()).toEqual([]);
  });

  it('follows the pages of a long answer', async () => {
    signsIn();
    const row = (name: string) => ({ ApiName: name, MasterLabel: name, IsActive: true, IsWon: false, IsClosed: false });
    nock(host)
      .get(asks(/FROM OpportunityStage/))
      .reply(200, { totalSize: 2, done: false, nextRecordsUrl: `${data}/query/01g5g-2000`, records: [row('One')] })
      .get(`${data}/query/01g5g-2000`)
      .reply(200, page([row('Two')]));
    expect((await salesforce().crm.listStages()).map(({ label }) => label)).toEqual(['One', 'Two']);
  });
});

describe('a search', () => {
  it('escapes what has a meaning in SOQL, and what has one in LIKE', async () => {
    let soql = '';
    signsIn();
    nock(host)
      .get((address) => {
        soql = new URL(address, host).searchParams.get('q') ?? '';
        return true;
      })
      .reply(200, page([]));
    await salesforce().crm.searchDeals(`x' OR Name != '100%_\\`);
    expect(soql).toContain(String.raw`Name LIKE '%x\' OR Name != \'100\%\_\\%'`);
  });
});

describe('a write', () => {
  it('sends typed values in one collection, by account and id, and only what differs', async () => {
    signsIn();
    described('Opportunity', fields);
    answersStages();
    nock(host)
      .get(
        asks(/^SELECT Id, AccountId, .* FROM Opportunity WHERE Id IN \('0065g00000000A2AAI', '0065g00000000A1AAI'\)$/),
      )
      .reply(
        200,
        page([
          { Id: first, AccountId: account, Gangway_Progress__c: 40, StageName: 'Prospecting', Escalated__c: true },
          { Id: second, AccountId: account, Gangway_Progress__c: 41, Gangway_Kickoff_Date__c: '2026-01-01' },
        ]),
      );
    nock(host)
      .patch(`${data}/composite/sobjects`, {
        allOrNone: false,
        records: [
          {
            attributes: { type: 'Opportunity' },
            id: first,
            Gangway_Progress__c: 42.5,
            StageName: 'Closed Won',
            Escalated__c: false,
          },
          { attributes: { type: 'Opportunity' }, id: second, Gangway_Kickoff_Date__c: null },
        ],
      })
      .reply(200, [saved(first), saved(second)]);
    const results = await salesforce().crm.writeFields([
      deal(second, { gangway_progress: 41, gangway_kickoff_date: null }),
      deal(first, { gangway_progress: '42.5', dealstage: 'stage:gewonnen', Escalated__c: false }),
    ]);
    expect(results).toEqual([
      {
        objectType: 'deal',
        recordId: first,
        result: 'written',
        before: { gangway_progress: '40', dealstage: 'Prospecting', Escalated__c: 'true' },
      },
      {
        objectType: 'deal',
        recordId: second,
        result: 'written',
        before: { gangway_progress: '41', gangway_kickoff_date: '2026-01-01' },
      },
    ]);
  });

  it('keeps the onboarding’s own record by our id, in the body and never in the address', async () => {
    signsIn();
    described('Opportunity', fields);
    described('Onboarding__c', [{ name: 'Gangway_Id__c' }, { name: 'Gangway_Progress__c', type: 'double' }]);
    nock(host)
      .get(asks(/FROM Opportunity WHERE/))
      .reply(200, page([{ Id: first, AccountId: account, Gangway_Progress__c: 42 }]));
    nock(host)
      .patch(`${data}/composite/sobjects/Onboarding__c/Gangway_Id__c`, {
        allOrNone: false,
        records: [
          {
            attributes: { type: 'Onboarding__c' },
            Gangway_Id__c: onboardingId,
            Opportunity__c: first,
            Account__c: account,
            Gangway_Progress__c: 42,
          },
        ],
      })
      .reply(200, [{ ...saved('a015g00000000C1AAI'), created: true }]);
    expect(await salesforce().crm.writeFields([deal(first, { gangway_progress: 42 }, onboardingId)])).toMatchObject([
      { result: 'written' },
    ]);
  });

  it('is only written when the onboarding’s record is as well', async () => {
    signsIn();
    described('Opportunity', fields);
    nock(host)
      .get(`${data}/sobjects/Onboarding__c/describe`)
      .reply(404, [{ errorCode: 'NOT_FOUND', message: 'no' }]);
    nock(host)
      .get(asks(/FROM Opportunity WHERE/))
      .reply(200, page([{ Id: first, Gangway_Progress__c: 42 }]));
    expect(await salesforce().crm.writeFields([deal(first, { gangway_progress: 42 }, onboardingId)])).toMatchObject([
      { result: 'failed', code: 'rejected', message: expect.stringContaining('Onboarding__c') },
    ]);
  });

  it('understands what is said of each record', async () => {
    const said = [
      [{ statusCode: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [] }, 'missing', null],
      [
        { statusCode: 'STRING_TOO_LONG', message: 'too long', fields: ['Gangway_Stage__c'] },
        'rejected',
        'gangway_stage',
      ],
      [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'No!', fields: ['Amount'] }, 'rejected', null],
      [
        { statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', message: 'Unable', fields: ['Gangway_Stage__c'] },
        'rejected',
        'gangway_stage',
      ],
      [{ statusCode: 'UNKNOWN_EXCEPTION', message: 'An unexpected error', fields: [] }, 'retry', null],
    ] as const;
    const ids = said.map((_, index) => `0065g0000000${String(index).padStart(3, '0')}AA0`.slice(0, 15));
    signsIn();
    described('Opportunity', fields);
    nock(host)
      .get(asks(/FROM Opportunity WHERE/))
      .reply(200, ({ url }: Request) => {
        const soql = new URL(url).searchParams.get('q') ?? '';
        return page([...soql.matchAll(/'(0065g\w+)'/g)].map(([, Id]) => ({ Id })));
      });
    nock(host)
      .patch(`${data}/composite/sobjects`)
      .reply(
        200,
        said.map(([error]) => ({ success: false, errors: [error] })),
      );
    const results = await salesforce().crm.writeFields(ids.map((id) => deal(id, { gangway_stage: 'live' })));
    expect(results.map((result) => (result.result === 'failed' ? [result.code, result.field] : null))).toEqual(
      said.map(([, code, field]) => [code, field]),
    );
  });

  it('sends records again that met a lock, and no other', async () => {
    signsIn();
    described('Opportunity', fields);
    nock(host)
      .get(asks(/FROM Opportunity WHERE/))
      .reply(
        200,
        page([
          { Id: first, AccountId: account },
          { Id: second, AccountId: account },
        ]),
      );
    const lock = { statusCode: 'UNABLE_TO_LOCK_ROW', message: 'unable to obtain exclusive access', fields: [] };
    nock(host)
      .patch(`${data}/composite/sobjects`)
      .reply(200, [saved(first), { success: false, errors: [lock] }])
      .patch(`${data}/composite/sobjects`, {
        allOrNone: false,
        records: [{ attributes: { type: 'Opportunity' }, id: second, Gangway_Stage__c: 'live' }],
      })
      .reply(200, [saved(second)]);
    const results = await salesforce().crm.writeFields(
      [first, second].map((id) => deal(id, { gangway_stage: 'live' })),
    );
    expect(results.map(({ result }) => result)).toEqual(['written', 'written']);
  });
});

describe('a read', () => {
  it('asks for nothing that our user may not see', async () => {
    signsIn();
    answersStages();
    described('Opportunity', [
      { name: 'Id' },
      { name: 'Name' },
      { name: 'StageName' },
      { name: 'IsWon' },
      { name: 'AccountId' },
    ]);
    described('Account', [{ name: 'Name' }]);
    described('User', [{ name: 'Name' }, { name: 'Email' }]);
    for (const name of ['OpportunityContactRole', 'OpportunityLineItem', 'Task'])
      nock(host)
        .get(`${data}/sobjects/${name}/describe`)
        .reply(404, [{ errorCode: 'NOT_FOUND', message: 'no' }]);
    for (const name of ['Contact', 'Product2']) described(name, []);
    nock(host)
      .get(
        asks(
          /^SELECT Id, Name, StageName, IsWon, LastModifiedBy.Name, Owner.Name, Owner.Email, AccountId, Account.Name, Account.LastModifiedBy.Name FROM Opportunity WHERE/,
        ),
      )
      .reply(
        200,
        page([
          {
            Id: first,
            Name: 'Acme',
            StageName: 'Signed',
            IsWon: true,
            AccountId: account,
            Account: { Name: 'Acme Ltd' },
            Owner: null,
          },
        ]),
      );
    nock(host)
      .get(`${data}/connect/organization`)
      .reply(403, [{ errorCode: 'FUNCTIONALITY_NOT_ENABLED', message: 'no' }]);
    const [read] = await salesforce().crm.readDeals([first], ['company.Industry', 'segment']);
    expect(read).toMatchObject({
      result: 'found',
      deal: {
        currency: null,
        isWon: true,
        stageLabel: 'Signed',
        owner: null,
        company: { name: 'Acme Ltd' },
        contacts: [],
        fields: {},
      },
    });
  });

  it('looks again at the fields when one went since, and reads then', async () => {
    signsIn();
    described('Opportunity', [{ name: 'Id' }, { name: 'Gone__c' }]);
    const refusal = [{ errorCode: 'INVALID_FIELD', message: "No such column 'Gone__c' on entity 'Opportunity'." }];
    nock(host)
      .get(asks(/Gone__c/))
      .reply(400, refusal);
    described('Opportunity', [{ name: 'Id' }]);
    nock(host)
      .get(asks(/^SELECT Id FROM Opportunity/))
      .reply(200, page([{ Id: first }]));
    expect([...(await salesforce().crm.readFields('deal', [first], ['gone']))]).toEqual([[first, {}]]);
  });

  it('finds an account under the one it was merged into', async () => {
    const merged = '0015g00000000B2AAI';
    signsIn();
    described('Account', [{ name: 'Id' }, { name: 'Gangway_Customer_Status__c' }]);
    nock(host)
      .get(asks(/^SELECT Id, Gangway_Customer_Status__c FROM Account WHERE Id IN \('0015g00000000B2AAI'\)$/))
      .reply(200, page([]))
      .get((address) => address.includes('/queryAll?') && asks(/MasterRecordId FROM Account/)(address))
      .reply(200, page([{ Id: merged, MasterRecordId: account }]))
      .get(asks(/FROM Account WHERE Id IN \('0015g00000000B1AAI'\)$/))
      .reply(200, page([{ Id: account, Gangway_Customer_Status__c: 'live' }]));
    const read = await salesforce().crm.readFields('company', [merged], ['gangway_customer_status']);
    expect([...read]).toEqual([[merged, { gangway_customer_status: 'live' }]]);
  });

  it('keeps each address short enough, however many ids and fields there are', async () => {
    const many = Array.from({ length: 400 }, (_, index) => ({ name: `A_Rather_Long_Name_Of_A_Field_${index}__c` }));
    nock(host).post('/services/oauth2/token').reply(200, session());
    described('Opportunity', [{ name: 'Id' }, ...many]);
    const lengths: number[] = [];
    nock(host)
      .persist()
      .get(asks(/FROM Opportunity/))
      .reply(200, ({ url }: Request) => {
        lengths.push(url.length);
        return page([]);
      });
    const ids = Array.from({ length: 500 }, (_, index) => `0065g0000000${String(index).padStart(3, '0')}`);
    await salesforce().crm.readFields(
      'deal',
      ids,
      many.map(({ name }) => name),
    );
    expect(lengths.length).toBeGreaterThan(4);
    // headers count as well, and a token may have 2,000 characters
    expect(Math.max(...lengths)).toBeLessThan(13_000);
    nock.cleanAll();
  });
});
