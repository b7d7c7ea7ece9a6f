import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { taskLinkView } from '../../../src/contracts/api/access.ts';
import { allEndpoints } from '../../../src/contracts/api/index.ts';
import { createTaskLinks, linksOfFormerOwners, revokeTaskLinks } from '../../../src/db/links.ts';
import type { Task } from '../../../src/domain/model.ts';
import { useTestApi } from './support/api.ts';
import { addOnboarding, type TestOnboarding } from './support/onboarding.ts';
import { signedIn } from './support/people.ts';
import { usedUp } from './support/used-up.ts';

const api = useTestApi();
let acme: TestOnboarding;
let task: Task;
let token = '';

beforeAll(async () => {
  acme = await addOnboarding(api, {
    status: 'active',
    change: ({ tasks }) => {
      const mine = tasks.find(
        ({ side, type }) => side === 'customer' && type !== 'approval' && type !== 'sign_off' && type !== 'document',
      );
      if (!mine) throw new Error('the playbook has no customer task');
      Object.assign(mine, { readyAt: '2026-03-02T09:00:00.000Z' });
      task = mine;
    },
  });
});
beforeEach(async () => {
  const [link] = await createTaskLinks(api.db, [{ taskId: task.id, personId: acme.lead.id, inPlaceOfId: null }]);
  token = link?.token ?? '';
  api.commands.length = 0;
  api.linkMails.length = 0;
});

