/** What is claimed within its reader's working hours is sent within them, however slow a worker or a server is. */
import { expect, it } from 'vitest';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { createBulkDelivery } from '../../../src/usecases/messages/deliver-many.ts';
import { sendDueDigests } from '../../../src/usecases/messages/send-due-digests.ts';
import { deliveriesIn } from './deliveries.ts';
import { useWorld } from './message-fixture.ts';

const world = useWorld();
const { claimFor, claimedDue, deliver, intent, message } = deliveriesIn(world);
/** Friday; Ana works until 17:00 in Berlin */
const beforeTheEnd = '2026-11-20T15:55:00.000Z';
const atTheEnd = '2026-11-20T16:00:00.000Z';
const monday = '2026-11-23T08:00:00.000Z';
const wake = async () =>
  (await world.row<{ next_wake_at: Date | null }>('people', world.customer)).next_wake_at?.toISOString();

it('waits for the next working day where its worker came after the end', async () => {
  await world.setNow(beforeTheEnd);
  const { messageId, intentId } = await claimedDue();
  await world.setNow(atTheEnd);
  await deliver(messageId);
  expect(world.mail.sent).toEqual([]);
  expect(await message(messageId)).toMatchObject({ state: 'withdrawn' });
  expect(await intent(intentId)).toMatchObject({ state: 'planned' });
  expect(await claimFor()).toBe('');
  expect(await wake()).toBe(monday);
  await world.setNow(monday);
  await deliver(await claimFor());
  expect(world.mail.sent).toHaveLength(1);
});

it('waits where a server did not take it before the end', async () => {
  await world.setNow(beforeTheEnd);
  const { messageId } = await claimedDue();
  world.mail.failures.push('mail_unavailable');
  await expect(deliver(messageId)).rejects.toThrow('scripted');
  await world.setNow(atTheEnd);
  await deliver(messageId);
  expect(world.mail.sent).toEqual([]);
  expect(await message(messageId)).toMatchObject({ state: 'withdrawn' });
});

it('waits, as one of many', async () => {
  await world.setNow(beforeTheEnd);
  const { messageId, intentId } = await claimedDue();
  await world.setNow(atTheEnd);
  await createBulkDelivery(world.deps)([messageId]);
  expect(world.mail.sent).toEqual([]);
  expect(await intent(intentId)).toMatchObject({ state: 'planned' });
});

it('knows its end from a round, too', async () => {
  await world.setNow(beforeTheEnd);
  await world.addIntent('due', { task_id: await world.addTask() });
  await world.db.query('UPDATE people SET next_wake_at = $2 WHERE id = $1', [world.customer, beforeTheEnd]);
  await sendDueDigests(world.deps);
  const [row] = await world.db.query<{ before: Date }>(
    'SELECT send_before AS before FROM messages WHERE person_id = $1',
    [world.customer],
  );
  expect(row?.before.toISOString()).toBe('2026-11-20T15:59:00.000Z');
});

it('is not begun in the last minute, which an attempt may take', async () => {
  await world.setNow('2026-11-20T15:59:10.000Z');
  await world.addIntent('escalation', { urgency: 'now', task_id: await world.addTask({ due_on: '2026-11-16' }) });
  expect((await claimDigest(world.deps, world.customer)).messageId).toBeNull();
  expect(await wake()).toBe(monday);
});
