import { beforeEach, describe, expect, it } from 'vitest';
import { createTaskLinks } from '../../../src/db/links.ts';
import { useSlackIn } from './slack-fixture.ts';

const slackIn = useSlackIn();
const { world } = slackIn;
let taskId: string;
let blockerId: string;

beforeEach(async () => {
  taskId = await world.addTask({ status: 'blocked', owner_id: await world.addPerson() });
  blockerId = await world.addBlocker({ task_id: taskId, person_id: world.customer });
});
const blocker = () => world.row<{ resolved_at: Date | null; expected_on: string | null }>('blockers', blockerId);
const states = async (): Promise<string[]> => (await slackIn.events()).map(({ state }) => state);

describe('what is missing', () => {
  it('is resolved by whoever it names, and its task goes on', async () => {
    await slackIn.known(world.customer);
    await slackIn.press('blocker_resolved', blockerId);
    await slackIn.settled();
    expect(await blocker()).toMatchObject({ resolved_by_id: world.customer });
    expect(await world.row('tasks', taskId)).toMatchObject({ status: 'pending' });
    await slackIn.press('blocker_resolved', blockerId);
    await slackIn.settled();
    expect(slackIn.slack.ephemerals.at(-1)?.text).toContain('not possible any more');
  });

  it('is expected on another day, which must not be over', async () => {
    await slackIn.known(world.customer);
    await slackIn.press('blocker_expected', blockerId);
    await slackIn.settled();
    const modal = slackIn.slack.updates.at(-1)?.modal;
    if (!modal) throw new Error('no modal was filled');
    const refused = await slackIn.submit(modal, { expected: '2026-11-19' });
    expect(await refused.text()).toContain('This day is over');
    await slackIn.submit(modal, { expected: '2026-11-27' });
    await slackIn.settled();
    expect(await blocker()).toMatchObject({ resolved_at: null, expected_on: '2026-11-27' });
  });
});

it('is all that they may do: the task that waits for it is not theirs', async () => {
  await slackIn.known(world.customer);
  await createTaskLinks(world.db, [{ taskId, personId: world.customer, inPlaceOfId: null, isForBlockers: true }]);
  await slackIn.press('task_done', taskId);
  await slackIn.settled();
  expect(await states()).toEqual(['ignored']);
  expect(await world.row('tasks', taskId)).toMatchObject({ status: 'blocked' });
  expect(slackIn.slack.ephemerals.at(-1)?.text).toContain('not yours');
});

describe('who may', () => {
  const people = {
    'the owner of the task': { side: 'customer' },
    viewer: { side: 'team', staff_role: 'viewer' },
    member: { side: 'team', staff_role: 'member' },
  } as const;
  it.each([
    ['the owner of the task', false],
    ['viewer', false],
    ['member', true],
  ] as const)('%s: %s', async (who, isAllowed) => {
    const personId = await world.addPerson(people[who]);
    if (who === 'the owner of the task')
      await world.db.query('UPDATE tasks SET owner_id = $2 WHERE id = $1', [taskId, personId]);
    await slackIn.known(personId);
    await slackIn.press('blocker_resolved', blockerId);
    await slackIn.settled();
    expect(await states()).toEqual([isAllowed ? 'handled' : 'ignored']);
    expect((await blocker()).resolved_at !== null).toBe(isAllowed);
  });
});
