/** Commands all the way: from the press to the stored onboarding, its story and its links. */
import { beforeAll, describe, expect, it } from 'vitest';
import { taskLinkView } from '../../../src/contracts/api/access.ts';
import { endpoints } from '../../../src/contracts/api/index.ts';
import { createClock } from '../../../src/db/clock.ts';
import { createTaskLinks } from '../../../src/db/links.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import { runCommand } from '../../../src/usecases/onboardings/run-command.ts';
import { useTestApi } from './support/api.ts';
import { addOnboarding, type TestOnboarding } from './support/onboarding.ts';
import { addPerson, signedIn, signedInAs, withKey } from './support/people.ts';

const api = useTestApi();
let acme: TestOnboarding;
let csm: Record<string, string>;

beforeAll(async () => {
  const deps = { db: api.db, clock: createClock(api.db), playbooks: createPlaybookStore(api.db), publicUrl: api.url };
  api.onCommand((call) => runCommand(deps, call));
  acme = await addOnboarding(api, { name: 'Acme onboarding' });
  csm = await signedIn(api, acme.csm.id);
});

const press = (path: string, body: object = {}, headers = csm) =>
  api.fetch(`/api/v1${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const read = async (headers = csm) =>
  endpoints.getOnboarding.response.parse(await (await api.fetch(`/api/v1/onboardings/${acme.id}`, { headers })).json());
const sentences = async () => {
  const answer: unknown = await (
    await api.fetch(`/api/v1/onboardings/${acme.id}/story?limit=200`, { headers: csm })
  ).json();
  return endpoints.getStory.response.parse(answer).items.map(({ actor, sentence }) => `${sentence} · ${actor}`);
};

describe('publishing', () => {
  it('is neither offered nor granted to a member whom the playbook does not name', async () => {
    const seller = await signedIn(api, acme.seller.id);
    expect([(await read(seller)).can.includes('publish'), (await read()).can.includes('publish')]).toEqual([
      false,
      true,
    ]);
    const refused = await press(`/onboardings/${acme.id}/publish`, {}, seller);
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'forbidden' }]);
    expect((await read()).status).toBe('draft');
  });

  it('is refused to a viewer, done by a member, and told', async () => {
    expect((await press(`/onboardings/${acme.id}/publish`, {}, await signedInAs(api, 'viewer'))).status).toBe(403);
    const done = await press(`/onboardings/${acme.id}/publish`, { kickoffOn: '2098-01-08' });
    expect([done.status, await done.json()]).toMatchObject([200, { onboardingId: acme.id }]);
    expect(await read()).toMatchObject({ status: 'active', kickoffOn: '2098-01-08' });
    expect(
      (await sentences()).some((line) =>
        /^The plan was published: \d+ tasks, kickoff 8 Jan 2098.* · Cem Success$/.test(line),
      ),
    ).toBe(true);
    const again = await press(`/onboardings/${acme.id}/publish`);
    expect([200, 409]).toContain(again.status);
  });

  it('offers from then on what is possible now, to whom it is possible', async () => {
    expect((await read()).can).toEqual(expect.arrayContaining(['hold', 'complete']));
    expect((await read()).can).not.toContain('publish');
    expect((await read()).can).not.toContain('cancel');
    const key = await withKey(api, ['read', 'write']);
    expect((await read(key)).can).not.toContain('approve-go-live');
    expect((await press(`/onboardings/${acme.id}/approve-go-live`, {}, key)).status).toBe(403);
  });
});

describe('a task by its link', () => {
  /** to all that the form of the shipped playbook requires */
  const answers = {
    company_name: 'Acme',
    teams: 'Support',
    users: '40',
    languages: 'English',
    today: 'In mails',
    data_source: 'Spreadsheets',
  };
  const linkOf = async (personId: string, taskId: string) =>
    (await createTaskLinks(api.db, [{ taskId, personId, inPlaceOfId: null }]))[0]?.token ?? '';
  const taskOfLead = async () => {
    const { tasks } = await read();
    const task =
      tasks.find(({ owner, type, status }) => owner?.id === acme.lead.id && status === 'pending' && type === 'form') ??
      tasks.find(
        ({ owner, type }) => owner?.id === acme.lead.id && !['approval', 'sign_off', 'document'].includes(type),
      );
    if (!task) throw new Error('the lead has no task');
    return task;
  };

  it('can be blocked, freed, commented and completed, and says by whom', async () => {
    const task = await taskOfLead();
    const token = await linkOf(acme.lead.id, task.id);
    const by = (command: string, body: object = {}) =>
      press(`/task-links/${token}/${command}`, body, { 'sec-fetch-site': 'same-origin' });
    expect((await by('block', { what: 'The list of users', side: 'customer', expectedOn: '2098-02-01' })).status).toBe(
      200,
    );
    const page = taskLinkView.parse(await (await api.fetch(`/api/v1/task-links/${token}`)).json());
    expect(page).toMatchObject({
      task: { status: 'blocked' },
      waitsFor: expect.arrayContaining([
        expect.objectContaining({ what: 'The list of users', expectedOn: '2098-02-01' }),
      ]),
    });
    expect((await by('unblock')).status).toBe(200);
    expect((await by('comment', { body: 'Nearly there' })).status).toBe(200);
    expect((await by('complete', { note: 'All in' })).status).toBe(409);
    expect((await by('answer-form', { answers })).status).toBe(200);
    expect((await by('complete', { note: 'All in' })).status).toBe(200);
    expect((await read()).tasks.find(({ id }) => id === task.id)).toMatchObject({
      status: 'done',
      doneBy: expect.stringContaining('the link sent to Ana Customer'),
    });
    expect(await sentences()).toContain(`“${task.name}” was completed: All in · the link sent to Ana Customer`);
  });

  it('stops opening for whoever handed it on', async () => {
    const task = await taskOfLead();
    const token = await linkOf(acme.lead.id, task.id);
    const handed = await press(
      `/task-links/${token}/reassign`,
      { name: 'Bo Colleague', email: 'bo@example.com' },
      { 'sec-fetch-site': 'same-origin' },
    );
    expect(handed.status).toBe(200);
    expect((await api.fetch(`/api/v1/task-links/${token}`)).status).toBe(410);
    expect((await read()).tasks.find(({ id }) => id === task.id)?.owner).toMatchObject({
      name: 'Bo Colleague',
      side: 'customer',
    });
    const stranger = await addPerson(api, { side: 'customer', name: 'Stranger' });
    const other = await linkOf(stranger.id, task.id);
    expect((await api.fetch(`/api/v1/task-links/${other}`)).status).toBe(200);
  });
});

describe('the end of a hold', () => {
  it('wakes everybody to whom something was left unsaid, whoever hears of the end itself', async () => {
    const globex = await addOnboarding(api, { name: 'Globex onboarding' });
    const owner = await signedIn(api, globex.csm.id);
    const held = await press(`/onboardings/${globex.id}/hold`, { reason: 'Year end', resumeOn: '2098-01-04' }, owner);
    expect(held.status).toBe(200);
    await api.db.query(
      `INSERT INTO intents (id, dedupe_key, onboarding_id, person_id, kind, urgency, rule, data, not_before, planned_at, state)
       VALUES (gen_random_uuid(), 'unsaid', $1, $2, 'go_live', 'now', 'go-live was approved', '{}', now(), now(), 'planned')`,
      [globex.id, globex.seller.id],
    );
    const woken = async () =>
      (await api.db.query(`SELECT 1 FROM outbox WHERE workflow_id = $1`, [`person:${globex.seller.id}`])).length;
    expect(await woken()).toBe(0);
    expect((await press(`/onboardings/${globex.id}/resume`, {}, owner)).status).toBe(200);
    expect(await woken()).toBe(1);
  });
});

describe('a command on nothing', () => {
  it.each(['onboardings', 'tasks', 'milestones', 'phases', 'blockers', 'integration-items', 'check-ins'])(
    'is not found: %s',
    async (subject) => {
      const command =
        {
          onboardings: 'hold',
          tasks: 'start',
          milestones: 'complete-milestone',
          phases: 'approve-gate',
          blockers: 'resolve',
          'integration-items': 'set-status',
          'check-ins': 'complete-check-in',
        }[subject] ?? '';
      const body =
        {
          hold: { reason: 'x', resumeOn: '2098-01-01' },
          'approve-gate': { gate: 'exit', criterion: 0 },
          'set-status': { status: 'connected' },
          'complete-check-in': { note: 'x' },
        }[command] ?? {};
      expect((await press(`/${subject}/018f4d5e-0000-7000-8000-00000000abcd/${command}`, body)).status).toBe(404);
    },
  );
});
