/** What a customer answers in the form on a task's page. */
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { taskLinkView } from '../../../src/contracts/api/access.ts';
import { problemDetails } from '../../../src/contracts/api/values.ts';
import { createClock } from '../../../src/db/clock.ts';
import { createTaskLinks } from '../../../src/db/links.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import { runCommand } from '../../../src/usecases/onboardings/run-command.ts';
import { useTestApi } from './support/api.ts';
import { addOnboarding } from './support/onboarding.ts';

const api = useTestApi();
let path = '';

beforeAll(async () => {
  const deps = { db: api.db, clock: createClock(api.db), playbooks: createPlaybookStore(api.db), publicUrl: api.url };
  api.onCommand((call) => runCommand(deps, call));
  const acme = await addOnboarding(api, { status: 'active' });
  const intake = acme.state.tasks.find(({ key }) => key === 'fill-intake');
  const [link] = await createTaskLinks(api.db, [
    { taskId: intake?.id ?? '', personId: acme.lead.id, inPlaceOfId: null },
  ]);
  path = `/api/v1/task-links/${link?.token}`;
});

const view = async () => taskLinkView.parse(await (await api.fetch(path)).json());
async function press(command: string, said: object) {
  const response = await api.fetch(`${path}/${command}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify(said),
  });
  return { status: response.status, body: z.unknown().parse(await response.json()) };
}
async function answer(answers: Record<string, string>) {
  const { status, body } = await press('answer-form', { answers });
  return { status, errors: problemDetails.safeParse(body).data?.errors };
}

const all = {
  company_name: 'Acme',
  teams: 'Support',
  users: '40',
  languages: 'English',
  today: 'In mails',
  data_source: 'Spreadsheets',
  fixed_dates: '',
};

describe('the form of a task', () => {
  it('takes nothing before all that is required is there, and says which fields are wrong', async () => {
    const form = (await view()).form;
    const required = (form?.fields ?? []).filter((field) => field.required).map(({ key }) => `answers.${key}`);
    expect(required).toContain('answers.company_name');
    const empty = await answer({ fixed_dates: 'None' });
    expect(empty.status).toBe(422);
    expect(empty.errors?.map(({ path: at }) => at)).toEqual(required);
    const wrong = await answer({ ...all, users: 'many', data_source: 'A drawer' });
    expect(wrong.errors).toEqual([
      { path: 'answers.users', message: 'This is no number' },
      { path: 'answers.data_source', message: 'This is none of the choices' },
    ]);
    expect(await view()).toMatchObject({ form: { isAnswered: false }, comments: [] });
  });

  it('comes before the task is done, whatever the customer writes', async () => {
    expect((await press('comment', { body: 'Before we meet\nis this for me?' })).status).toBe(200);
    expect((await view()).form?.isAnswered).toBe(false);
    expect(await press('complete', { note: 'all set' })).toMatchObject({
      status: 409,
      body: {
        code: 'not_allowed_now',
        detail: expect.stringContaining('“Before we meet”'),
        details: { needs: 'form', form: 'Before we meet' },
      },
    });
    expect(await press('skip', { reason: 'We need none' })).toMatchObject({
      status: 409,
      body: { code: 'not_allowed_now', details: { needs: 'form', form: 'Before we meet' } },
    });
    expect(['pending', 'in_progress']).toContain((await view()).task.status);
  });

  it('keeps the answers as a comment, and takes single corrections from then on', async () => {
    expect((await answer(all)).status).toBe(200);
    expect((await view()).form?.isAnswered).toBe(true);
    expect((await view()).comments[0]?.body).toMatch(/^Before we meet\n\n.+:\nAcme\n\n/);
    const [told] = await api.db.query<{ text: string }>(
      `SELECT data->>'text' AS text FROM intents WHERE kind = 'comment_received' ORDER BY planned_at DESC, id DESC LIMIT 1`,
    );
    expect(told?.text).toMatch(/^Company name as it should appear in the workspace:\nAcme\n\n/);
    expect((await answer({ users: 'more' })).status).toBe(422);
    expect((await answer({ users: ' ' })).status).toBe(422);
    expect((await answer({ data_source: 'A drawer' })).errors).toEqual([
      { path: 'answers.data_source', message: 'This is none of the choices' },
    ]);
    expect((await answer({ users: '60', teams: ' ' })).status).toBe(200);
    expect((await view()).comments[0]?.body).toMatch(/^Before we meet\n\n[^\n]+:\n60$/);
  });

  it('lets the task be done from then on', async () => {
    expect((await press('complete', {})).status).toBe(200);
    expect((await view()).task.status).toBe('done');
  });
});
