import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoints } from '../../../src/contracts/api/index.ts';
import { createTaskLinks } from '../../../src/db/links.ts';
import { recordMessage } from '../../../src/db/messages.ts';
import { useTestApi } from './support/api.ts';
import { addOnboarding, type TestOnboarding } from './support/onboarding.ts';
import { addPerson, signedIn, signedInAs, type TestPerson, withKey } from './support/people.ts';

const api = useTestApi();
let member: Record<string, string>;
let admin: Record<string, string>;
let boss: TestPerson;
let acme: TestOnboarding;

beforeAll(async () => {
  member = await signedInAs(api, 'member');
  boss = await addPerson(api, { staffRole: 'admin' });
  admin = await signedIn(api, boss.id);
  acme = await addOnboarding(api);
});
beforeEach(() => api.db.query('DELETE FROM outbox'));

const send = async (method: string, path: string, headers: Record<string, string>, body: object) => {
  const response = await api.fetch(`/api/v1${path}`, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: z.record(z.string(), z.unknown()).parse(await response.json()) };
};
const change = (person: { id: string }, headers: Record<string, string>, body: object) =>
  send('PATCH', `/people/${person.id}`, headers, body);

describe('changing a person', () => {
  it('makes them reachable by a corrected address, and tells who chases them', async () => {
    await api.db.query(`UPDATE people SET unreachable_since = now(), unreachable_reason = '550' WHERE id = $1`, [
      acme.lead.id,
    ]);
    const { status, body } = await change(acme.lead, member, { email: 'Ana.New@Example.com' });
    expect([status, body]).toMatchObject([
      200,
      { email: 'ana.new@example.com', unreachableSince: null, unreachableReason: null },
    ]);
    const told = await api.db.query<{ process: string; subject_id: string }>(
      'SELECT process, subject_id FROM outbox ORDER BY process',
    );
    expect(told).toEqual([
      { process: 'onboarding', subject_id: acme.id },
      { process: 'person_digest', subject_id: acme.lead.id },
    ]);
  });

  it('ends what the old address holds: links, and what was about to be sent there', async () => {
    const [task] = acme.state.tasks.filter(({ ownerId }) => ownerId === acme.lead.id);
    const target = { taskId: task?.id ?? '', personId: acme.lead.id, inPlaceOfId: null };
    const [link] = await createTaskLinks(api.db, [target]);
    const open = async () => (await api.fetch(`/api/v1/task-links/${link?.token}`)).status;
    const messageId = '018f4d5e-0000-7000-8000-0000000000aa';
    await recordMessage(
      api.db,
      { messageId, ...target, kind: 'now', channel: 'email', address: acme.lead.email, localDate: '2026-03-02' },
      new Date(),
    );
    expect(await open()).toBe(200);
    await change(acme.lead, member, { email: 'ana.newest@example.com' });
    expect(await open()).toBe(410);
    await createTaskLinks(api.db, [target]);
    expect(await open()).toBe(410);
    expect(await api.db.query('SELECT state FROM messages WHERE id = $1', [messageId])).toEqual([
      { state: 'withdrawn' },
    ]);
  });

  it('makes their address one to be tried again, where somebody says so', async () => {
    await api.db.query(
      `INSERT INTO person_channels (person_id, channel, address, unreachable_since, unreachable_reason)
       SELECT id, 'email', email, now(), 'Mail came back' FROM people WHERE id = $1`,
      [acme.lead.id],
    );
    await api.db.query(`UPDATE people SET unreachable_since = now(), unreachable_reason = '550' WHERE id = $1`, [
      acme.lead.id,
    ]);
    const path = `/api/v1/people/${acme.lead.id}/try-mail-again`;
    const response = await api.fetch(path, { method: 'POST', headers: member });
    const person = endpoints.tryMailAgain.response.parse(await response.json());
    expect(person).toMatchObject({ id: acme.lead.id, unreachableSince: null, unreachableReason: null });
    expect(await api.db.query('SELECT subject_id FROM outbox')).toContainEqual({ subject_id: acme.id });
  });

  it('does not let a member decide who gets in', async () => {
    const colleague = await addPerson(api, { staffRole: 'viewer' });
    for (const body of [{ staffRole: 'admin' }, { email: 'mine@example.com' }, { isDeactivated: true }])
      expect((await change(colleague, member, body)).status).toBe(403);
    const { cookie } = member;
    const me = endpoints.getMe.response.parse(
      await (await api.fetch('/api/v1/me', { headers: { cookie: cookie ?? '' } })).json(),
    );
    expect((await change(me.person, member, { staffRole: 'admin' })).status).toBe(403);
    expect((await change(colleague, member, { absentFrom: '2026-12-21', absentUntil: '2026-12-31' })).status).toBe(200);
    expect((await change(colleague, admin, { staffRole: 'manager' })).body).toMatchObject({ staffRole: 'manager' });
  });

  it('ends the sessions of whoever leaves', async () => {
    const leaver = await addPerson(api, { staffRole: 'member' });
    const session = await signedIn(api, leaver.id);
    expect((await change(leaver, admin, { isDeactivated: true })).body['deactivatedAt']).not.toBeNull();
    expect((await api.fetch('/api/v1/me', { headers: session })).status).toBe(401);
    await change(leaver, admin, { isDeactivated: false });
    expect((await api.fetch('/api/v1/me', { headers: session })).status).toBe(401);
  });

  it('keeps the last administrator', async () => {
    await api.db.query(`UPDATE people SET staff_role = 'manager' WHERE staff_role = 'admin' AND id <> $1`, [boss.id]);
    expect((await change(boss, admin, { staffRole: 'member' })).status).toBe(409);
    expect((await change(boss, admin, { isDeactivated: true })).status).toBe(409);
  });

  it('lets a colleague cover for another, until a day', async () => {
    const [a, b] = [await addPerson(api, { staffRole: 'member' }), await addPerson(api, { staffRole: 'member' })];
    const july = { coverFrom: '2026-07-01', coverUntil: '2026-07-14' };
    expect((await change(a, member, { coverId: b.id, ...july })).body).toMatchObject({ cover: { id: b.id }, ...july });
    for (const [person, body] of [
      [a, { coverUntil: null }],
      [a, { coverFrom: '2026-07-15' }],
      [a, { coverId: a.id }],
      [a, { coverId: null }],
      [a, { coverId: acme.lead.id }],
      [b, { coverId: a.id, coverFrom: '2026-07-14', coverUntil: '2026-07-20' }],
      [acme.lead, { coverId: a.id, ...july }],
    ] as const)
      expect({ body, status: (await change(person, member, body)).status }).toEqual({ body, status: 422 });
    const august = { coverId: a.id, coverFrom: '2026-07-15', coverUntil: '2026-08-01' };
    expect((await change(b, member, august)).status).toBe(200);
    expect((await change(a, member, { coverId: null, coverFrom: null, coverUntil: null })).body).toMatchObject({
      cover: null,
    });
  });

  it('refuses what cannot be', async () => {
    const [a, b] = [await addPerson(api), await addPerson(api)];
    expect((await change(a, member, { delegateId: b.id })).status).toBe(200);
    for (const [person, body] of [
      [b, { delegateId: a.id }],
      [a, { delegateId: a.id }],
      [a, { delegateId: '018f4d5e-0000-7000-8000-00000000abcd' }],
      [a, { workStart: 1100 }],
      [a, { absentFrom: '2026-05-02', absentUntil: '2026-05-01' }],
      [a, { absentUntil: '9999-12-31' }],
      [a, { timezone: 'Mars/Olympus' }],
      [a, { holidayCountry: 'XX' }],
      [a, { holidayCountry: 'DE-XY' }],
    ] as const)
      expect({ body, status: (await change(person, member, body)).status }).toEqual({ body, status: 422 });
    expect((await change(a, admin, { email: b.email })).status).toBe(409);
    expect((await change(acme.lead, admin, { staffRole: 'viewer' })).status).toBe(422);
  });
});

