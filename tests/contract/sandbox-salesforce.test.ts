/** The sandbox Salesforce with the vendor's own client: signing in, records, queries. */
import type { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { app, apiVersion, type SandboxOrg, startOrg } from './sandbox-salesforce-org.ts';

let org: SandboxOrg;
let salesforce: Connection;
beforeAll(async () => {
  org = await startOrg();
  salesforce = await org.signIn();
});
afterAll(() => org.stop());

const token = (fields: Record<string, string>) =>
  org.call('POST', '/services/oauth2/token', {
    body: new URLSearchParams(fields),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
const account = async (name = 'Acme'): Promise<string> =>
  idOf(await salesforce.sobject('Account').create({ Name: name }));
const opportunity = async (fields: Record<string, unknown> = {}): Promise<string> =>
  idOf(
    await salesforce
      .sobject('Opportunity')
      .create({ Name: 'A deal', StageName: 'Prospecting', CloseDate: '2026-12-01', ...fields }),
  );
const idOf = ({ id }: { id?: string | undefined }): string => id ?? '';

describe('signing in', () => {
  it('gives a session of the organisation, and says who is asked for', async () => {
    const { body } = await token({
      grant_type: 'client_credentials',
      client_id: app.clientId,
      client_secret: app.clientSecret,
    });
    expect(body).toMatchObject({
      token_type: 'Bearer',
      instance_url: org.url,
      id: expect.stringMatching(/\/id\/00D\w{15}\/005\w{15}$/),
      issued_at: expect.stringMatching(/^\d{13}$/),
      signature: expect.stringMatching(/^[\w+/]{43}=$/),
    });
    const identity = await salesforce.identity();
    expect(identity).toMatchObject({
      organization_id: expect.stringMatching(/^00D\w{15}$/),
      username: 'gangway@northwind.example',
    });
  });

  it('says what a token is good for, to its own app alone', async () => {
    const introspect = (fields: Record<string, string>) =>
      org.call('POST', '/services/oauth2/introspect', {
        body: new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret, ...fields }),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    expect((await introspect({ token: salesforce.accessToken ?? '' })).body).toMatchObject({
      active: true,
      client_id: app.clientId,
      username: 'gangway@northwind.example',
      token_type: 'access_token',
    });
    expect((await introspect({ token: 'gone' })).body).toEqual({ active: false });
    expect(await introspect({ token: 'x', client_secret: 'wrong' })).toMatchObject({ status: 401 });
    const whose = await org.call('GET', '/services/oauth2/userinfo', { token: salesforce.accessToken ?? '' });
    expect(whose.body).toMatchObject({ preferred_username: 'gangway@northwind.example' });
    expect(await org.call('GET', '/services/oauth2/userinfo')).toMatchObject({ status: 403, body: 'Bad_OAuth_Token' });
  });

  it.each([
    [{ client_secret: 'wrong' }, 'invalid_client', 'invalid client credentials'],
    [{ client_id: 'wrong' }, 'invalid_client_id', 'client identifier invalid'],
    [{ grant_type: 'password' }, 'unsupported_grant_type', 'grant type not supported'],
    [{ grant_type: 'refresh_token', refresh_token: 'gone' }, 'invalid_grant', 'expired access/refresh token'],
  ])('refuses %o as Salesforce does', async (wrong, error, error_description) => {
    const answer = await token({
      grant_type: 'client_credentials',
      client_id: app.clientId,
      client_secret: app.clientSecret,
      ...wrong,
    });
    expect(answer).toMatchObject({ status: 400, body: { error, error_description } });
  });

  it('answers 401 to a session it does not know', async () => {
    const answer = await org.call('GET', `/services/data/v${apiVersion}/limits`, { token: 'gone' });
    expect(answer).toMatchObject({
      status: 401,
      body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
    });
  });
});

describe('records', () => {
  it('works out what is won from the stage, and shows instants and parents as REST does', async () => {
    const id = await opportunity({ AccountId: await account('Northern Trail'), Amount: 120_000 });
    await salesforce.sobject('Opportunity').update({ Id: id, StageName: 'Live' });
    const { records, totalSize, done } = await salesforce.query(
      `SELECT Id, IsWon, IsClosed, Probability, SystemModstamp, Account.Name FROM Opportunity WHERE Id = '${id.slice(0, 15)}'`,
    );
    expect({ totalSize, done }).toEqual({ totalSize: 1, done: true });
    expect(records).toMatchObject([
      {
        attributes: { type: 'Opportunity', url: `/services/data/v66.0/sobjects/Opportunity/${id}` },
        Id: id,
        IsWon: true,
        IsClosed: true,
        Probability: 100,
        SystemModstamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/),
        Account: { attributes: { type: 'Account' }, Name: 'Northern Trail' },
      },
    ]);
  });

  it('creates once by external id, and says which', async () => {
    const upsert = () =>
      org.call('PATCH', `/services/data/v${apiVersion}/sobjects/Onboarding__c/Gangway_Id__c/one`, {
        token: salesforce.accessToken ?? '',
        body: { Gangway_Progress__c: 40 },
      });
    expect(await upsert()).toMatchObject({ status: 201, body: { success: true, created: true } });
    expect(await upsert()).toMatchObject({ status: 200, body: { success: true, created: false } });
  });

  it('puts what was deleted aside, where only queryAll finds it', async () => {
    const id = await opportunity();
    await salesforce.sobject('Opportunity').destroy(id);
    const soql = `SELECT IsDeleted FROM Opportunity WHERE Id = '${id}'`;
    expect((await salesforce.query(soql)).totalSize).toBe(0);
    expect((await salesforce.query(soql, { scanAll: true })).records).toMatchObject([{ IsDeleted: true }]);
    await expect(salesforce.sobject('Opportunity').update({ Id: id, Name: 'x' })).rejects.toMatchObject({
      errorCode: 'ENTITY_IS_DELETED',
    });
  });

  it('gives queries in pages', async () => {
    const name = 'Paged';
    for (let made = 0; made < 2; made += 1)
      await salesforce.sobject('Account').create(Array.from({ length: 200 }, () => ({ Name: name })));
    const soql = `SELECT Id FROM Account WHERE Name = '${name}' ORDER BY Id`;
    const first = await org.call('GET', `/services/data/v${apiVersion}/query?q=${encodeURIComponent(soql)}`, {
      token: salesforce.accessToken ?? '',
      headers: { 'sforce-query-options': 'batchSize=200' },
    });
    expect(first.body).toMatchObject({
      totalSize: 400,
      done: false,
      nextRecordsUrl: expect.stringMatching(/\/query\/01g\w{15}-200$/),
    });
    const all = await salesforce.query(soql, { autoFetch: true, maxFetch: 1_000 });
    expect(all.records).toHaveLength(400);
  });

  it('are described field by field, each with its type on the wire', async () => {
    const { fields, hasSubtypes } = await salesforce.sobject('Opportunity').describe();
    const types = Object.fromEntries(fields.map(({ name, soapType }) => [name, soapType]));
    expect(hasSubtypes).toBe(false);
    expect(types).toMatchObject({
      Id: 'tns:ID',
      OwnerId: 'tns:ID',
      Name: 'xsd:string',
      Amount: 'xsd:double',
      CloseDate: 'xsd:date',
      SystemModstamp: 'xsd:dateTime',
      IsWon: 'xsd:boolean',
    });
  });
});
