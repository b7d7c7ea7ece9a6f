import { createVerify, generateKeyPairSync } from 'node:crypto';
import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  answersStages,
  asks,
  credentials,
  host,
  organizationId,
  salesforce,
  session,
  signsIn,
  stages,
  useVendorAnswers,
} from './salesforce-vendor.ts';

useVendorAnswers();

const expired = [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }];
const bearer = (token: string) => nock(host, { reqheaders: { authorization: `Bearer ${token}` } });

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('signing in to Salesforce', () => {
  it('asks with the app’s own credentials, once for many calls', async () => {
    const asked = nock(host)
      .post('/services/oauth2/token', {
        grant_type: 'client_credentials',
        client_id: '3MVG9.consumer',
        client_secret: 'consumer-secret',
      })
      .reply(200, session('00D!one'));
    bearer('00D!one')
      .get(asks(/FROM OpportunityStage/))
      .reply(200, stages);
    const { crm } = salesforce();
    const [first, second] = await Promise.all([crm.listStages(), crm.listStages()]);
    expect(first).toEqual(second);
    expect(asked.isDone()).toBe(true);
  });

  it('signs for a user with the key of the app’s certificate, for three minutes', async () => {
    let assertion = '';
    nock(host)
      .post('/services/oauth2/token', (body: Record<string, string>) => {
        assertion = body['assertion'] ?? '';
        return body['grant_type'] === 'urn:ietf:params:oauth:grant-type:jwt-bearer' && !('client_secret' in body);
      })
      .reply(200, session());
    answersStages();
    const { loginUrl, clientId } = credentials;
    await salesforce({
      credentials: { loginUrl, clientId, username: 'gangway@acme.example', privateKey: pem },
    }).crm.listStages();
    const [header = '', claims = '', signature = ''] = assertion.split('.');
    const decoded = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(decoded(header)).toEqual({ alg: 'RS256', typ: 'JWT' });
    const { exp, ...rest } = z.looseObject({ exp: z.number() }).parse(decoded(claims));
    expect(rest).toEqual({ iss: clientId, sub: 'gangway@acme.example', aud: 'https://login.salesforce.com' });
    expect(exp - Date.now() / 1_000).toBeLessThanOrEqual(180);
    const check = createVerify('RSA-SHA256').update(`${header}.${claims}`);
    expect(check.verify(publicKey, signature, 'base64url')).toBe(true);
  });

  it.each([
    ['https://acme--test.sandbox.my.salesforce.com', 'https://test.salesforce.com'],
    ['https://acme-dev-ed.scratch.my.salesforce.com', 'https://test.salesforce.com'],
    ['https://test.salesforce.com', 'https://test.salesforce.com'],
    ['https://sandbox.my.salesforce.com', 'https://login.salesforce.com'],
  ])('by a key at %s, signs for %s', async (loginUrl, audience) => {
    let assertion = '';
    nock(loginUrl)
      .post('/services/oauth2/token', (body: Record<string, string>) => {
        assertion = body['assertion'] ?? '';
        return true;
      })
      .reply(400, { error: 'invalid_grant', error_description: 'invalid assertion' });
    const failure = salesforce({
      credentials: { loginUrl, clientId: credentials.clientId, username: 'gangway@acme.example', privateKey: pem },
    }).crm.listStages();
    await expect(failure).rejects.toMatchObject({ code: 'crm_revoked' });
    const [, claims = ''] = assertion.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ aud: audience });
  });

  it('says that a key cannot be read without showing any of it', async () => {
    const { loginUrl, clientId } = credentials;
    const { crm } = salesforce({
      credentials: { loginUrl, clientId, username: 'gangway@acme.example', privateKey: 'not-a-key-at-all' },
    });
    const failure = crm.listStages();
    await expect(failure).rejects.toMatchObject({ code: 'integration_off' });
    await expect(failure).rejects.not.toThrow(/not-a-key-at-all/);
  });

  it.each([
    ['invalid_grant', 'no client credentials user enabled', 'crm_revoked'],
    ['invalid_client', 'invalid client credentials', 'crm_revoked'],
    ['inactive_org', 'The org is inactive', 'crm_revoked'],
    ['server_error', 'try again', 'crm_unavailable'],
  ])('understands %s', async (error, description, code) => {
    nock(host).post('/services/oauth2/token').reply(400, { error, error_description: description });
    await expect(salesforce().crm.listStages()).rejects.toMatchObject({
      code,
      message: expect.stringContaining(description),
    });
  });

  it.each([
    [
      'invalid_grant',
      "user hasn't approved this consumer",
      /assign the app to a permission set or profile of this user/,
    ],
    ['invalid_app_access', 'user is not admin approved to access this app', /assign the app/],
    ['invalid_grant', 'audience is invalid', /organisation of this address/],
    ['invalid_grant', 'Audience validation failed', /organisation of this address/],
    ['invalid_grant', 'invalid assertion', /certificate of this key/],
    ['invalid_grant', 'expired authorization code', /clock/],
    ['invalid_client_id', 'client identifier invalid', /consumer key/],
    ['invalid_client', 'invalid client credentials', /JWT bearer flow/],
    ['inactive_user', 'user is inactive', /Activate/],
  ])('by a key, refused with %s: %s, says what to do', async (error, description, todo) => {
    nock(host).post('/services/oauth2/token').reply(400, { error, error_description: description });
    const { loginUrl, clientId } = credentials;
    const failure = salesforce({
      credentials: { loginUrl, clientId, username: 'gangway@acme.example', privateKey: pem },
    }).crm.listStages();
    await expect(failure).rejects.toMatchObject({ code: 'crm_revoked', message: expect.stringMatching(todo) });
    await expect(failure).rejects.toThrow(description);
  });

  it.each([
    ['invalid_client', 'invalid client credentials', /consumer secret/],
    ['invalid_grant', 'no client credentials user enabled', /the user it runs as/],
    ['invalid_grant', 'request not supported on this domain', /My Domain/],
  ])('by a secret, refused with %s: %s, says what to do', async (error, description, todo) => {
    nock(host).post('/services/oauth2/token').reply(400, { error, error_description: description });
    await expect(salesforce().crm.listStages()).rejects.toThrow(todo);
  });

  it('reads nothing from another organisation than its own', async () => {
    signsIn();
    const { crm } = salesforce({ organizationId: '00D5g000000OtherEAG' });
    await expect(crm.listStages()).rejects.toMatchObject({
      code: 'crm_revoked',
      message: expect.stringContaining(organizationId),
    });
  });
});

