import { expect, it } from 'vitest';
import { listQueue } from '../../../src/db/queries/list-queue.ts';
import { useWorld } from '../mail/message-fixture.ts';

const world = useWorld();
const announced = async () =>
  (await listQueue(world.db, world.csm, world.clock.now()))
    .filter(({ kind }) => kind === 'escalation')
    .map(({ subjectId }) => subjectId);

it('is held until its day begins for whoever holds it, wherever the onboarding is', async () => {
  const taskId = await world.addTask({ chase: { holdUntil: '2026-11-24', holdById: world.csm } });
  await world.addIntent('hold_notice', { task_id: taskId, state: 'sent' });
  await world.db.query(`UPDATE people SET timezone = 'America/Los_Angeles' WHERE id = $1`, [world.csm]);
  await world.setNow('2026-11-24T07:30:00Z');
  expect(await announced()).toEqual([]);
  await world.setNow('2026-11-24T08:30:00Z');
  expect(await announced()).toEqual([taskId]);
});

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
