/** Tasks that stand in Jira as well: opened once, followed both ways, never turned back and forth. */
import { expect, test } from 'vitest';
import { signJira } from '../../../integrations/jira/webhook.ts';
import { lookAtTicket } from '../../../src/db/tickets.ts';
import { jiraSecret, ticketsForEachTest } from './ticket-fixture.ts';

const world = ticketsForEachTest();
const issue = () => {
  const [first] = world.jira.issues();
  if (!first) throw new Error('no issue');
  return first;
};

test('a task that has become ready is an issue, with its date, its text and our link', async () => {
  const taskId = await world.task({ name: 'Connect the ERP' });
  expect(await world.signals()).toContainEqual(expect.stringMatching(/^ticket-sync:/));
  await world.look();
  await world.look();
  expect(world.jira.issues()).toHaveLength(1);
  expect(issue()).toMatchObject({ duedate: '2026-12-01', status: { name: 'To Do' } });
  expect(issue().summary).toMatch(/: Connect the ERP$/);
  expect(JSON.stringify(issue().description)).toContain(`task=${taskId}`);
  expect(await world.ticket(taskId)).toMatchObject({ state: 'open', key: 'ONB-1', error: null, waits: true });
  expect(await world.activity('ticket_opened')).toBe(1);
});

test('what is not ready, or done without one, becomes no issue', async () => {
  await world.task({ ready_at: null, depends_on: [await world.addTask()] });
  const done = await world.task();
  await world.command(done, 'complete');
  await world.look();
  expect(world.jira.issues()).toEqual([]);
});

test('done there is done here, told by Jira’s webhook, and the story says who it was', async () => {
  const taskId = await world.task();
  await world.look();
  await world.control('POST', '/issues/ONB-1', { status: 'Done', duedate: '2026-12-10' });
  await world.jira.settled();
  await world.look();
  expect(await world.taskRow(taskId)).toMatchObject({ status: 'done', due_on: '2026-12-10' });
  expect((await world.taskRow(taskId)).done_via).toContain('Jira (ONB-1)');
  expect(await world.ticket(taskId)).toMatchObject({ state: 'closed', status: 'Done' });
  await world.look();
  await world.look();
  expect(issue().changes).toHaveLength(2);
  expect(await world.activity('task_completed')).toBe(1);
});

test('done here closes it there by the plainest way, and opens it again with the task', async () => {
  const taskId = await world.task();
  await world.look();
  await world.command(taskId, 'complete');
  await world.look();
  expect(issue().status.name).toBe('Done');
  await world.command(taskId, 'reopen', { reason: 'Not yet' });
  await world.db.query('UPDATE tasks SET ready_at = now() WHERE id = $1', [taskId]);
  await world.look();
  expect(issue().status.name).toBe('To Do');
  await world.look();
  expect((await world.taskRow(taskId)).status).toBe('pending');
});

test('a command and what the tracker tells of the same task do not wait for each other', async () => {
  const taskId = await world.task();
  await world.look();
  const told = () => world.db.transaction((tx) => lookAtTicket(tx, 'jira', 'ONB-1'));
  for (let round = 0; round < 15; round++) {
    const reason = `Once more, ${round}`;
    await Promise.all([world.command(taskId, 'complete'), told(), told()]);
    await Promise.all([told(), world.command(taskId, 'reopen', { reason }), told()]);
  }
  expect((await world.taskRow(taskId)).status).not.toBe('done');
});

test('work that begins there begins here, and what is moved back there stays where it is', async () => {
  const taskId = await world.task();
  await world.look();
  for (const status of ['In Progress', 'To Do', 'In Progress']) {
    await world.control('POST', '/issues/ONB-1', { status });
    await world.look();
    await world.look();
    expect(issue().status.name).toBe(status);
    expect((await world.taskRow(taskId)).status).toBe('in_progress');
  }
  expect(await world.activity('task_started')).toBe(1);
});

test('work that begins here begins there, once', async () => {
  const taskId = await world.task();
  await world.look();
  await world.command(taskId, 'start');
  await world.look();
  expect(issue().status.name).toBe('In Progress');
  await world.control('POST', '/issues/ONB-1', { status: 'To Do' });
  await world.look();
  await world.look();
  expect(issue().changes).toHaveLength(2);
  expect((await world.taskRow(taskId)).status).toBe('in_progress');
});

test('a date set here goes there, and one that was emptied there is set again', async () => {
  const taskId = await world.task();
  await world.look();
  await world.command(taskId, 'set-due', { dueOn: '2026-12-15', isDueLocked: true });
  await world.look();
  expect(issue().duedate).toBe('2026-12-15');
  await world.control('POST', '/issues/ONB-1', { duedate: null });
  await world.look();
  expect(issue().duedate).toBe('2026-12-15');
  expect((await world.taskRow(taskId)).due_on).toBe('2026-12-15');
});

test('an issue that is reopened there opens its task', async () => {
  const taskId = await world.task();
  await world.look();
  await world.control('POST', '/issues/ONB-1', { status: 'Done' });
  await world.look();
  await world.control('POST', '/issues/ONB-1', { status: 'In Progress' });
  await world.look();
  await world.look();
  expect((await world.taskRow(taskId)).status).toBe('in_progress');
  expect(await world.ticket(taskId)).toMatchObject({ state: 'open', status: 'In Progress' });
});

