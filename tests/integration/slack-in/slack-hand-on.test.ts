/** Handing a task on where our team is larger than a menu. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { useSlackIn } from './slack-fixture.ts';

const slackIn = useSlackIn();
const { world } = slackIn;
const optionsSchema = z.object({ options: z.array(z.object({ value: z.string() })) });

async function ask(text: string): Promise<string[]> {
  const payload = {
    type: 'block_suggestion',
    team: { id: 'T1', domain: 'x' },
    user: { id: 'U1', name: 'u', team_id: 'T1' },
    action_id: 'whom',
    block_id: 'whom',
    value: text,
    view: { id: 'V1', hash: '1', app_installed_team_id: 'T1' },
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return optionsSchema.parse(await (await slackIn.post('options', body)).json()).options.map(({ value }) => value);
}

it('finds each of a hundred and fifty colleagues', async () => {
  for (let count = 1; count <= 150; count += 1)
    await world.addPerson({ side: 'team', staff_role: 'member', name: `Colleague ${count}` });
  const last = await world.addPerson({ side: 'team', staff_role: 'member', name: 'Zoë Zimmer' });
  await slackIn.known(world.csm);
  const taskId = await world.addTask({ side: 'team', owner_id: world.csm, type: 'configuration' });
  await slackIn.press('task_reassign', taskId);
  await slackIn.settled();
  const modal = slackIn.slack.updates.at(-1)?.modal;
  if (!modal) throw new Error('no modal was filled');
  expect(JSON.stringify(modal)).toContain('external_select');
  expect(await ask('zimm')).toEqual([last]);
  expect(await ask('')).toHaveLength(100);
  await slackIn.submit(modal, { whom: last });
  await slackIn.settled();
  expect(await world.row('tasks', taskId)).toMatchObject({ owner_id: last });
});

it('offers nobody of our team to a customer', async () => {
  await slackIn.known(world.customer);
  expect(await ask('')).toEqual([]);
});
