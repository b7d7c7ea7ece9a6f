/** The link of somebody who is asked for what another's task waits for: it is for that alone, and only while they are asked. */
import { beforeEach, describe, expect, it } from 'vitest';
import { taskLinkView } from '../../../src/contracts/api/access.ts';
import { createTaskLinks } from '../../../src/db/links.ts';
import { mayAct } from '../../../src/db/task-rights.ts';
import { openMyTask } from '../../../src/usecases/task-links/open-my-task.ts';
import { useTestApi } from './support/api.ts';
import { addOnboarding, type TestOnboarding } from './support/onboarding.ts';
import { addPerson, signedIn, type TestPerson } from './support/people.ts';

const api = useTestApi();
let acme: TestOnboarding;
let kai: TestPerson;
let taskId = '';
let blockerId = '';
let token = '';

const post = (command: string, body: object = {}, headers: Record<string, string> = {}) =>
  api.fetch(`/api/v1/task-links/${token}/${command}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
    body: JSON.stringify(body),
  });
const open = (headers: Record<string, string> = {}) => api.fetch(`/api/v1/task-links/${token}`, { headers });
const resolved = () => api.db.query('UPDATE blockers SET resolved_at = now() WHERE id = $1', [blockerId]);
const ofTheTask = {
  start: {},
  complete: {},
  block: { what: 'More', side: 'customer' },
  unblock: {},
  snooze: { until: '2098-01-04' },
  skip: { reason: 'Not needed' },
  reassign: { name: 'Bo', email: 'bo@example.com' },
  'answer-form': { answers: {} },
};

beforeEach(async () => {
  acme = await addOnboarding(api, { status: 'active' });
  kai = await addPerson(api, { side: 'partner', name: 'Kai Partner' });
  taskId = acme.state.tasks.find(({ ownerId }) => ownerId === acme.lead.id)?.id ?? '';
  await api.db.query(`UPDATE tasks SET type = 'sign_off', status = 'blocked' WHERE id = $1`, [taskId]);
  const [row] = await api.db.query<{ id: string }>(
    `INSERT INTO blockers (id, onboarding_id, task_id, what, side, person_id, opened_at)
     VALUES (gen_random_uuid(), $1, $2, 'The data mapping', 'partner', $3, now()) RETURNING id`,
    [acme.id, taskId, kai.id],
  );
  blockerId = row?.id ?? '';
  token = await openMyTask(api.db, { taskId, personId: kai.id }, new Date());
  api.commands.length = 0;
  api.linkMails.length = 0;
});

describe('while they are asked', () => {
  it('offers and takes what is about that, and nothing that means the task, signed in or not', async () => {
    for (const headers of [{}, await signedIn(api, kai.id)]) {
      const page = taskLinkView.parse(await (await open(headers)).json());
      expect(page).toMatchObject({ askedFor: [{ id: blockerId }], needsSignIn: [] });
      expect(page.can.toSorted()).toEqual(['comment', 'resolve', 'set-expected']);
      for (const [command, body] of Object.entries(ofTheTask)) {
        const { status } = await post(command, body, headers);
        expect([command, status]).toEqual([command, 403]);
      }
    }
    expect(api.commands).toEqual([]);
    for (const [command, body] of Object.entries({
      comment: { body: 'Nearly there' },
      'set-expected': { blockerId, expectedOn: '2098-01-04' },
      resolve: { blockerId },
    }))
      expect((await post(command, body)).status).toBe(200);
    expect(api.commands.map(({ name }) => name)).toEqual(['comment', 'set-expected', 'resolve']);
  });

  it('is no right to the task by mail or in Slack either', async () => {
    expect(await mayAct(api.db, { taskId, personId: kai.id }, new Date())).toBe(false);
  });

  it('leaves whoever is asked about the task itself what that gives', async () => {
    await createTaskLinks(api.db, [{ taskId, personId: kai.id, inPlaceOfId: null }]);
    expect(await mayAct(api.db, { taskId, personId: kai.id }, new Date())).toBe(true);
    expect((await post('unblock')).status).toBe(200);
    await resolved();
    expect((await open()).status).toBe(200);
  });

  it('prolongs no link by which they were asked about the task', async () => {
    const [link] = await createTaskLinks(api.db, [{ taskId, personId: kai.id, inPlaceOfId: null }]);
    await api.db.query(`UPDATE task_links SET expires_at = clock_timestamp() + interval '1 day'`);
    await openMyTask(api.db, { taskId, personId: kai.id }, new Date());
    const days = await api.db.query(
      `SELECT is_for_blockers AS "isForBlockers", extract(day FROM expires_at - clock_timestamp())::int > 1 AS "isProlonged"
       FROM task_links WHERE person_id = $1 GROUP BY 1, 2 ORDER BY 1`,
      [kai.id],
    );
    expect(link).toBeDefined();
    expect(days).toEqual([
      { isForBlockers: false, isProlonged: false },
      { isForBlockers: true, isProlonged: true },
    ]);
  });
});

describe('once it is there, or asked of somebody else', () => {
  it.each([
    ['resolved', resolved],
    ['of somebody else', () => api.db.query('UPDATE blockers SET person_id = $1', [acme.csm.id])],
  ])('opens nothing, and says so: %s', async (_, change) => {
    await change();
    const gone = await open(await signedIn(api, kai.id));
    expect([gone.status, await gone.json()]).toMatchObject([
      410,
      { code: 'link_expired', details: { reason: 'not_asked' } },
    ]);
    expect((await post('comment', { body: 'Hello' })).status).toBe(410);
    expect(api.commands).toEqual([]);
  });

  it('mails no new link', async () => {
    await resolved();
    await api.db.query(`UPDATE task_links SET expires_at = clock_timestamp() - interval '1 second'`);
    expect((await post('renew')).status).toBe(202);
    expect(api.linkMails).toEqual([]);
  });
});

it('expires as any other, and a new one is for the same', async () => {
  await api.db.query(`UPDATE task_links SET expires_at = clock_timestamp() - interval '1 second'`);
  const gone = await open();
  expect([gone.status, await gone.json()]).toMatchObject([410, { details: { reason: 'expired' } }]);
  expect((await post('renew')).status).toBe(202);
  expect(api.linkMails).toEqual([{ taskId, personId: kai.id, inPlaceOfId: null, isForBlockers: true }]);
});

it('gives nothing back to who stood in and is asked for it now', async () => {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  await api.db.query('UPDATE people SET delegate_id = $2, absent_from = $3, absent_until = $4 WHERE id = $1', [
    acme.lead.id,
    kai.id,
    day(-9),
    day(-3),
  ]);
  const [link] = await createTaskLinks(api.db, [{ taskId, personId: kai.id, inPlaceOfId: acme.lead.id }]);
  token = link?.token ?? '';
  expect((await open()).status).toBe(200);
  expect((await post('unblock')).status).toBe(403);
  await resolved();
  expect(await (await open()).json()).toMatchObject({ details: { reason: 'handed_back' } });
});
