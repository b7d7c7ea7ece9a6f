import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { endpoints } from '../../../src/contracts/api/index.ts';
import { kindsOfTopic } from '../../../src/usecases/messages/topics.ts';
import { makeUnsubscribeToken } from '../../../src/usecases/messages/unsubscribe-token.ts';
import { testSecret, useTestApi } from './support/api.ts';
import { addPerson, signedIn, type TestPerson } from './support/people.ts';

const api = useTestApi();
let ana: TestPerson;
let path = '';

beforeAll(async () => {
  ana = await addPerson(api, { side: 'customer' });
  path = `/api/v1/unsubscribe/${makeUnsubscribeToken({ personId: ana.id, topic: 'tasks', channel: 'email' }, testSecret)}`;
});
beforeEach(() => api.db.query(`UPDATE people SET unsubscribed = '{go_live}' WHERE id = $1`, [ana.id]));

const unsubscribed = async () =>
  (
    await api.db.query<{ unsubscribed: string[] }>('SELECT unsubscribed FROM people WHERE id = $1', [ana.id])
  )[0]?.unsubscribed.toSorted();
const tasksToo = ['go_live', ...kindsOfTopic('tasks')].sort();

describe('an unsubscribe link', () => {
  it('shows what it would stop and changes nothing when fetched', async () => {
    await api.fetch(path, { method: 'HEAD' });
    expect(await (await api.fetch(path)).json()).toMatchObject({
      email: ana.email,
      kind: 'tasks',
      isUnsubscribed: false,
    });
    expect(await unsubscribed()).toEqual(['go_live']);
  });

  it('leads whoever opens it in a browser to the page with the button', async () => {
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const response = await api.fetch(path, { headers: { accept }, redirect: 'manual' });
    const token = path.split('/').at(-1) ?? '';
    expect([response.status, response.headers.get('location')]).toEqual([303, `/u/${token}`]);
    expect(await unsubscribed()).toEqual(['go_live']);
  });

  it.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'List-Unsubscribe=One-Click'],
    [
      'a multipart form',
      { 'content-type': 'multipart/form-data; boundary=x' },
      '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
    ],
    ['nothing at all', {}, ''],
    ['JSON', { 'content-type': 'application/json' }, '{"List-Unsubscribe":"One-Click"}'],
  ])('stops mails when a provider posts %s from anywhere, once or more', async (_, headers, body) => {
    for (let n = 0; n < 2; n++) {
      const response = await api.fetch(path, {
        method: 'POST',
        headers: { ...headers, origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' },
        body,
      });
      expect([response.status, await response.json()]).toEqual([200, { isUnsubscribed: true }]);
    }
    expect(await unsubscribed()).toEqual(tasksToo);
  });

  it('allows them again', async () => {
    await api.fetch(path, { method: 'POST' });
    const response = await api.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"undo":true}',
    });
    expect(await response.json()).toEqual({ isUnsubscribed: false });
    expect(await unsubscribed()).toEqual(['go_live']);
  });

  it('lets its person choose kind by kind, and tells who chases them', async () => {
    await api.db.query('DELETE FROM outbox');
    const choose = (body: object) =>
      api.fetch(path, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
        body: JSON.stringify(body),
      });
    const response = await choose({ tasks: false, progress: true });
    const view = endpoints.getUnsubscribe.response.parse(await response.json());
    expect(view.isUnsubscribed).toBe(true);
    expect(view.topics.map(({ topic, isWanted }) => [topic, isWanted])).toEqual([
      ['tasks', false],
      ['progress', true],
      ['escalations', true],
      ['portfolio', true],
    ]);
    expect(await unsubscribed()).toEqual(kindsOfTopic('tasks').sort());
    expect(await api.db.query(`SELECT process FROM outbox WHERE subject_id = $1`, [ana.id])).toEqual([
      { process: 'person_digest' },
    ]);
    expect((await choose({ everything: false })).status).toBe(422);
  });

  it('is refused when a letter was changed', async () => {
    const other = path.replace(/unsubscribe\/../, 'unsubscribe/zz');
    expect([(await api.fetch(other)).status, (await api.fetch(other, { method: 'POST' })).status]).toEqual([404, 404]);
    expect(await unsubscribed()).toEqual(['go_live']);
  });
});

it('of a message in Slack stops messages in Slack, and no mail', async () => {
  const { id } = await addPerson(api, { side: 'customer' });
  const link = `/api/v1/unsubscribe/${makeUnsubscribeToken({ personId: id, topic: 'tasks', channel: 'slack' }, testSecret)}`;
  const shown = async () => endpoints.getUnsubscribe.response.parse(await (await api.fetch(link)).json());
  expect(await shown()).toMatchObject({ channel: 'slack', isInSlack: false, isUnsubscribed: true });
  await api.db.query(`INSERT INTO person_channels (person_id, channel, address) VALUES ($1, 'slack', 'T9:U8')`, [id]);
  expect(await shown()).toMatchObject({ isUnsubscribed: false });
  await api.fetch(link, { method: 'POST' });
  expect(await shown()).toMatchObject({ isUnsubscribed: true });
  expect((await shown()).topics[0]).toMatchObject({ topic: 'tasks', isWanted: true, isWantedInSlack: false });
  await api.fetch(link, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"undo":true}' });
  expect((await shown()).topics[0]).toMatchObject({ isWanted: true, isWantedInSlack: true });
});

it('is chosen by whoever is signed in, too', async () => {
  const headers = await signedIn(api, (await addPerson(api, { staffRole: 'member' })).id);
  const response = await api.fetch('/api/v1/me/preferences', {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/json' },
    body: '{"escalations":false}',
  });
  expect(response.status).toBe(200);
  const { topics } = endpoints.getMyPreferences.response.parse(
    await (await api.fetch('/api/v1/me/preferences', { headers })).json(),
  );
  expect(topics.filter(({ isWanted }) => !isWanted).map(({ topic }) => topic)).toEqual(['escalations']);
});

it('is chosen channel by channel, with hours of one’s own, by our people', async () => {
  const { id } = await addPerson(api, { staffRole: 'member' });
  const headers = { ...(await signedIn(api, id)), 'content-type': 'application/json' };
  const put = async (body: object) => {
    const response = await api.fetch('/api/v1/me/preferences', { method: 'PUT', headers, body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  };
  const inSlack = async (body: object) =>
    endpoints.setMyPreferences.response
      .parse((await put(body)).body)
      .topics.filter(({ isWantedInSlack }) => !isWantedInSlack);
  expect(await inSlack({ slack: { progress: false } })).toEqual([]);
  await api.db.query(`INSERT INTO person_channels (person_id, channel, address) VALUES ($1, 'slack', 'T9:U9')`, [id]);
  expect(await inSlack({ slack: { progress: false } })).toMatchObject([{ topic: 'progress', isWanted: true }]);
  expect(
    (await put({ workStart: 600, workEnd: 960, locale: 'de', holidayCountry: 'DE-BY', absentUntil: '2026-12-24' }))
      .body,
  ).toMatchObject({
    isInSlack: true,
    workStart: 600,
    workEnd: 960,
    locale: 'de',
    holidayCountry: 'DE-BY',
    absentUntil: '2026-12-24',
  });
  expect((await put({ workStart: 900, workEnd: 600, tasks: false })).status).toBe(422);
  expect((await put({ staffRole: 'admin' })).status).toBe(422);
  expect((await put({ absentUntil: '9999-12-31' })).status).toBe(422);
  expect((await put({})).body).toMatchObject({ workStart: 600, topics: expect.arrayContaining([]) });
});
