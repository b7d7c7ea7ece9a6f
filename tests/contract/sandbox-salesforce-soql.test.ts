/** SOQL in the sandbox Salesforce: what is found, and how Salesforce words what it does not take. */
import type { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiVersion, type SandboxOrg, startOrg } from './sandbox-salesforce-org.ts';

let org: SandboxOrg;
let salesforce: Connection;
let one: string;

beforeAll(async () => {
  org = await startOrg();
  salesforce = await org.signIn();
  const first = await org.addOpportunity({
    name: "O'Brien & Co, 100% \\ _safe",
    stageName: 'Closed Won',
    account: { name: 'Zenith', fields: { Website: 'https://zenith.example' } },
    fields: { NextStep: 'Zürich', CloseDate: '2026-03-01' },
    contacts: [
      { lastName: 'Lead', email: 'lead@zenith.example', role: 'Project Lead', isPrimary: true },
      { lastName: 'Boss', email: 'boss@zenith.example', role: 'Executive Sponsor' },
    ],
    lineItems: [{ name: 'Plan', code: 'PLAN', quantity: 2, unitPrice: 100.5 }],
  });
  one = first.id;
  await org.addOpportunity({
    name: 'Second',
    amount: 50,
    account: { name: 'alpha' },
    fields: { CloseDate: '2026-04-01' },
  });
  await org.addOpportunity({ name: 'Third', fields: { CloseDate: '2026-05-01' } });
});
afterAll(() => org.stop());

const names = async (where: string): Promise<unknown[]> =>
  (await salesforce.query<{ Name: string }>(`SELECT Name FROM Opportunity ${where}`)).records.map(({ Name }) => Name);
const all = ["O'Brien & Co, 100% \\ _safe", 'Second', 'Third'];

describe('what is found', () => {
  it.each([
    ['WHERE IsWon = true', [0]],
    ['WHERE IsWon != true ORDER BY Name', [1, 2]],
    ["WHERE Name = 'second'", [1]],
    [String.raw`WHERE Name = 'O\'Brien & Co, 100% \\ _safe'`, [0]],
    [String.raw`WHERE Name LIKE '%100\% \\ \_SAFE'`, [0]],
    [String.raw`WHERE Name LIKE '%\\%'`, [0]],
    ["WHERE Name LIKE '_econd'", [1]],
    ["WHERE NextStep = 'ZÜRICH'", [0]],
    ['WHERE Amount > 50', [0]],
    ['WHERE Amount >= 50 ORDER BY Amount DESC', [0, 1]],
    ['WHERE Amount < 60', [1]],
    ['WHERE Amount = null', [2]],
    ['WHERE AccountId != null ORDER BY Account.Name', [1, 0]],
    ['WHERE CloseDate > 2026-03-01 ORDER BY CloseDate', [1, 2]],
    ['WHERE SystemModstamp > 2020-01-01T00:00:00Z ORDER BY CloseDate DESC LIMIT 2', [2, 1]],
    ["WHERE Name IN ('Second', 'third') ORDER BY Name", [1, 2]],
    ["WHERE Name NOT IN ('Second', 'third')", [0]],
    ["WHERE NOT Name LIKE 's%' ORDER BY CloseDate", [0, 2]],
    ["WHERE (Name = 'Second' OR Name = 'Third') AND (NOT (Amount = null))", [1]],
    ["WHERE Account.Website LIKE '%zenith%'", [0]],
    ["WHERE Owner.Email LIKE 'priya.nair@%' ORDER BY Amount NULLS LAST", [1, 0, 2]],
    ['ORDER BY Amount ASC NULLS FIRST', [2, 1, 0]],
    ["WHERE Id IN (SELECT OpportunityId FROM OpportunityContactRole WHERE Contact.Email = 'BOSS@zenith.example')", [0]],
  ])('%s', async (where, expected) => {
    expect(await names(where)).toEqual(expected.map((index) => all[index]));
  });

  it('shows parents and children, and null where there are none', async () => {
    const soql =
      'SELECT Name, Account.Name, (SELECT Contact.Email, Role FROM OpportunityContactRoles ORDER BY IsPrimary DESC), (SELECT Product2.Name, TotalPrice FROM OpportunityLineItems) FROM Opportunity ORDER BY CloseDate';
    const { records } = await salesforce.query(soql);
    expect(records).toMatchObject([
      {
        Account: { Name: 'Zenith' },
        OpportunityContactRoles: {
          totalSize: 2,
          done: true,
          records: [{ Contact: { Email: 'lead@zenith.example' }, Role: 'Project Lead' }, { Role: 'Executive Sponsor' }],
        },
        OpportunityLineItems: { records: [{ Product2: { Name: 'Plan' }, TotalPrice: 201 }] },
      },
      { Account: { Name: 'alpha' }, OpportunityContactRoles: null, OpportunityLineItems: null },
      { Account: null },
    ]);
  });

  it('finds records by both lengths of their ids, and counts', async () => {
    expect(await names(`WHERE Id IN ('${one.slice(0, 15)}')`)).toHaveLength(1);
    expect(await names(`WHERE Id = '${one}'`)).toHaveLength(1);
    const counted = await salesforce.query('SELECT COUNT() FROM Opportunity WHERE IsWon = false');
    expect(counted).toMatchObject({ totalSize: 2, records: [] });
  });
});