const open = (init?: RequestInit) => api.fetch(`/api/v1/task-links/${token}`, init);
const press = (command: string, body: object = {}, headers: Record<string, string> = {}) =>
  api.fetch(`/api/v1/task-links/${token}/${command}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
    body: JSON.stringify(body),
  });
const view = async (headers: Record<string, string> = {}) => taskLinkView.parse(await (await open({ headers })).json());

describe('a task link', () => {
  it('shows its one task, and nothing internal', async () => {
    await api.db.query(
      `INSERT INTO comments (id, onboarding_id, task_id, author_id, via, body, visibility, created_at)
       SELECT gen_random_uuid(), $1, $2, $3, 'person', v || ' words', v, now() FROM unnest(ARRAY['internal', 'shared']) v`,
      [acme.id, task.id, acme.csm.id],
    );
    const text = await (await open()).text();
    expect(text).not.toContain('internal words');
    const page = taskLinkView.parse(JSON.parse(text));
    expect(page).toMatchObject({
      person: { name: 'Ana Customer' },
      task: { name: task.name },
      contact: { name: 'Cem Success' },
      comments: [{ body: 'shared words' }],
      needsSignIn: [],
    });
    expect(page.can).toEqual(expect.arrayContaining(['complete', 'block', 'snooze', 'reassign', 'comment']));
  });

  it('names no internal work where it says why the date moved, nor as what comes next', async () => {
    const other = acme.state.tasks.find(({ id, milestoneId }) => id !== task.id && milestoneId !== task.milestoneId);
    const see = (visibility: string) =>
      api.db.query(`UPDATE tasks SET visibility = $2 WHERE onboarding_id = $1 AND id <> $3`, [
        acme.id,
        visibility,
        task.id,
      ]);
    await api.db.query(`UPDATE tasks SET due_moved = $2 WHERE id = $1`, [
      task.id,
      { from: '2026-03-04', reason: { rule: 'late', taskId: other?.id }, at: '2026-03-03T09:00:00.000Z' },
    ]);
    await api.db.query(`UPDATE milestones SET status = 'done' WHERE id = $1`, [task.milestoneId]);
    await see('shared');
    const before = await view();
    expect(before.task.dueMoved?.reason).toBe(`waits for “${other?.name}”, which is late`);
    expect(before.nextMilestone).not.toBeNull();
    await see('internal');
    const after = await view();
    expect(after.task.dueMoved?.reason).toBe('the dates of the plan changed');
    const parts = acme.state.tasks.filter(({ milestoneId }) => milestoneId !== null);
    const names = acme.state.milestones.filter(({ id }) => parts.some(({ milestoneId }) => milestoneId === id));
    expect(names.map(({ name }) => name)).not.toContain(after.nextMilestone?.name);
    await api.db.query(`UPDATE milestones SET status = 'not_started' WHERE id = $1`, [task.milestoneId]);
    await see('shared');
  });

  it('asks what the playbook asks of a form, for this deal', async () => {
    const intake = acme.state.tasks.find(({ key }) => key === 'fill-intake');
    const [link] = await createTaskLinks(api.db, [
      { taskId: intake?.id ?? '', personId: acme.lead.id, inPlaceOfId: null },
    ]);
    const asked = async () =>
      taskLinkView.parse(await (await api.fetch(`/api/v1/task-links/${link?.token}`)).json()).form;
    const form = await asked();
    expect(form?.title).toBe('Before we meet');
    expect(form?.fields).toContainEqual(
      expect.objectContaining({
        key: 'data_source',
        kind: 'choice',
        options: expect.arrayContaining(['Spreadsheets']),
      }),
    );
    expect(form?.fields.map(({ key }) => key)).not.toContain('other_source');
    await api.db.query(`UPDATE onboardings SET deal = jsonb_set(deal, '{products}', '["Core"]') WHERE id = $1`, [
      acme.id,
    ]);
    expect((await asked())?.fields.map(({ key }) => key)).toContain('other_source');
  });

  it('changes nothing when scanners fetch it, and still works', async () => {
    const before = await api.db.query('SELECT * FROM task_links ORDER BY token_hash');
    for (const method of ['GET', 'HEAD', 'GET']) expect((await open({ method })).status).toBe(200);
    for (const path of ['complete', 'renew'])
      expect((await api.fetch(`/api/v1/task-links/${token}/${path}`)).status).toBe(404);
    expect(await api.db.query('SELECT * FROM task_links ORDER BY token_hash')).toEqual(before);
    expect([api.commands, api.linkMails]).toEqual([[], []]);
    expect((await press('complete')).status).toBe(200);
  });

  it('acts as the link sent to its person, on that task alone', async () => {
    await press('complete', { note: 'Ready' });
    expect(api.commands).toEqual([
      {
        name: 'complete',
        subjectId: task.id,
        input: { note: 'Ready' },
        actor: { kind: 'link', id: acme.lead.id, label: 'the link sent to Ana Customer' },
      },
    ]);
  });

  it('acts as the person when they are signed in', async () => {
    await press('complete', {}, await signedIn(api, acme.lead.id));
    expect(api.commands[0]?.actor).toEqual({
      kind: 'person',
      id: acme.lead.id,
      label: 'Ana Customer',
      staffRole: null,
    });
  });

  it('comments for everybody to read, whatever was asked', async () => {
    await press('comment', { body: 'Hello', visibility: 'internal' });
    expect(api.commands[0]?.input).toEqual({ body: 'Hello', visibility: 'shared' });
  });

  it('names only people of this onboarding, and colleagues', async () => {
    expect(
      (await press('block', { what: 'A contract', side: 'team', personId: '018f4d5e-0000-7000-8000-00000000abcd' }))
        .status,
    ).toBe(422);
    expect((await press('reassign', { name: 'Eve', email: 'eve@elsewhere.example' })).status).toBe(403);
    expect((await press('reassign', { name: 'Bo', email: 'bo@example.com' })).status).toBe(200);
    expect(
      (await press('reassign', { name: 'Eve', email: 'eve@elsewhere.example' }, await signedIn(api, acme.lead.id)))
        .status,
    ).toBe(200);
  });

  it('names nobody elsewhere for a role, and nobody by a mail provider that they share', async () => {
    const naming = async (email: string, headers = {}) =>
      (await press('complete', { person: { name: 'Eve', email } }, headers)).status;
    expect(await naming('eve@elsewhere.example')).toBe(403);
    expect(await naming('bo@example.com')).toBe(200);
    expect(await naming('eve@elsewhere.example', await signedIn(api, acme.lead.id))).toBe(200);
    const [lead] = await api.db.query<{ email: string }>('SELECT email FROM people WHERE id = $1', [acme.lead.id]);
    await api.db.query('UPDATE people SET email = $2 WHERE id = $1', [acme.lead.id, 'ana.customer@gmail.com']);
    expect(await naming('eve@gmail.com')).toBe(403);
    expect((await press('reassign', { name: 'Eve', email: 'eve@gmail.com' })).status).toBe(403);
    expect(await naming('ana.customer@gmail.com')).toBe(200);
    await api.db.query('UPDATE people SET email = $2 WHERE id = $1', [acme.lead.id, lead?.email]);
  });

  it('needs a signed-in person for what binds', async () => {
    await api.db.query(`UPDATE tasks SET type = 'sign_off' WHERE id = $1`, [task.id]);
    expect(await view()).toMatchObject({ needsSignIn: ['complete', 'skip'] });
    for (const refused of [await press('complete'), await press('skip', { reason: 'We sign nothing' })])
      expect([refused.status, await refused.json()]).toMatchObject([403, { details: { needs: 'sign_in' } }]);
    const asOther = await press('complete', {}, await signedIn(api, acme.csm.id));
    expect(asOther.status).toBe(403);
    expect((await view(await signedIn(api, acme.lead.id))).can).toContain('complete');
    expect((await press('complete', {}, await signedIn(api, acme.lead.id))).status).toBe(200);
    await api.db.query(`UPDATE tasks SET type = $2 WHERE id = $1`, [task.id, task.type]);
  });

  it('lets whoever is asked for what is missing resolve it or say when, and nobody else', async () => {
    const [row] = await api.db.query<{ id: string }>(
      `INSERT INTO blockers (id, onboarding_id, task_id, what, side, person_id, opened_at)
       VALUES (gen_random_uuid(), $1, $2, 'The contract', 'team', $3, now()) RETURNING id`,
      [acme.id, task.id, acme.csm.id],
    );
    const blockerId = row?.id ?? '';
    const [before] = await api.db.query<{ status: string }>('SELECT status FROM tasks WHERE id = $1', [task.id]);
    await api.db.query(`UPDATE tasks SET status = 'blocked' WHERE id = $1`, [task.id]);
    expect((await press('resolve', { blockerId })).status).toBe(403);
    expect((await view()).askedFor).toEqual([]);
    await api.db.query(`UPDATE blockers SET person_id = $2, side = 'customer' WHERE id = $1`, [
      blockerId,
      acme.lead.id,
    ]);
    expect((await view()).askedFor).toEqual([{ id: blockerId, what: 'The contract', expectedOn: null }]);
    expect((await press('set-expected', { blockerId, expectedOn: '2098-01-04' })).status).toBe(200);
    expect((await press('resolve', { blockerId })).status).toBe(200);
    expect(api.commands).toMatchObject([
      { name: 'set-expected', subjectId: blockerId, input: { expectedOn: '2098-01-04' } },
      { name: 'resolve', subjectId: blockerId, input: {} },
    ]);
    await api.db.query('UPDATE blockers SET resolved_at = now() WHERE id = $1', [blockerId]);
    expect((await view()).askedFor).toEqual([]);
    await api.db.query('UPDATE tasks SET status = $2 WHERE id = $1', [task.id, before?.status]);
  });

  it('stops what no hand can do in an hour', async () => {
    await usedUp(api.db, 'command', acme.lead.id);
    const refused = await press('comment', { body: 'Again' });
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect((await open()).status).toBe(200);
    await api.db.query('DELETE FROM rate_counters');
  });

  it('refuses presses from other sites', async () => {
    expect((await press('complete', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('refuses input that is not declared', async () => {
    const byLink = allEndpoints.filter(({ access, method }) => access.kind === 'link' && method === 'post');
    for (const { path } of byLink) {
      const response = await api.fetch(`/api/v1${path.replace(':token', token)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"undeclared":1}',
      });
      expect({ path, status: response.status }).toEqual({ path, status: 422 });
    }
    expect(byLink.length).toBeGreaterThan(5);
  });
});

