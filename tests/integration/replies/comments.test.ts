import { beforeEach, describe, expect, it } from 'vitest';
import { readComment } from '../../../src/db/comments.ts';
import { listQueue } from '../../../src/db/queries/list-queue.ts';
import type { Actor } from '../../../src/domain/model.ts';
import { answerComment } from '../../../src/usecases/comments/answer-comment.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { runCommand } from '../../../src/usecases/onboardings/run-command.ts';
import { answerMail } from '../../../src/usecases/replies/decide-mail.ts';
import { type TaskRow, useWorld } from '../mail/message-fixture.ts';
import { arrive, prepare, rawMail, replyDeps, sentMessage } from './reply-fixture.ts';

const world = useWorld();
let taskId: string;

beforeEach(async () => {
  await prepare(world);
  taskId = await world.addTask();
});

const ana = (): Actor => ({ kind: 'link', id: world.customer, label: 'the link sent to Ana Díaz' });
const cem = (): Actor => ({ kind: 'person', id: world.csm, label: 'Cem Yılmaz' });
const write = (body: string, actor = ana(), visibility = 'shared') =>
  runCommand(replyDeps(world), { name: 'comment', subjectId: taskId, input: { body, visibility }, actor });
const queued = async () =>
  (await listQueue(world.db, world.csm, world.clock.now())).filter(({ kind }) => kind === 'comment');
const firstQueued = async (): Promise<string> => (await queued())[0]?.subjectId ?? '';

/** What a person gets now, if anything. */
async function told(personId: string): Promise<{ subject: string; text: string } | null> {
  const { messageId } = await claimDigest(world.deps, personId);
  if (messageId === null) return null;
  await deliverMessage(world.deps, messageId);
  const mail = world.mail.sent.at(-1);
  return mail ? { subject: mail.subject, text: mail.text } : null;
}