describe('naming a delegate', () => {
  const errorsOf = async (person: { id: string }, delegate: { id: string }) =>
    (await change(person, member, { delegateId: delegate.id })).body['errors'];
  const refused = (message: string) => [{ path: 'delegateId', message }];

  it('takes nobody of another side, and nobody who has left', async () => {
    const [one, colleague] = [await addPerson(api), await addPerson(api)];
    expect(await errorsOf(one, acme.lead)).toEqual(refused('Somebody of the same side stands in'));
    await change(colleague, admin, { isDeactivated: true });
    expect(await errorsOf(one, colleague)).toEqual(refused('They have left'));
  });

  it('of a customer takes a colleague, or somebody with a part in the same onboarding, and no stranger', async () => {
    const ana = await addPerson(api, { side: 'customer', email: 'ana@one.example' });
    const colleague = await addPerson(api, { side: 'customer', email: 'bo@one.example' });
    const stranger = await addPerson(api, { side: 'customer', email: 'cy@other.example' });
    expect((await change(ana, member, { delegateId: colleague.id })).status).toBe(200);
    expect(await errorsOf(ana, stranger)).toEqual(
      refused('Somebody of their company or of the same onboarding stands in'),
    );
    for (const { id } of [ana, stranger])
      await api.db.query(
        `INSERT INTO members (id, onboarding_id, role, person_id) VALUES (gen_random_uuid(), $1, $2, $3)`,
        [acme.id, `customer.${id}`, id],
      );
    expect((await change(ana, member, { delegateId: stranger.id })).status).toBe(200);
  });

  it('keeps one whom nobody changes, whatever has become of them', async () => {
    const [one, colleague] = [await addPerson(api), await addPerson(api)];
    await change(one, member, { delegateId: colleague.id });
    await change(colleague, admin, { isDeactivated: true });
    expect((await change(one, member, { delegateId: colleague.id, locale: 'de' })).status).toBe(200);
  });
});