describe('a link that no longer opens', () => {
  it('has expired, can be renewed by anybody who has it, and mails only its person', async () => {
    await api.db.query(
      `UPDATE task_links SET expires_at = clock_timestamp() - interval '1 second' WHERE task_id = $1`,
      [task.id],
    );
    const gone = await open();
    expect([gone.status, await gone.json()]).toMatchObject([
      410,
      { code: 'link_expired', details: { reason: 'expired' } },
    ]);
    expect((await press('complete')).status).toBe(410);
    const answer = await press('renew');
    expect([answer.status, await answer.text()]).toEqual([202, '']);
    expect(api.linkMails).toEqual([
      { taskId: task.id, personId: acme.lead.id, inPlaceOfId: null, isForBlockers: false },
    ]);
    for (let n = 0; n < 4; n++) await press('renew');
    expect(api.linkMails).toHaveLength(3);
  });

  it('went with the task to somebody else', async () => {
    const moved = linksOfFormerOwners([task], [{ ...task, ownerId: acme.csm.id }]);
    expect(moved).toEqual([{ taskId: task.id, personId: task.ownerId }]);
    await revokeTaskLinks(api.db, moved);
    const gone = await open();
    expect([gone.status, await gone.json()]).toMatchObject([410, { details: { reason: 'revoked' } }]);
    await press('renew');
    expect(api.linkMails).toEqual([]);
  });

  it('does not tell unknown from revoked when asked to renew', async () => {
    token = 'x'.repeat(43);
    expect((await press('renew')).status).toBe(202);
    expect((await open()).status).toBe(404);
  });

  it('lives on while new mails are sent', async () => {
    await api.db.query(`UPDATE task_links SET expires_at = clock_timestamp() + interval '1 day' WHERE task_id = $1`, [
      task.id,
    ]);
    await createTaskLinks(api.db, [{ taskId: task.id, personId: acme.lead.id, inPlaceOfId: null }]);
    const [soonest] = await api.db.query<{ days: number }>(
      'SELECT extract(day FROM min(expires_at) - clock_timestamp())::int AS days FROM task_links WHERE task_id = $1 AND revoked_at IS NULL',
      [task.id],
    );
    expect(z.number().parse(soonest?.days)).toBeGreaterThanOrEqual(29);
  });

  it('was for a task that is internal now', async () => {
    await api.db.query(`UPDATE tasks SET visibility = 'internal' WHERE id = $1`, [task.id]);
    expect((await open()).status).toBe(410);
    await api.db.query(`UPDATE tasks SET visibility = 'shared' WHERE id = $1`, [task.id]);
  });
});
