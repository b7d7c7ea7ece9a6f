import { beforeEach, expect, it } from 'vitest';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { readReplyAddress } from '../../../src/usecases/replies/reply-address.ts';
import { useWorld } from '../mail/message-fixture.ts';
import { arrive, inboundAddress, prepare, rawMail } from './reply-fixture.ts';

const world = useWorld();
beforeEach(() => prepare(world));

async function sent(names: string[], address: string | null = inboundAddress) {
  const taskIds: string[] = [];
  for (const name of names) {
    const taskId = await world.addTask({ name, type: 'configuration' });
    await world.addIntent('due', { task_id: taskId });
    taskIds.push(taskId);
  }
  const { messageId } = await claimDigest(world.deps, world.customer);
  await deliverMessage({ ...world.deps, inboundAddress: address }, messageId ?? '');
  const [mail] = world.mail.sent;
  if (!mail) throw new Error('nothing was sent');
  return { mail, taskIds, messageId };
}

it('says how to answer one task, to an address that names the message', async () => {
  const { mail, messageId } = await sent(['Access list']);
  const token = readReplyAddress(mail.replyTo?.address ?? '', world.deps.secret, new Date());
  expect(token).toEqual({ target: { kind: 'message', messageId }, isExpired: false });
  expect(mail.replyTo?.name).toBe('Cem Yılmaz');
  expect(mail.text).toMatch(/^##- Please write above this line -##\n/);
  expect(mail.text).toContain('Begin with: done');
  expect(mail.html).toContain('##- Please write above this line -##');
});

it('numbers several tasks, and an answer means the one that the reader saw under its number', async () => {
  const { mail } = await sent(['Access list', 'Data sheet', 'Signature']);
  const [, name = ''] = /^2\. (.+)$/m.exec(mail.text) ?? [];
  const from = mail.to.address;
  await arrive(world, rawMail({ from, to: mail.replyTo?.address ?? '', text: '2 done' }));
  const done = await world.db.query<{ name: string }>(
    `SELECT name FROM tasks WHERE onboarding_id = $1 AND status = 'done'`,
    [world.onboardingId],
  );
  expect(done).toEqual([{ name }]);
  expect(['Access list', 'Data sheet', 'Signature']).toContain(name);
});

it('changes nothing where answers are off', async () => {
  const { mail, messageId } = await sent(['Access list', 'Data sheet'], null);
  expect(mail.replyTo?.address).toMatch(/@acme\.example$/);
  expect(mail.text).not.toContain('##-');
  expect(mail.text).not.toMatch(/^1\. /m);
  expect(await world.db.query('SELECT 1 FROM message_tasks WHERE message_id = $1', [messageId])).toEqual([]);
});