describe('adding a person', () => {
  it('is for administrators, in person or by key', async () => {
    const created = await send('POST', '/people', await withKey(api, ['admin']), {
      side: 'partner',
      name: 'Pat',
      email: 'Pat@Partner.example',
    });
    expect(created).toMatchObject({
      status: 201,
      body: { email: 'pat@partner.example', side: 'partner', workDays: [1, 2, 3, 4, 5], locale: 'en' },
    });
    expect(
      (await send('POST', '/people', admin, { side: 'partner', name: 'Pat', email: 'pat@partner.example' })).status,
    ).toBe(409);
  });
});

describe('API keys', () => {
  it('are shown once, work with their scopes, and end when revoked or expired', async () => {
    const made = await send('POST', '/api-keys', admin, { name: 'Exports', scopes: ['read'] });
    const secret = String(made.body['secret']);
    expect(secret).toMatch(/^gw_[0-9a-f]{8}_[0-9a-f]{64}$/);
    expect(JSON.stringify(await (await api.fetch('/api/v1/api-keys', { headers: admin })).json())).not.toContain(
      secret,
    );
    expect(JSON.stringify(await api.db.query('SELECT * FROM api_keys'))).not.toContain(secret);
    const use = () => api.fetch('/api/v1/people', { headers: { authorization: `Bearer ${secret}` } });
    expect((await use()).status).toBe(200);
    await api.db.query(`UPDATE api_keys SET expires_at = clock_timestamp() - interval '1 second' WHERE id = $1`, [
      made.body['id'],
    ]);
    expect((await use()).status).toBe(401);
    await api.db.query(`UPDATE api_keys SET expires_at = NULL WHERE id = $1`, [made.body['id']]);
    expect(
      (await api.fetch(`/api/v1/api-keys/${String(made.body['id'])}`, { method: 'DELETE', headers: admin })).status,
    ).toBe(204);
    expect((await use()).status).toBe(401);
  });
});