describe('what a customer writes on a task’s page', () => {
  it('waits in the CSM’s queue and is told to them once, with the day’s message', async () => {
    await write('Who is our admin?');
    expect(await queued()).toMatchObject([
      { subject: 'Ana Díaz', detail: 'Who is our admin?', personNames: ['Cem Yılmaz'] },
    ]);
    const mail = await told(world.csm);
    expect(mail?.subject).toBe('Message from Ana Díaz: Security questionnaire');
    expect(mail?.text).toContain('“Who is our admin?”');
    expect(mail?.text).toContain(`https://gangway.example/console/queue?comment=${await firstQueued()}`);
    await world.setNow('2026-11-23T09:00:00.000Z');
    expect(await told(world.csm)).toBeNull();
  });

  it('is told even after the task is done', async () => {
    await write('One thing is left open');
    await world.db.query(`UPDATE tasks SET status = 'done' WHERE id = $1`, [taskId]);
    expect((await told(world.csm))?.text).toContain('One thing is left open');
  });

  it('is no news once somebody has read it', async () => {
    await write('Just so that you know');
    await readComment(world.db, await firstQueued(), world.csm, world.clock.now());
    expect(await queued()).toEqual([]);
    expect(await told(world.csm)).toBeNull();
    const rows = await world.db.query(`SELECT state, reason FROM intents WHERE kind = 'comment_received'`);
    expect(rows).toContainEqual({ state: 'obsolete', reason: 'It was read before it was sent' });
  });

  it('is answered where it was read, and the answer goes to whoever asked, beside their day’s message', async () => {
    await write('Who is our admin?');
    await world.addIntent('due', { task_id: await world.addTask({ name: 'Access list' }) });
    expect((await told(world.customer))?.text).toContain('Access list');
    const { nudge_count } = await world.row<TaskRow>('tasks', taskId);
    await answerComment(replyDeps(world), await firstQueued(), { body: 'Bo Li is.', actor: cem() });
    expect(await queued()).toEqual([]);
    const mail = await told(world.customer);
    expect(mail?.text).toContain('Cem Yılmaz answered you');
    expect(mail?.text).toContain('Bo Li is.');
    expect(mail?.text).toContain('You wrote: Who is our admin?');
    expect(mail?.text).toMatch(/https:\/\/gangway\.example\/t\/[\w-]{43}/);
    expect(await world.row('tasks', taskId)).toMatchObject({ nudge_count });
  });

  it('is answered to whoever asked without a way into the task, once that is somebody else’s', async () => {
    await write('Who is our admin?');
    const personId = await world.addPerson({ name: 'Ben Ode' });
    await runCommand(replyDeps(world), { name: 'set-owner', subjectId: taskId, input: { personId }, actor: cem() });
    await answerComment(replyDeps(world), await firstQueued(), { body: 'Bo Li is.', actor: cem() });
    const mail = await told(world.customer);
    expect(mail?.text).toContain('Bo Li is.');
    expect(mail?.text).not.toMatch(/gangway\.example\/t\//);
    expect(await world.db.query('SELECT 1 FROM task_links WHERE task_id = $1', [taskId])).toEqual([]);
    expect(await world.db.query('SELECT 1 FROM message_tasks WHERE task_id = $1', [taskId])).toEqual([]);
  });

  it('waits for nobody where one of us wrote it', async () => {
    await write('We called them', cem(), 'internal');
    await write('We look into it', cem());
    expect(await queued()).toEqual([]);
    expect(await told(world.csm)).toBeNull();
    const [comment] = await world.db.query<{ id: string }>('SELECT id FROM comments ORDER BY id DESC LIMIT 1');
    await expect(
      answerComment(replyDeps(world), comment?.id ?? '', { body: 'No', actor: cem() }),
    ).rejects.toMatchObject({ code: 'not_allowed_now' });
  });
});

it('a mail that a person has to decide about is answered from where it is read', async () => {
  const sent = await sentMessage(world, [taskId]);
  const asked = 'done?\r\n\r\nOn Fri, 20 Nov 2026 at 09:00, Cem wrote:\r\n> Please do it';
  const mail = await arrive(world, rawMail({ from: sent.email, to: sent.replyTo(), text: asked, results: null }));
  expect(mail.state).toBe('needs_review');
  await answerMail(replyDeps(world), mail.id, { body: 'Did you mean that it is done?', actor: cem() });
  const [row] = await world.db.query('SELECT state, reason FROM inbound_mails WHERE id = $1', [mail.id]);
  expect(row).toMatchObject({ state: 'handled', reason: expect.stringContaining('answered by Cem Yılmaz') });
  expect(await world.row('tasks', taskId)).toMatchObject({ status: 'pending' });
  expect((await told(world.customer))?.text).toContain('Did you mean that it is done?');
  const kept = await world.db.query(
    'SELECT visibility, body, waiting_since FROM comments WHERE onboarding_id = $1 ORDER BY id',
    [world.onboardingId],
  );
  expect(kept).toEqual([
    { visibility: 'internal', body: `${sent.email} wrote by mail:\n\ndone?`, waiting_since: null },
    { visibility: 'shared', body: 'Did you mean that it is done?', waiting_since: null },
  ]);
  await expect(answerMail(replyDeps(world), mail.id, { body: 'Again', actor: cem() })).rejects.toMatchObject({
    code: 'not_allowed_now',
  });
});

it('a mail that a colleague sends to somebody’s address is answered to the colleague, about no task of another', async () => {
  const sent = await sentMessage(world, [taskId]);
  const colleague = await world.addPerson({ email: 'bo@acme.example', name: 'Bo Li' });
  await world.db.query(
    `INSERT INTO members (id, onboarding_id, role, person_id) VALUES (gen_random_uuid(), $1, 'customer.sponsor', $2)`,
    [world.onboardingId, colleague],
  );
  const mail = await arrive(world, rawMail({ from: 'bo@acme.example', to: sent.replyTo(), text: 'done' }));
  expect(mail.state).toBe('needs_review');
  await answerMail(replyDeps(world), mail.id, { body: 'Did you do it, Bo?', actor: cem() });
  const answered = await told(colleague);
  expect(answered?.text).toContain('Did you do it, Bo?');
  expect(answered?.text).not.toMatch(/gangway\.example\/t\//);
  expect((await told(world.customer))?.text).not.toContain('Did you do it, Bo?');
});

it('a mail that a stranger sends to somebody’s address stands in the queue under who sent it', async () => {
  const sent = await sentMessage(world, [taskId]);
  const mail = await arrive(world, rawMail({ from: 'mo@elsewhere.example', to: sent.replyTo(), text: 'done' }));
  const queue = await listQueue(world.db, null, world.clock.now());
  expect(queue.filter(({ kind }) => kind === 'mail')).toMatchObject([{ subject: 'mo@elsewhere.example' }]);
  await expect(answerMail(replyDeps(world), mail.id, { body: 'Who are you?', actor: cem() })).rejects.toMatchObject({
    code: 'not_allowed_now',
  });
  expect(await told(world.customer)).toBeNull();
});