describe('a session that ends', () => {
  it('is renewed once for all calls that met it, and none of them is lost', async () => {
    signsIn('00D!old');
    bearer('00D!old')
      .get(asks(/FROM Opportunity WHERE Name/))
      .times(3)
      .reply(401, expired);
    signsIn('00D!new');
    bearer('00D!new')
      .get(asks(/FROM Opportunity WHERE Name/))
      .times(3)
      .reply(200, { totalSize: 0, done: true, records: [] });
    const { crm } = salesforce();
    expect(await Promise.all([1, 2, 3].map((n) => crm.searchDeals(String(n))))).toEqual([[], [], []]);
  });

  it('that is refused while fresh means revoked, after two calls and no loop', async () => {
    signsIn('00D!old');
    signsIn('00D!new');
    bearer('00D!old').get(asks(/./)).reply(401, expired);
    bearer('00D!new').get(asks(/./)).reply(401, expired);
    await expect(salesforce().crm.listStages()).rejects.toMatchObject({ code: 'crm_revoked' });
  });

  it('is not renewed more than twice a minute, however often it ends', async () => {
    signsIn('00D!one');
    signsIn('00D!two');
    bearer('00D!one').get(asks(/./)).reply(401, expired);
    bearer('00D!two').get(asks(/./)).reply(200, { totalSize: 0, done: true, records: [] });
    bearer('00D!two').get(asks(/./)).reply(401, expired);
    const { crm } = salesforce();
    await crm.searchDeals('first');
    await expect(crm.searchDeals('second')).rejects.toMatchObject({
      code: 'crm_unavailable',
      retryAfterMs: expect.any(Number),
    });
  });

  it('keeps to the refusal of the sign-in for that minute', async () => {
    nock(host).post('/services/oauth2/token').twice().reply(400, { error: 'invalid_grant', error_description: 'no' });
    const { crm } = salesforce();
    for (let attempt = 0; attempt < 4; attempt += 1)
      await expect(crm.listStages()).rejects.toMatchObject({ code: 'crm_revoked' });
  });
});
