/** Consent by OAuth against the sandbox: a code for one exchange, tokens that end, refusals. */
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHubSpotOAuth, type HubSpotOAuth } from '../../integrations/hubspot/oauth.ts';
import { neededScopes } from '../../integrations/hubspot/check.ts';
import { appId, listen, type Sandbox, startSandbox } from './sandbox-server.ts';

const app = { clientId: 'a-client-id', clientSecret: 'a-client-secret' };
const redirectUrl = 'https://gangway.example/connect/hubspot/return';
let sandbox: Sandbox;
let oauth: HubSpotOAuth;

const createOAuth = (more: Partial<typeof app> = {}): HubSpotOAuth =>
  createHubSpotOAuth({ ...app, ...more, redirectUrl, scopes: neededScopes, baseUrl: sandbox.url, appUrl: sandbox.url });

beforeEach(async () => {
  sandbox = await startSandbox({ oauthApp: { ...app, appId, scopes: [...neededScopes] } });
  oauth = createOAuth();
});
afterEach(() => sandbox.stop());

/** what an administrator of the account does: reads, and presses */
async function consent(press: 'Connect app' | 'Cancel'): Promise<URL> {
  const page = await (await fetch(oauth.consentUrl('a-state'))).text();
  const [, link = ''] = new RegExp(`<a href="([^"]+)">${press}`).exec(page) ?? [];
  return new URL(link.replaceAll('&amp;', '&'));
}
const code = async (): Promise<string> => (await consent('Connect app')).searchParams.get('code') ?? '';

describe('a consent', () => {
  it('is asked for with what we need, and comes back with our state', async () => {
    const asked = new URL(oauth.consentUrl('a-state'));
    expect(asked.pathname).toMatch(/\/oauth\/authorize$/);
    expect(asked.searchParams.get('scope')?.split(' ')).toEqual([...neededScopes]);
    const back = await consent('Connect app');
    expect(back.origin + back.pathname).toBe(redirectUrl);
    expect(back.searchParams.get('state')).toBe('a-state');
    expect((await consent('Cancel')).searchParams.get('error')).toBe('access_denied');
  });

  it('gives a token that reads, for the account that gave it', async () => {
    const grant = await oauth.redeem(await code());
    expect(grant).toMatchObject({ accountId: '147258369', scopes: neededScopes });
    const seconds = (grant.expiresAt.getTime() - Date.now()) / 1_000;
    expect(seconds).toBeGreaterThan(1_700);
    expect(seconds).toBeLessThanOrEqual(1_800);
    const { id } = await sandbox.addDeal({ name: 'By consent' });
    const { crm } = sandbox.hubspot({ token: () => Promise.resolve(grant.accessToken) });
    expect(await crm.readDeals([id], [])).toMatchObject([{ result: 'found', deal: { name: 'By consent' } }]);
    expect((await crm.check()).every(({ ok }) => ok)).toBe(false);
    await crm.setUp();
    expect((await crm.check()).filter(({ ok }) => !ok)).toEqual([]);
  });

  it('grants what was asked for where it does not say what', async () => {
    const granting = await listen(
      express().post('/oauth/2026-03/token', (_request, response) => {
        response.json({
          token_type: 'bearer',
          access_token: 'a',
          refresh_token: 'r',
          expires_in: 1_800,
          hub_id: 62_515,
        });
      }),
    );
    const { redeem } = createHubSpotOAuth({
      ...app,
      redirectUrl,
      scopes: ['oauth'],
      baseUrl: granting.url,
      appUrl: granting.url,
    });
    expect(await redeem('a-code')).toMatchObject({ accountId: '62515', scopes: ['oauth'] });
    await granting.close();
  });

  it.each([423, 429, 477, 503])('is not taken back by a %s', async (status) => {
    const passing = await listen(
      express().post('/oauth/2026-03/token', (_request, response) => {
        response.status(status).json({ status: 'error', message: 'Not now' });
      }),
    );
    const { refresh } = createHubSpotOAuth({
      ...app,
      redirectUrl,
      scopes: ['oauth'],
      baseUrl: passing.url,
      appUrl: passing.url,
    });
    await expect(refresh('a-token')).rejects.toMatchObject({ code: 'crm_unavailable' });
    await passing.close();
  });

  it('is told nothing of the day’s calls, unlike a private app', async () => {
    const { accessToken } = await oauth.redeem(await code());
    await sandbox.control('PUT', '/limits', { enabled: true });
    const headersFor = async (bearer?: string) =>
      (await sandbox.api('GET', '/account-info/v3/details', undefined, bearer)).headers;
    const consented = await headersFor(accessToken);
    expect(consented.has('x-hubspot-ratelimit-remaining')).toBe(true);
    expect(consented.has('x-hubspot-ratelimit-daily')).toBe(false);
    expect((await headersFor()).has('x-hubspot-ratelimit-daily')).toBe(true);
  });

  it('is redeemed once', async () => {
    const given = await code();
    await oauth.redeem(given);
    await expect(oauth.redeem(given)).rejects.toMatchObject({ code: 'crm_revoked' });
    await expect(oauth.redeem('made-up')).rejects.toMatchObject({
      message: expect.stringContaining('unknown auth code'),
    });
  });

  it('is renewed until it is taken back', async () => {
    const { refreshToken, accessToken } = await oauth.redeem(await code());
    const renewed = await oauth.refresh(refreshToken);
    expect(renewed).toMatchObject({ refreshToken, accountId: '147258369' });
    await oauth.revoke(refreshToken);
    await expect(oauth.refresh(refreshToken)).rejects.toMatchObject({ code: 'crm_revoked' });
    const { crm } = sandbox.hubspot({ token: () => Promise.resolve(accessToken) });
    await expect(crm.readDeals(['1'], [])).rejects.toMatchObject({ code: 'crm_revoked' });
  });

  it('is refused to an app with another secret, and waits for a HubSpot that is away', async () => {
    const given = await code();
    await expect(createOAuth({ clientSecret: 'another' }).redeem(given)).rejects.toMatchObject({ code: 'crm_revoked' });
    await sandbox.stop();
    await expect(oauth.redeem(given)).rejects.toMatchObject({ code: 'crm_unavailable' });
    sandbox = await startSandbox();
  });
});

it('a call is made with the token of the moment', async () => {
  const { id } = await sandbox.addDeal({ name: 'Renewed' });
  const first = (await oauth.redeem(await code())).accessToken;
  let current = first;
  const { crm } = sandbox.hubspot({ token: () => Promise.resolve(current) });
  await crm.readDeals([id], []);
  current = 'over';
  await expect(crm.readDeals([id], [])).rejects.toMatchObject({ code: 'crm_revoked' });
  current = first;
  expect(await crm.readDeals([id], [])).toHaveLength(1);
});
