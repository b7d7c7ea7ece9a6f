import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { getMyTasks, openMyTask } from '../../../src/contracts/api/my-tasks.ts';
import { taskLinkView } from '../../../src/contracts/api/access.ts';
import { useTestApi } from './support/api.ts';
import { addOnboarding, type TestOnboarding } from './support/onboarding.ts';
import { addPerson, signedIn } from './support/people.ts';

const api = useTestApi();
const names = ['Send the logo', 'Name the admins', 'Look into their credit'] as const;
let acme: TestOnboarding;
let idOf: (name: string) => string;

beforeAll(async () => {
  acme = await addOnboarding(api, {
    status: 'active',
    change: ({ tasks, onboarding, people }) => {
      onboarding.publishedAt = '2026-03-02T09:00:00.000Z';
      const lead = people.find(({ name }) => name === 'Ana Customer');
      for (const task of tasks) task.ownerId = null;
      for (const [at, name] of names.entries())
        Object.assign(tasks[at] ?? {}, {
          name,
          ownerId: lead?.id,
          readyAt: '2026-03-02T09:00:00.000Z',
          dueOn: `2026-03-${12 - at}`,
          visibility: at === 2 ? 'internal' : 'shared',
        });
    },
  });
  idOf = (name) => acme.state.tasks.find((task) => task.name === name)?.id ?? '';
});

const tasksOf = async (personId: string) =>
  getMyTasks.response.parse(
    await (await api.fetch('/api/v1/my-tasks', { headers: await signedIn(api, personId) })).json(),
  );
const open = async (name: string, personId: string): Promise<Response> =>
  api.fetch(`/api/v1/my-tasks/${idOf(name)}/link`, { method: 'POST', headers: await signedIn(api, personId) });

describe('my tasks', () => {
  it('are a customer’s own, soonest first, and nothing internal', async () => {
    const { items, count, reader, companyName } = await tasksOf(acme.lead.id);
    expect(items.map(({ name, onboardingName }) => [name, onboardingName])).toEqual([
      ['Name the admins', 'Acme onboarding'],
      ['Send the logo', 'Acme onboarding'],
    ]);
    expect({ count, reader, companyName }).toEqual({
      count: 2,
      reader: { name: 'Ana Customer', email: acme.lead.email },
      companyName: 'Vendor Ltd',
    });
  });

  it('are nobody else’s, also not a colleague’s', async () => {
    const colleague = await addPerson(api, { side: 'customer' });
    expect(await tasksOf(colleague.id)).toMatchObject({ items: [], count: 0 });
    expect((await open('Send the logo', colleague.id)).status).toBe(404);
  });

  it('open on their page, by a link of their owner’s own', async () => {
    const answer = await open('Send the logo', acme.lead.id);
    expect(answer.status).toBe(201);
    const { token } = openMyTask.response.parse(await answer.json());
    const page = taskLinkView.parse(await (await api.fetch(`/api/v1/task-links/${token}`)).json());
    expect(page).toMatchObject({ task: { name: 'Send the logo' }, person: { id: acme.lead.id } });
  });

  it('hold what somebody else’s task waits for from them, and open that task for them', async () => {
    const colleague = await addPerson(api, { side: 'customer' });
    await api.db.query(`UPDATE tasks SET status = 'blocked' WHERE id = $1`, [idOf('Send the logo')]);
    await api.db.query(
      `INSERT INTO blockers (id, onboarding_id, task_id, what, side, person_id, opened_at) VALUES (gen_random_uuid(), $1, $2, 'The artwork', 'customer', $3, now())`,
      [acme.id, idOf('Send the logo'), colleague.id],
    );
    expect((await tasksOf(colleague.id)).items).toMatchObject([{ name: 'The artwork', taskName: 'Send the logo' }]);
    const { token } = openMyTask.response.parse(await (await open('Send the logo', colleague.id)).json());
    const page = taskLinkView.parse(await (await api.fetch(`/api/v1/task-links/${token}`)).json());
    expect(page).toMatchObject({ isOwner: false, askedFor: [{ what: 'The artwork' }] });
    await api.db.query('DELETE FROM blockers');
    expect((await tasksOf(colleague.id)).items).toEqual([]);
    await api.db.query(`UPDATE tasks SET status = 'pending' WHERE id = $1`, [idOf('Send the logo')]);
  });

  it('do not open what is internal to us', async () => {
    expect((await open('Look into their credit', acme.lead.id)).status).toBe(404);
  });

  it('are where a customer lands who signs in without having been anywhere', async () => {
    await api.fetch('/api/v1/auth/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ email: acme.lead.email }),
    });
    const answer = await api.fetch('/api/v1/auth/sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ token: api.signInMails.at(-1)?.token }),
    });
    expect(z.object({ redirectTo: z.string() }).parse(await answer.json()).redirectTo).toBe('/tasks');
  });
});
