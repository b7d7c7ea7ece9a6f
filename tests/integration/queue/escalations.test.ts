import { expect, it } from 'vitest';
import { listQueue } from '../../../src/db/queries/list-queue.ts';
import { useWorld } from '../mail/message-fixture.ts';

const world = useWorld();
const announced = async () =>
  (await listQueue(world.db, world.csm, world.clock.now()))
    .filter(({ kind }) => kind === 'escalation')
    .map(({ subjectId }) => subjectId);

it('is announced no more once the task is blocked, unless what is missing goes up itself', async () => {
  const taskId = await world.addTask();
  await world.addIntent('hold_notice', { task_id: taskId, state: 'sent' });
  expect(await announced()).toEqual([taskId]);
  await world.db.query(`UPDATE tasks SET status = 'blocked' WHERE id = $1`, [taskId]);
  const blockerId = await world.addBlocker({ task_id: taskId });
  expect(await announced()).toEqual([]);
  await world.addIntent('hold_notice', { task_id: taskId, blocker_id: blockerId, state: 'sent' });
  expect(await announced()).toEqual([taskId]);
  await world.db.query('UPDATE blockers SET resolved_at = $2 WHERE id = $1', [blockerId, world.clock.now()]);
  expect(await announced()).toEqual([]);
});
