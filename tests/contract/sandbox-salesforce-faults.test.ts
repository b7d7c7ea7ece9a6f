/** The sandbox Salesforce fails on command, keeps its limits, and checks who signs in. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { Connection } from 'jsforce';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { app, apiVersion, type SandboxOrg, startOrg } from './sandbox-salesforce-org.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const callback = 'https://gangway.example/connections/salesforce';

let org: SandboxOrg;
let salesforce: Connection;
beforeEach(async () => {
  org = await startOrg({
    app: { ...app, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(), callbackUrls: [callback] },
  });
  salesforce = await org.signIn();
});
afterEach(() => org.stop());

const limits = (token = salesforce.accessToken ?? '') =>
  org.call('GET', `/services/data/v${apiVersion}/limits`, { token });
const token = (fields: Record<string, string>) =>
  org.call('POST', '/services/oauth2/token', {
    body: new URLSearchParams(fields),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
const tokensSchema = z.object({ access_token: z.string(), refresh_token: z.string().optional() });

describe('signing in', () => {
  const assertion = (claims: Record<string, unknown> = {}, key = privateKey) => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const all = {
      iss: app.clientId,
      sub: 'gangway@northwind.example',
      aud: 'https://login.salesforce.com',
      exp: Math.floor(Date.now() / 1_000) + 180,
      ...claims,
    };
    const signed = `${encode({ alg: 'RS256' })}.${encode(all)}`;
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
  };
  const bearer = (text: string) =>
    token({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: text });

  it('takes an assertion that our key signed', async () => {
    const { access_token: session } = tokensSchema.parse((await bearer(assertion())).body);
    expect((await limits(session)).status).toBe(200);
  });

  it('takes the assertions of whose certificate the app was given last', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    await org.control('PUT', '/app/certificate', { pem: other.publicKey.export({ type: 'spki', format: 'pem' }) });
    expect(await bearer(assertion())).toMatchObject({ body: { error_description: 'invalid assertion' } });
    expect((await bearer(assertion({}, other.privateKey))).status).toBe(200);
    await expect(org.control('PUT', '/app/certificate', { pem: 'none' })).rejects.toThrow('400');
  });

  it.each([
    ['of another app', { iss: 'other' }, 'invalid client id'],
    ['for another audience', { aud: 'https://elsewhere.example' }, 'audience is invalid'],
    ['that expired', { exp: 1 }, 'assertion expired'],
    ['for somebody the app is not for', { sub: 'eve@northwind.example' }, "user hasn't approved this consumer"],
  ])('refuses an assertion %s', async (_name, claims, error_description) => {
    expect(await bearer(assertion(claims))).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description },
    });
  });

  it('refuses an assertion that was changed after it was signed', async () => {
    const [header, , signature] = assertion().split('.');
    const [, payload] = assertion({ exp: Math.floor(Date.now() / 1_000) + 200 }).split('.');
    expect(await bearer(`${header}.${payload}.${signature}`)).toMatchObject({ body: { error: 'invalid_grant' } });
  });

  it('gives a code for the callback alone, once, and refreshes until that is revoked', async () => {
    const verifier = 'v'.repeat(64);
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: app.clientId,
      redirect_uri: callback,
      state: 'st',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    });
    const { status, headers } = await org.call('GET', `/services/oauth2/authorize?${query}`);
    const target = new URL(headers.get('location') ?? '');
    expect([status, target.origin + target.pathname, target.searchParams.get('state')]).toEqual([302, callback, 'st']);
    query.set('redirect_uri', 'https://elsewhere.example');
    expect((await org.call('GET', `/services/oauth2/authorize?${query}`)).status).toBe(400);

    const exchange = (more: Record<string, string> = {}) =>
      token({
        grant_type: 'authorization_code',
        code: target.searchParams.get('code') ?? '',
        client_id: app.clientId,
        client_secret: app.clientSecret,
        redirect_uri: callback,
        code_verifier: verifier,
        ...more,
      });
    const { refresh_token: refresh = '' } = tokensSchema.parse((await exchange()).body);
    expect(await exchange()).toMatchObject({
      body: { error: 'invalid_grant', error_description: 'expired authorization code' },
    });
    const again = () => token({ grant_type: 'refresh_token', refresh_token: refresh, client_id: app.clientId });
    expect((await again()).status).toBe(200);
    await org.call('POST', '/services/oauth2/revoke', {
      body: new URLSearchParams({ token: refresh }),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(await again()).toMatchObject({ body: { error: 'invalid_grant' } });
  });

  it('ends sessions once, refuses each of them, and refuses to sign in, on command', async () => {
    await org.control('POST', '/sessions/expire');
    expect(await limits()).toMatchObject({ status: 401, body: [{ errorCode: 'INVALID_SESSION_ID' }] });
    salesforce = await org.signIn();
    expect((await limits()).status).toBe(200);
    await org.setFaults({ areSessionsRefused: true });
    salesforce = await org.signIn();
    expect((await limits()).status).toBe(401);
    await org.setFaults({ signInError: 'invalid_client' });
    await expect(org.signIn()).rejects.toThrow('invalid client credentials');
  });
});

describe('limits', () => {
  it('tells with each answer what is used, and refuses when all of it is', async () => {
    await org.setLimits({ daily: 1_000, used: 998 });
    expect((await limits()).headers.get('sforce-limit-info')).toBe('api-usage=999/1000');
    expect((await limits()).body).toMatchObject({ DailyApiRequests: { Max: 1_000, Remaining: 0 } });
    expect(await limits()).toMatchObject({
      status: 403,
      body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
    });
    expect((await org.counters()).totals.throttled).toBe(1);
  });

  it('refuses more while too many take long', async () => {
    await org.setLimits({ concurrentLongCalls: 2, longCallMs: 50 });
    await org.setFaults({ rules: [{ kind: 'slow', delayMs: 3_000, times: 2 }] });
    const slow = [limits(), limits()];
    // both have begun
    await expect.poll(() => org.control('GET', '/faults')).toMatchObject({ rules: [] });
    await expect.poll(() => limits()).toMatchObject({ status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }] });
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await limits()).status).toBe(200);
  });
});

describe('faults', () => {
  const write = (id: string) =>
    org.call('PATCH', `/services/data/v${apiVersion}/composite/sobjects`, {
      token: salesforce.accessToken ?? '',
      body: { records: [{ attributes: { type: 'Opportunity' }, id, Gangway_Progress__c: 1 }] },
    });

  it('refuse single records with a code, so many times', async () => {
    const { id } = await org.addOpportunity();
    await org.setFaults({
      rules: [
        {
          kind: 'record',
          object: 'Opportunity',
          errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
          message: 'Ask finance',
          fields: ['Amount'],
          times: 1,
        },
      ],
    });
    expect((await write(id)).body).toMatchObject([
      {
        success: false,
        errors: [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Ask finance', fields: ['Amount'] }],
      },
    ]);
    expect((await write(id)).body).toMatchObject([{ success: true }]);
  });

  it('lose the answer after the work is done', async () => {
    const { id } = await org.addOpportunity();
    await org.setFaults({ rules: [{ kind: 'drop', method: 'PATCH', afterwards: true, times: 1 }] });
    await expect(write(id)).rejects.toThrow();
    expect((await org.opportunity(id)).fields['Gangway_Progress__c']).toBe(1);
  });

  it('answer a whole call with a status or a code', async () => {
    await org.setFaults({ rules: [{ kind: 'error', errorCode: 'SERVER_UNAVAILABLE', path: '/limits', times: 1 }] });
    expect(await limits()).toMatchObject({ status: 503, body: [{ errorCode: 'SERVER_UNAVAILABLE' }] });
    expect((await limits()).status).toBe(200);
  });
});