describe('an API key', () => {
  it.each([
    ['has left', { isDeactivated: true }, { isDeactivated: false }],
    ['is no administrator any more', { staffRole: 'manager' }, { staffRole: 'admin' }],
  ])('is good for nothing while whoever made it %s', async (_, leave, comeBack) => {
    const maker = await addPerson(api, { staffRole: 'admin', name: 'Max Maker' });
    const headers = await signedIn(api, maker.id);
    const made = await send('POST', '/api-keys', headers, { name: 'Theirs', scopes: ['admin'] });
    const use = async () =>
      (await api.fetch('/api/v1/people', { headers: { authorization: `Bearer ${String(made.body['secret'])}` } }))
        .status;
    const listed = async () => {
      const list = endpoints.listApiKeys.response.parse(
        await (await api.fetch('/api/v1/api-keys', { headers: admin })).json(),
      );
      return list.items.find(({ id }) => id === made.body['id']);
    };
    expect([await use(), await listed()]).toMatchObject([200, { createdBy: 'Max Maker', isOrphaned: false }]);
    expect((await change(maker, admin, leave)).status).toBe(200);
    expect([await use(), await listed()]).toMatchObject([401, { isOrphaned: true }]);
    expect((await change(maker, admin, comeBack)).status).toBe(200);
    expect(await use()).toBe(200);
  });
});

describe('who somebody is in Slack', () => {
  it('is for an administrator to say, since whoever is there acts as them', async () => {
    expect((await change(acme.lead, member, { slack: 'T1:U7' })).status).toBe(403);
    expect(await change(acme.lead, admin, { slack: 'T1:U7' })).toMatchObject({ status: 200, body: { slack: 'T1:U7' } });
    expect(await change(acme.lead, admin, { slack: null })).toMatchObject({ status: 200, body: { slack: null } });
    expect((await change(acme.lead, admin, { slack: '@lee' })).status).toBe(422);
  });
});

describe('why somebody is written to', () => {
  it('is told over all their onboardings, with the rule, the channel and what became of it', async () => {
    const person = acme.lead.id;
    const messageId = '01900000-0000-7000-8000-00000000a001';
    await api.db.query(
      `INSERT INTO messages (id, person_id, channel, kind, address, state, local_date, claimed_at, accepted_at)
       VALUES ($1, $2, 'slack', 'digest', 'T1:U1', 'accepted', '2026-11-20', '2026-11-20T09:00:00Z', '2026-11-20T09:00:01Z')`,
      [messageId, person],
    );
    await api.db.query(
      `INSERT INTO intents (id, dedupe_key, onboarding_id, person_id, kind, urgency, rule, not_before, planned_at, decided_at, state, reason, message_id) VALUES
         (gen_random_uuid(), 'why-1', $1, $2, 'due', 'digest', 'on the day it is due', '2026-11-20T08:00:00Z', '2026-11-20T08:00:00Z', '2026-11-20T09:00:00Z', 'sent', NULL, $3),
         (gen_random_uuid(), 'why-2', $1, $2, 'milestone_done', 'digest', 'it was reached', '2026-11-21T08:00:00Z', '2026-11-21T08:00:00Z', '2026-11-21T08:00:00Z', 'withheld', 'does not want it', NULL)`,
      [acme.id, person, messageId],
    );
    await api.db.query(
      `INSERT INTO person_channels (person_id, channel, address, unreachable_since, unreachable_reason) VALUES ($1, 'slack', 'T1:U1', '2026-11-21T08:00:00Z', 'deactivated')
       ON CONFLICT (person_id, channel) DO UPDATE SET address = excluded.address, unreachable_since = excluded.unreachable_since, unreachable_reason = excluded.unreachable_reason`,
      [person],
    );
    const response = await api.fetch(`/api/v1/people/${person}/why`, { headers: member });
    const view = endpoints.getPersonWhy.response.parse(await response.json());
    expect(view.items).toMatchObject([
      { kind: 'milestone_done', state: 'withheld', reason: 'does not want it', onboarding: { id: acme.id } },
      {
        kind: 'due',
        state: 'sent',
        channel: 'slack',
        messageState: 'accepted',
        acceptedAt: '2026-11-20T09:00:01.000Z',
        deliveredAt: null,
        opened: null,
        openedByMachine: null,
      },
    ]);
    expect(view.channels).toMatchObject([
      { channel: 'slack', address: 'T1:U1', unreachableReason: 'deactivated' },
      { channel: 'email', unreachableSince: null },
    ]);
    const unknown = await api.fetch('/api/v1/people/01900000-0000-7000-8000-00000000ffff/why', { headers: member });
    expect(unknown.status).toBe(404);
  });
});
