/** *Done* by mail for a task whose form nobody answered yet. */
import { beforeEach, expect, it } from 'vitest';
import { openTaskLink } from '../../../src/usecases/task-links/open-task-link.ts';
import { acceptMail } from '../../../src/usecases/replies/decide-mail.ts';
import { giveForm } from '../mail/form-fixture.ts';
import { useWorld } from '../mail/message-fixture.ts';
import { arrive, prepare, rawMail, replyDeps, sentMessage } from './reply-fixture.ts';

const world = useWorld();
let taskId: string;
let sent: Awaited<ReturnType<typeof sentMessage>>;

beforeEach(async () => {
  await prepare(world);
  taskId = await world.addTask();
  await giveForm(world, taskId);
  sent = await sentMessage(world, [taskId]);
});

const answer = (text: string) => arrive(world, rawMail({ from: sent.email, to: sent.replyTo(), text }));
const task = () => world.row<{ status: string }>('tasks', taskId);

it('completes nothing, keeps the words, and mails the way to the questions, once', async () => {
  const mail = await answer('Done, thanks!');
  expect(mail).toMatchObject({ state: 'needs_review', reason: expect.stringContaining('“Before we meet”') });
  expect((await task()).status).toBe('pending');
  expect(await world.db.query('SELECT body, via FROM comments WHERE task_id = $1', [taskId])).toEqual([
    { body: 'Done, thanks!', via: 'email' },
  ]);
  expect(world.mail.sent).toHaveLength(1);
  const [back] = world.mail.sent;
  expect(back).toMatchObject({ to: { address: sent.email }, text: expect.stringContaining('“Before we meet”') });
  expect(back?.replyTo?.address).toMatch(/^reply\+m/);
  const [, token = ''] = /https:\/\/gangway\.example\/t\/([\w-]+)/.exec(back?.text ?? '') ?? [];
  expect(await openTaskLink(world.db, token, world.clock.now())).toMatchObject({ taskId, personId: world.customer });
});

it('is done where one of our people agrees to it', async () => {
  const { id } = await answer('Done');
  await acceptMail(replyDeps(world), id, {
    actor: { kind: 'person', id: world.csm, label: 'Cem', staffRole: 'member' },
  });
  expect((await task()).status).toBe('done');
});

it('is done by mail once they are answered', async () => {
  await world.db.query('UPDATE tasks SET form_answered_at = now() WHERE id = $1', [taskId]);
  expect(await answer('Done')).toMatchObject({ state: 'handled' });
  expect([(await task()).status, world.mail.sent]).toEqual(['done', []]);
});
