/** *Done* in Slack for a task whose form nobody answered yet. */
import { beforeEach, describe, expect, it } from 'vitest';
import { giveForm } from '../mail/form-fixture.ts';
import { useSlackIn } from './slack-fixture.ts';

const slackIn = useSlackIn();
const { world } = slackIn;
let taskId: string;

beforeEach(async () => {
  await slackIn.known(world.customer);
  taskId = '';
});

const task = () => world.row<{ status: string }>('tasks', taskId);
async function pressDone(type: string): Promise<void> {
  taskId = await world.addTask({ type });
  await giveForm(world, taskId);
  await slackIn.press('task_done', taskId);
  await slackIn.settled();
}

describe('a task with a form', () => {
  it.each(['form', 'configuration'])('says which questions are open, and where (%s)', async (type) => {
    await pressDone(type);
    expect((await task()).status).toBe('pending');
    expect(slackIn.slack.ephemerals).toMatchObject([
      {
        channelId: 'D1',
        userId: 'U1',
        text: 'This is done once “Before we meet” is answered: nobody has your answers yet.',
      },
    ]);
    expect(JSON.stringify(slackIn.slack.ephemerals)).toContain(`https://gangway.example/tasks?task=${taskId}`);
  });

  it('is done once they are answered', async () => {
    taskId = await world.addTask({ type: 'configuration', form_answered_at: '2026-11-19T09:00:00.000Z' });
    await giveForm(world, taskId);
    await slackIn.press('task_done', taskId);
    await slackIn.settled();
    expect((await task()).status).toBe('done');
  });

  it('is for our people to judge', async () => {
    await world.db.query(`DELETE FROM person_channels WHERE channel = 'slack'`);
    await slackIn.known(await world.addPerson({ side: 'team', staff_role: 'member' }));
    await pressDone('configuration');
    expect((await task()).status).toBe('done');
  });
});
