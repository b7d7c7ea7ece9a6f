/** Whoever hears that something will be escalated, or was, reads who was asked about it before. */
import { expect, it } from 'vitest';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { useWorld } from './message-fixture.ts';

const world = useWorld();

/** The notice that our colleague gets on the Monday after somebody was asked on the Friday, or nobody was. */
async function noticeAfterAsking(personId: string | null): Promise<string> {
  const taskId = await world.addTask({ owner_id: personId ?? world.customer, due_on: '2026-11-19' });
  const hear = async (whom: string) => {
    await deliverMessage(world.deps, (await claimDigest(world.deps, whom)).messageId ?? '');
    return world.mail.sent.at(-1)?.text ?? '';
  };
  if (personId !== null) {
    await world.addIntent('overdue', { person_id: personId, task_id: taskId });
    await hear(personId);
  }
  await world.setNow('2026-11-23T10:00:00.000Z');
  await world.addIntent('hold_notice', { person_id: world.csm, task_id: taskId, urgency: 'now' });
  return hear(world.csm);
}

it('names others who were asked', async () => {
  expect(await noticeAfterAsking(world.customer)).toContain('Ana Díaz, once, Fri 20 Nov');
});

it('says where nobody was asked', async () => {
  expect(await noticeAfterAsking(null)).toContain('Nobody could be asked yet');
});

it('does not tell the only one who was asked that nobody was', async () => {
  expect(await noticeAfterAsking(world.csm)).not.toContain('Asked so far');
});