describe('what is refused', () => {
  it.each([
    ['SELECT Id, Foo FROM Opportunity', 'INVALID_FIELD', /Column:12\nNo such column 'Foo' on entity 'Opportunity'/],
    ['SELECT Foo.Name FROM Opportunity', 'INVALID_FIELD', /Didn't understand relationship 'Foo' in field path/],
    ['SELECT Id FROM Nothing', 'INVALID_TYPE', /sObject type 'Nothing' is not supported/],
    ['SELECT Id FROM Opportunity WHERE', 'MALFORMED_QUERY', /unexpected token: '<EOF>'/],
    [
      'SELECT Id FROM Opportunity WHERE IsWon = true OR IsClosed = true AND Amount = 1',
      'MALFORMED_QUERY',
      /unexpected token: 'AND'/,
    ],
    ["SELECT Id FROM Opportunity WHERE Name = 'it's'", 'MALFORMED_QUERY', /./],
    [
      "SELECT Id FROM Opportunity WHERE Amount = '1'",
      'INVALID_FIELD',
      /must be of type double and should not be enclosed in quotes/,
    ],
    [
      'SELECT Id FROM Opportunity WHERE Name = 5',
      'INVALID_FIELD',
      /must be of type string and should be enclosed in quotes/,
    ],
    ['SELECT Id FROM Opportunity WHERE SystemModstamp > 2026-01-01', 'INVALID_FIELD', /must be of type dateTime/],
    ["SELECT Id FROM Opportunity WHERE Purchased_For__c = 'x'", 'INVALID_FIELD', /can not be filtered in a query call/],
    ["SELECT Id FROM Opportunity WHERE Id = 'x'", 'INVALID_QUERY_FILTER_OPERATOR', /invalid ID field: x/],
    ['SELECT (SELECT Id FROM Nothing) FROM Opportunity', 'INVALID_FIELD', /Didn't understand relationship 'Nothing'/],
    ['SELECT Id FROM Opportunity LIMIT many', 'MALFORMED_QUERY', /unexpected token: 'many'/],
  ])('%s', async (soql, errorCode, message) => {
    await expect(salesforce.query(soql)).rejects.toMatchObject({ errorCode, message: expect.stringMatching(message) });
  });

  it('takes 16,384 bytes of address and headers, and no more', async () => {
    const ask = (length: number, headers: Record<string, string> = {}) => {
      const path = `/services/data/v${apiVersion}/query?q=${encodeURIComponent('SELECT Id FROM Account WHERE Name = ')}%27`;
      const rest = '%27';
      const fill = 'x'.repeat(length - Buffer.byteLength(`/org${path}${rest}`));
      return org.call('GET', `${path}${fill}${rest}`, { token: salesforce.accessToken ?? '', headers });
    };
    expect((await ask(15_000)).status).toBe(200);
    expect((await ask(15_000, { 'x-more': 'x'.repeat(1_384) })).status).toBe(431);
    expect((await ask(16_385)).status).toBe(414);
  });

  it('knows no locator that it did not give', async () => {
    const answer = await org.call('GET', `/services/data/v${apiVersion}/query/01g5g0000000001AAA-2000`, {
      token: salesforce.accessToken ?? '',
    });
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_QUERY_LOCATOR' }] });
  });
});
