import { beforeEach, describe, expect, it } from 'vitest';
import { useTestApi } from './support/api.ts';
import { addPerson, signedIn, type TestPerson } from './support/people.ts';

const api = useTestApi(() => ({ adminEmail: 'first@vendor.example' }));
const ours = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  api.fetch(`/api/v1${path}`, { method: 'POST', headers: { ...ours, ...headers }, body: JSON.stringify(body) });
const ask = (email: string, ip = `10.0.0.${Math.floor(Math.random() * 250)}`, redirectTo?: string) =>
  post('/auth/sign-in', { email, ...(redirectTo ? { redirectTo } : {}) }, { 'x-forwarded-for': ip });
const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith('gangway='))
    ?.split(';')[0] ?? '';

let ana: TestPerson;
const roleOf = async (email: string): Promise<unknown> =>
  (await api.db.query<{ staff_role: unknown }>('SELECT staff_role FROM people WHERE email = $1', [email]))[0]
    ?.staff_role;
const mailFor = async (person: TestPerson, redirectTo?: string) => {
  await ask(person.email, undefined, redirectTo);
  const mail = api.signInMails.findLast(({ personId }) => personId === person.id);
  if (!mail) throw new Error('no mail was sent');
  return mail;
};

beforeEach(async () => {
  ana = await addPerson(api, { staffRole: 'member' });
});

