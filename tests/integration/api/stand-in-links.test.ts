/** The link of somebody who stands in: it opens the task while they do, and not a day longer. */
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTaskLinks, revokeTaskLinks } from '../../../src/db/links.ts';
import { mayAct } from '../../../src/db/task-rights.ts';
import { openMyTask } from '../../../src/usecases/task-links/open-my-task.ts';
import { useTestApi } from './support/api.ts';
import { addOnboarding, type TestOnboarding } from './support/onboarding.ts';
import { addPerson, type TestPerson } from './support/people.ts';

const api = useTestApi();
const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
let acme: TestOnboarding;
let standIn: TestPerson;
let taskId = '';
let token = '';

const away = (personId: string, delegateId: string, from: string, until: string | null) =>
  api.db.query('UPDATE people SET delegate_id = $2, absent_from = $3, absent_until = $4 WHERE id = $1', [
    personId,
    delegateId,
    from,
    until,
  ]);
const open = () => api.fetch(`/api/v1/task-links/${token}`);
const press = (command: string, body: object = {}) =>
  api.fetch(`/api/v1/task-links/${token}/${command}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify(body),
  });
const linkFor = async (personId: string, inPlaceOfId: string | null): Promise<string> =>
  (await createTaskLinks(api.db, [{ taskId, personId, inPlaceOfId }]))[0]?.token ?? '';

beforeEach(async () => {
  acme = await addOnboarding(api, { status: 'active' });
  standIn = await addPerson(api, { side: 'customer', name: 'Ben Standin' });
  taskId = acme.state.tasks.find(({ ownerId, type }) => ownerId === acme.lead.id && type === 'configuration')?.id ?? '';
  taskId ||= acme.state.tasks.find(({ ownerId }) => ownerId === acme.lead.id)?.id ?? '';
  await away(acme.lead.id, standIn.id, day(-3), day(1));
  token = await linkFor(standIn.id, acme.lead.id);
  api.commands.length = 0;
  api.linkMails.length = 0;
});

describe('while the owner is away', () => {
  it('opens the task and acts', async () => {
    expect((await open()).status).toBe(200);
    expect((await press('comment', { body: 'On it' })).status).toBe(200);
    expect(await mayAct(api.db, { taskId, personId: standIn.id }, new Date())).toBe(true);
  });

  it('does so for the stand-in of a stand-in', async () => {
    const third = await addPerson(api, { side: 'customer' });
    await away(standIn.id, third.id, day(-1), null);
    token = await linkFor(third.id, acme.lead.id);
    expect((await open()).status).toBe(200);
    await away(standIn.id, third.id, day(-3), day(-2));
    expect((await open()).status).toBe(410);
  });

  it('ends where the task goes to somebody else meanwhile', async () => {
    await revokeTaskLinks(api.db, [{ taskId, personId: acme.lead.id }]);
    const gone = await open();
    expect([gone.status, await gone.json()]).toMatchObject([410, { details: { reason: 'revoked' } }]);
  });

  it('goes on where it is they who get the task', async () => {
    await api.db.query('UPDATE tasks SET owner_id = $2 WHERE id = $1', [taskId, standIn.id]);
    await revokeTaskLinks(api.db, [{ taskId, personId: acme.lead.id }]);
    expect((await open()).status).toBe(200);
  });
});

describe('once the owner is back', () => {
  beforeEach(() => away(acme.lead.id, standIn.id, day(-3), day(-2)));

  it('says whose task it is, and does nothing', async () => {
    const back = await open();
    expect([back.status, await back.json()]).toMatchObject([
      410,
      {
        code: 'link_expired',
        detail: expect.stringContaining('with Ana Customer now'),
        details: { reason: 'handed_back', owner: 'Ana Customer' },
      },
    ]);
    for (const command of ['complete', 'comment', 'reassign', 'block'])
      expect((await press(command, { body: 'x' })).status).toBe(410);
    expect(api.commands).toEqual([]);
    expect(await mayAct(api.db, { taskId, personId: standIn.id }, new Date())).toBe(false);
  });

  it('mails no new one, also when it expires', async () => {
    await api.db.query(
      `UPDATE task_links SET expires_at = clock_timestamp() - interval '1 second' WHERE task_id = $1`,
      [taskId],
    );
    expect((await press('renew')).status).toBe(202);
    expect(api.linkMails).toEqual([]);
  });

  it('opens again where they are asked for what the task waits for', async () => {
    await api.db.query(
      `INSERT INTO blockers (id, onboarding_id, task_id, what, side, person_id, opened_at) VALUES (gen_random_uuid(), $1, $2, 'A key', 'customer', $3, now())`,
      [acme.id, taskId, standIn.id],
    );
    expect((await open()).status).toBe(200);
  });

  it('lets those in who were asked themselves, and the owner', async () => {
    token = await linkFor(standIn.id, null);
    expect((await open()).status).toBe(200);
    await api.db.query('UPDATE tasks SET owner_id = $2 WHERE id = $1', [taskId, standIn.id]);
    token = await linkFor(standIn.id, acme.lead.id);
    expect((await open()).status).toBe(200);
  });
});

it('that somebody opens from their list holds as long', async () => {
  await api.db.query('UPDATE onboardings SET published_at = now() WHERE id = $1', [acme.id]);
  token = await openMyTask(api.db, { taskId, personId: standIn.id }, new Date());
  expect((await open()).status).toBe(200);
  await away(acme.lead.id, standIn.id, day(-3), day(-2));
  expect((await open()).status).toBe(410);
  token = await openMyTask(api.db, { taskId, personId: acme.lead.id }, new Date());
  const view = z.looseObject({ isOwner: z.boolean() }).parse(await (await open()).json());
  expect(view.isOwner).toBe(true);
});