test('a creation whose answer was lost is looked up a minute later, and not done twice', async () => {
  const taskId = await world.task();
  await world.control('PUT', '/fault', { fault: { kind: 'unclear', method: 'POST', times: 1 } });
  await world.look();
  expect(world.jira.issues()).toHaveLength(1);
  expect(await world.ticket(taskId)).toMatchObject({ state: 'creating', key: null, waits: true });
  await world.look();
  expect(await world.ticket(taskId)).toMatchObject({ state: 'creating' });
  await world.db.query(`UPDATE external_tickets SET created_try_at = clock_timestamp() - interval '61 seconds'`);
  await world.look();
  expect(world.jira.issues()).toHaveLength(1);
  expect(await world.ticket(taskId)).toMatchObject({ state: 'open', key: 'ONB-1', error: null });
});

test.each([
  ['away', 'cannot be reached'],
  ['throttled', '429'],
  ['broken', '503'],
  ['revoked', '401'],
])('while Jira is %s nothing is lost, and it is tried once, not for every ticket', async (kind, said) => {
  const first = await world.task();
  await world.look();
  const second = await world.task();
  await world.command(first, 'complete');
  await world.control('PUT', '/fault', { fault: { kind } });
  await world.look();
  expect((await world.ticket(first)).error).toContain(said);
  expect((await world.ticket(second)).error).toContain(said);
  await world.control('PUT', '/fault', { fault: null });
  await world.db.query(`UPDATE external_tickets SET created_try_at = clock_timestamp() - interval '61 seconds'`);
  await world.look();
  expect(world.jira.issues().map(({ status }) => status.name)).toEqual(['Done', 'To Do']);
  expect(await world.ticket(second)).toMatchObject({ state: 'open', error: null });
});

test('a date that we refuse stays there, and the task says why for as long as it does', async () => {
  const taskId = await world.task();
  await world.look();
  await world.control('POST', '/issues/ONB-1', { duedate: '2026-11-02' });
  await world.look();
  await world.look();
  expect((await world.ticket(taskId)).error).toContain('The due date lies in the past');
  expect(issue()).toMatchObject({ duedate: '2026-11-02' });
  await world.control('POST', '/issues/ONB-1', { duedate: '2026-12-08' });
  await world.look();
  expect(await world.taskRow(taskId)).toMatchObject({ due_on: '2026-12-08' });
  expect((await world.ticket(taskId)).error).toBeNull();
});

test('what Jira refuses says why, and does not stop the others', async () => {
  const refused = await world.task({ ticket: { tracker: 'jira', project: 'NONE', issueType: null } });
  const good = await world.task();
  await world.look();
  expect((await world.ticket(refused)).error).toContain('valid project is required');
  expect(await world.ticket(good)).toMatchObject({ state: 'open' });
});

test('an issue that was deleted there is told once and not made again', async () => {
  const taskId = await world.task();
  await world.look();
  await world.control('DELETE', '/issues/ONB-1');
  await world.jira.settled();
  await world.look();
  await world.command(taskId, 'set-due', { dueOn: '2026-12-15', isDueLocked: true });
  await world.look();
  expect(world.jira.issues()).toEqual([]);
  expect(await world.ticket(taskId)).toMatchObject({ state: 'missing', waits: true });
  await world.command(taskId, 'complete');
  await world.look();
  expect(await world.ticket(taskId)).toMatchObject({ state: 'missing', waits: false });
  expect(await world.activity('ticket_missing')).toBe(1);
});

test('an issue that could not be seen for a while is followed again', async () => {
  const taskId = await world.task();
  await world.look();
  let isHidden = true;
  const jira = world.port();
  const hiding = world.deps({ ...jira, read: async (key) => (isHidden ? null : ((await jira.read?.(key)) ?? null)) });
  await world.look(hiding);
  expect(await world.ticket(taskId)).toMatchObject({ state: 'missing', error: expect.stringContaining('ONB-1') });
  await world.control('POST', '/issues/ONB-1', { duedate: '2026-12-08' });
  isHidden = false;
  await world.look(hiding);
  expect(await world.ticket(taskId)).toMatchObject({ state: 'open', key: 'ONB-1', error: null, waits: true });
  expect(await world.taskRow(taskId)).toMatchObject({ due_on: '2026-12-08' });
});

test('while the onboarding is on hold its tickets rest', async () => {
  const taskId = await world.task();
  await world.look();
  await world.db.query(`UPDATE onboardings SET status = 'on_hold'`);
  await world.control('POST', '/issues/ONB-1', { status: 'Done' });
  await world.look();
  expect((await world.taskRow(taskId)).status).not.toBe('done');
});

const post = (body: string, headers: Record<string, string>): Promise<number> =>
  fetch(`${world.url}/webhooks/jira`, { method: 'POST', headers, body }).then(({ status }) => status);

test('only what is signed with our secret is believed; what is of no interest is acknowledged', async () => {
  const taskId = await world.task();
  await world.look();
  await world.db.query('UPDATE external_tickets SET look_at = NULL');
  const moved = JSON.stringify({
    webhookEvent: 'jira:issue_updated',
    issue: { key: 'OTHER-9' },
    changelog: { items: [{ field: 'Key', fromString: 'ONB-1', toString: 'OTHER-9' }] },
  });
  const signed = (body: string) => ({ 'x-hub-signature': signJira(Buffer.from(body), jiraSecret) });
  expect(await post(moved, {})).toBe(401);
  expect(await post(moved, { 'x-hub-signature': signJira(Buffer.from(moved), 'another secret') })).toBe(401);
  expect(await post(`${moved} `, signed(moved))).toBe(401);
  expect((await world.ticket(taskId)).waits).toBe(false);
  for (const body of [
    '',
    '[]',
    'no JSON',
    '{"webhookEvent":"sprint_started"}',
    '{"webhookEvent":"jira:issue_updated"}',
  ])
    expect(await post(body, signed(body))).toBe(200);
  expect((await world.ticket(taskId)).waits).toBe(false);
  expect(await post(moved, signed(moved))).toBe(200);
  expect((await world.ticket(taskId)).waits).toBe(true);
});
