import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestApi } from './support/api.ts';
import { type Claims, oidcClient, type OidcProvider, startOidcProvider } from './support/oidc-provider.ts';
import { addPerson } from './support/people.ts';

let provider: OidcProvider;
beforeAll(async () => {
  provider = await startOidcProvider();
});
afterAll(() => provider.close());

const api = useTestApi(() => ({ oidc: { issuer: provider.issuer, ...oidcClient }, adminEmail: 'boss@vendor.example' }));

const cookies = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
const pathOf = (url: string): string => new URL(url).pathname + new URL(url).search;

async function begin(redirectTo = ''): Promise<{ url: string; cookie: string }> {
  const response = await api.fetch(
    `/api/v1/auth/oidc/start${redirectTo ? `?redirectTo=${encodeURIComponent(redirectTo)}` : ''}`,
  );
  expect(response.status).toBe(302);
  return { url: response.headers.get('location') ?? '', cookie: cookies(response) };
}

async function signIn(claims: Claims, redirectTo = ''): Promise<Response> {
  const { url, cookie } = await begin(redirectTo);
  return api.fetch(pathOf(provider.approve(url, claims)), { headers: { cookie } });
}
const sessionIn = (response: Response): boolean =>
  response.headers.getSetCookie().some((cookie) => cookie.startsWith('gangway='));

describe('with a provider, a sign-in mail', () => {
  const mailedFor = async (email: string): Promise<string[]> => {
    const before = api.signInMails.length;
    const response = await api.fetch('/api/v1/auth/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ email }),
    });
    expect([response.status, await response.json()]).toEqual([202, { expiresInMinutes: 15 }]);
    return api.signInMails.slice(before).map(({ personId }) => personId);
  };

  it('goes to customers, not to our people, and the answer is the same', async () => {
    const customer = await addPerson(api, { side: 'customer' });
    expect(await mailedFor(customer.email)).toEqual([customer.id]);
    for (const staffRole of ['viewer', 'member', 'manager', 'admin'] as const)
      expect(await mailedFor((await addPerson(api, { staffRole })).email)).toEqual([]);
  });

  it('goes to the configured administrator, who gets in when the provider is away', async () => {
    const boss = await addPerson(api, { staffRole: 'admin', email: 'boss@vendor.example' });
    expect(await mailedFor('Boss@vendor.example')).toEqual([boss.id]);
    await api.db.query('DELETE FROM login_tokens');
    await api.db.query('DELETE FROM people WHERE staff_role IS NOT NULL');
  });
});

describe('signing in with a company account', () => {
  it('lets a known person in and goes on where they wanted', async () => {
    const ana = await addPerson(api, { staffRole: 'member', email: 'ana@vendor.example' });
    const response = await signIn({ email: 'Ana@vendor.example', email_verified: true }, '/console/queue');
    expect([response.status, response.headers.get('location')]).toEqual([302, '/console/queue']);
    expect(await (await api.fetch('/api/v1/me', { headers: { cookie: cookies(response) } })).json()).toMatchObject({
      person: { id: ana.id },
    });
  });

  it('makes the configured address the first administrator, by its name', async () => {
    const response = await signIn({ email: 'boss@vendor.example', email_verified: true, name: 'The Boss' });
    expect(await (await api.fetch('/api/v1/me', { headers: { cookie: cookies(response) } })).json()).toMatchObject({
      person: { name: 'The Boss', staffRole: 'admin' },
    });
  });

  it.each([
    ['an unknown address', { email: 'stranger@vendor.example', email_verified: true }, 'oidc_unknown'],
    ['an address that was not verified', { email: 'boss@vendor.example', email_verified: false }, 'oidc_unknown'],
    ['another nonce', { email: 'boss@vendor.example', email_verified: true, nonce: 'another' }, 'oidc_failed'],
  ])('refuses %s', async (_, claims, problem) => {
    const response = await signIn(claims);
    expect([response.headers.get('location'), sessionIn(response)]).toEqual([`/sign-in?problem=${problem}`, false]);
  });

  it('refuses another browser, another state, a changed cookie and a second use', async () => {
    const claims = { email: 'boss@vendor.example', email_verified: true };
    const { url, cookie } = await begin();
    const back = pathOf(provider.approve(url, claims));
    const at = (path: string, sent: string) => api.fetch(path, { headers: { cookie: sent } });
    expect((await at(back, '')).headers.get('location')).toBe('/sign-in?problem=oidc_expired');
    expect((await at(back, `${cookie.slice(0, -2)}xx`)).headers.get('location')).toBe('/sign-in?problem=oidc_expired');
    expect((await at(back.replace(/state=[^&]+/, 'state=another'), cookie)).headers.get('location')).toBe(
      '/sign-in?problem=oidc_failed',
    );
    expect((await api.fetch(back, { method: 'HEAD', headers: { cookie } })).headers.get('location')).toBe(
      '/sign-in?problem=oidc_expired',
    );
    expect(sessionIn(await at(back, cookie))).toBe(true);
    expect(sessionIn(await at(back, cookie))).toBe(false);
  });

  it('goes on to paths of ours only', async () => {
    const response = await signIn({ email: 'boss@vendor.example', email_verified: true }, '//evil.example');
    expect(response.headers.get('location')).toBe('/console');
  });
});