describe('asking for a link', () => {
  it('tells that its mail goes into the world, where no sandbox is on', async () => {
    expect(await (await api.fetch('/api/v1/auth/options')).json()).toEqual({
      oidc: null,
      companyName: 'Vendor Ltd',
      isSandboxOn: false,
    });
  });

  it('answers the same for unknown addresses, and mails nobody', async () => {
    const before = api.signInMails.length;
    const [known, unknown] = [await ask(ana.email), await ask('nobody@example.com')];
    expect([known.status, await known.json()]).toEqual([202, { expiresInMinutes: 15 }]);
    expect([unknown.status, await unknown.json()]).toEqual([202, { expiresInMinutes: 15 }]);
    expect(api.signInMails).toHaveLength(before + 1);
  });

  it('keeps only hashes', async () => {
    const { token, code } = await mailFor(ana);
    expect(code).toMatch(/^\d{8}$/);
    const stored = JSON.stringify(await api.db.query('SELECT * FROM login_tokens WHERE person_id = $1', [ana.id]));
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(code);
    expect(JSON.stringify(api.logged)).not.toContain(token);
  });

  it('stops after five an hour for an address, known or not, and twenty for an IP', async () => {
    for (const email of [ana.email, 'unknown-too@example.com']) {
      const statuses: number[] = [];
      for (let n = 0; n < 6; n++) statuses.push((await ask(email, `10.1.0.${n}`)).status);
      expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
    }
    let last = new Response();
    for (let n = 0; n < 21; n++) last = await ask(`someone-${n}@example.com`, '10.2.0.1');
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('lets no stranger keep somebody from signing in', async () => {
    for (let n = 0; n < 6; n++) await ask(ana.email, `10.7.0.${n}`);
    const before = api.signInMails.length;
    expect([(await ask(ana.email, '10.8.0.1')).status, api.signInMails.length]).toEqual([202, before + 1]);
  });

  it('writes to an address that many networks ask for once at a time', async () => {
    for (let n = 0; n < 30; n++) await ask(ana.email, `10.9.${n % 6}.1`);
    const mails = () => api.signInMails.filter(({ personId }) => personId === ana.id).length;
    expect([mails(), (await ask(ana.email, '10.9.7.1')).status, mails()]).toEqual([30, 202, 30]);
    await api.db.query(
      `UPDATE login_tokens SET expires_at = clock_timestamp() - interval '1 second' WHERE person_id = $1`,
      [ana.id],
    );
    expect([(await ask(ana.email, '10.9.8.1')).status, mails()]).toEqual([202, 31]);
    expect([(await ask(ana.email, '10.9.9.1')).status, mails()]).toEqual([202, 31]);
  });

  it('takes only paths of ours to go on to', async () => {
    for (const redirectTo of ['//evil.example', 'https://evil.example', '/\\evil.example'])
      expect((await ask(ana.email, '10.3.0.1', redirectTo)).status).toBe(422);
    const { token } = await mailFor(ana, '/console/queue');
    expect(await (await post('/auth/sessions', { token })).json()).toEqual({ redirectTo: '/console/queue' });
  });

  it('makes the configured address the first administrator, by its proof alone', async () => {
    await ask('First@vendor.example', '10.4.0.1');
    expect(await roleOf('first@vendor.example')).toBeNull();
    const mail = api.signInMails.at(-1);
    const signed = await post('/auth/sessions', { token: mail?.token });
    expect(await signed.json()).toEqual({ redirectTo: '/console' });
    const me = await api.fetch('/api/v1/me', { headers: { cookie: cookieOf(signed) } });
    expect(await me.json()).toMatchObject({ person: { email: 'first@vendor.example', staffRole: 'admin' } });
  });
});

describe('the configured administrator', () => {
  const email = 'first@vendor.example';
  const signIn = async (): Promise<unknown> => {
    await ask(email);
    await post('/auth/sessions', { token: api.signInMails.at(-1)?.token });
    return roleOf(email);
  };
  beforeEach(async () => {
    await api.db.query(`DELETE FROM settings WHERE key = 'first_admin'`);
    await api.db.query(`DELETE FROM rate_counters`);
    await api.db.query(`UPDATE people SET staff_role = NULL WHERE staff_role = 'admin'`);
  });

  it('becomes one beside others, as after a trial with the sandbox’s people', async () => {
    await addPerson(api, { staffRole: 'admin' });
    expect(await signIn()).toBe('admin');
  });

  it('gets nothing back that another administrator took, unless there is none left', async () => {
    const other = await addPerson(api, { staffRole: 'admin' });
    expect(await signIn()).toBe('admin');
    await api.db.query('UPDATE people SET staff_role = NULL WHERE email = $1', [email]);
    expect(await signIn()).toBeNull();
    await api.db.query('UPDATE people SET deactivated_at = now() WHERE id = $1', [other.id]);
    expect(await signIn()).toBe('admin');
  });
});

describe('using it', () => {
  it('signs in once, however many try at the same time', async () => {
    const { token } = await mailFor(ana);
    const responses = await Promise.all(Array.from({ length: 5 }, () => post('/auth/sessions', { token })));
    expect(responses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 401, 401, 401, 401]);
    const signed = responses.find(({ status }) => status === 201) ?? new Response();
    expect(signed.headers.getSetCookie()[0]).toMatch(
      /^gangway=[\w-]{43}; Max-Age=604800; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
    expect((await api.fetch('/api/v1/me', { headers: { cookie: cookieOf(signed) } })).status).toBe(200);
  });

  it('survives scanners that fetch every link', async () => {
    const { token } = await mailFor(ana);
    for (const method of ['GET', 'HEAD']) {
      for (const path of [`/sign-in?token=${token}`, `/api/v1/auth/sessions?token=${token}`])
        await (await api.fetch(path, { method })).text();
    }
    expect((await post('/auth/sessions', { token })).status).toBe(201);
  });

  it('is over after fifteen minutes', async () => {
    const { token, code } = await mailFor(ana);
    await api.db.query(
      `UPDATE login_tokens SET expires_at = clock_timestamp() - interval '1 second' WHERE person_id = $1`,
      [ana.id],
    );
    expect((await post('/auth/sessions', { token })).status).toBe(401);
    expect((await post('/auth/sessions', { email: ana.email, code })).status).toBe(401);
  });

  const enter = async (code: string, ip: string) =>
    (await post('/auth/sessions', { email: ana.email.toUpperCase(), code }, { 'x-forwarded-for': ip })).status;
  const otherThan = (code: string) => (code === '00000000' ? '00000001' : '00000000');

  it('takes ten codes an hour from a network, right or wrong, and leaves others theirs', async () => {
    const { code } = await mailFor(ana);
    for (let n = 0; n < 10; n++) expect(await enter(otherThan(code), `10.5.0.${n}`)).toBe(401);
    expect([await enter(code, '10.5.0.11'), await enter(code, '10.6.0.1')]).toEqual([429, 201]);
  });

  it('takes a code fifty times in all', async () => {
    const { code } = await mailFor(ana);
    for (let n = 0; n < 50; n++) await enter(otherThan(code), `10.10.${n % 5}.${n}`);
    expect(await enter(code, '10.11.0.1')).toBe(401);
    expect(await enter((await mailFor(ana)).code, '10.11.0.1')).toBe(201);
  });

  it('takes the code of any mail that is still good, once', async () => {
    const { code } = await mailFor(ana);
    await mailFor(ana);
    expect([await enter(code, '10.12.0.1'), await enter(code, '10.12.0.1')]).toEqual([201, 401]);
  });

  it('lets nobody in who was deactivated meanwhile', async () => {
    const { token } = await mailFor(ana);
    await api.db.query('UPDATE people SET deactivated_at = now() WHERE id = $1', [ana.id]);
    expect((await post('/auth/sessions', { token })).status).toBe(401);
  });
});

describe('a session', () => {
  const me = (headers: Record<string, string>) => api.fetch('/api/v1/me', { headers });

  it('is replaced by the next sign-in of the same browser', async () => {
    const first = await signedIn(api, ana.id);
    const { token } = await mailFor(ana);
    const second = await post('/auth/sessions', { token }, first);
    expect(second.status).toBe(201);
    expect((await me(first)).status).toBe(401);
    expect((await me({ cookie: cookieOf(second) })).status).toBe(200);
  });

  it.each([
    ['12 idle hours', `last_seen_at = clock_timestamp() - interval '12 hours 1 second'`],
    ['seven days', `expires_at = clock_timestamp() - interval '1 second'`],
    ['being revoked', 'revoked_at = clock_timestamp()'],
  ])('ends after %s', async (_, change) => {
    const headers = await signedIn(api, ana.id);
    expect((await me(headers)).status).toBe(200);
    await api.db.query(`UPDATE sessions SET ${change} WHERE person_id = $1`, [ana.id]);
    expect((await me(headers)).status).toBe(401);
  });

  it('ends by signing out, which always works', async () => {
    const headers = await signedIn(api, ana.id);
    const out = await api.fetch('/api/v1/auth/sessions/current', { method: 'DELETE', headers });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()[0]).toMatch(/^gangway=;/);
    expect((await me(headers)).status).toBe(401);
    expect((await api.fetch('/api/v1/auth/sessions/current', { method: 'DELETE', headers })).status).toBe(204);
  });

  it('of a customer opens no console', async () => {
    const customer = await addPerson(api, { side: 'customer' });
    expect((await me(await signedIn(api, customer.id))).status).toBe(403);
  });
});

describe('a change from elsewhere', () => {
  const signOut = (headers: Record<string, string>) =>
    api.fetch('/api/v1/auth/sessions/current', { method: 'DELETE', headers });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['a page without origin', { origin: 'null' }],
    ['nowhere, with a cookie', {}],
  ])('is refused: %s', async (_, from) => {
    const { cookie = '' } = await signedIn(api, ana.id);
    expect((await signOut({ cookie, ...from })).status).toBe(403);
    expect((await api.fetch('/api/v1/me', { headers: { cookie } })).status).toBe(200);
  });

  it('passes from our own origin, where the browser is old', async () => {
    const { cookie = '' } = await signedIn(api, ana.id);
    expect((await signOut({ cookie, origin: api.url })).status).toBe(204);
  });

  it('cannot sign a browser in as somebody else', async () => {
    const { token } = await mailFor(ana);
    expect((await post('/auth/sessions', { token }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });
});
