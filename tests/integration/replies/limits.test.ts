/** How much is taken of one sender, how often we ask back, and how long mails are kept whole. */
import { beforeEach, expect, it } from 'vitest';
import { readRawMail } from '../../../src/db/inbound-mails.ts';
import { handlePendingMails } from '../../../src/usecases/replies/handle-pending-mails.ts';
import { useWorld } from '../mail/message-fixture.ts';
import { arrive, prepare, rawMail, replyDeps, sentMessage } from './reply-fixture.ts';

const world = useWorld();
let sent: Awaited<ReturnType<typeof sentMessage>>;

beforeEach(async () => {
  await prepare(world);
  sent = await sentMessage(world, [await world.addTask()]);
});

const answer = (text: string, change = {}) => rawMail({ from: sent.email, to: sent.replyTo(), text, ...change });

it('more than forty mails an hour from one sender wait for a person', async () => {
  const states: string[] = [];
  for (let count = 1; count <= 41; count += 1) states.push((await arrive(world, answer(`Mail ${count}`))).state);
  expect(states.slice(0, 40)).toEqual(Array.from({ length: 40 }, () => 'handled'));
  expect(states[40]).toBe('quarantined');
  expect(await arrive(world, answer('Hello', { from: 'ben@elsewhere.example' }))).not.toMatchObject({
    state: 'quarantined',
  });
});

it('we ask the same person back at most twice an hour', async () => {
  for (let count = 1; count <= 4; count += 1)
    expect(await arrive(world, answer(`Done with part ${count}`))).toMatchObject({ state: 'needs_review' });
  expect(world.mail.sent).toHaveLength(2);
});

it('raw mails are kept for 90 days, and as long as a person has to decide', async () => {
  const handled = await arrive(world, answer('Hello'));
  const waiting = await arrive(world, answer('done', { results: null }));
  const kept = async () => {
    await handlePendingMails(replyDeps(world));
    return Promise.all([handled, waiting].map(async ({ id }) => (await readRawMail(world.db, id)) !== null));
  };
  await world.setNow('2027-02-17T10:00:00Z');
  expect(await kept()).toEqual([true, true]);
  await world.setNow('2027-02-19T10:00:00Z');
  expect(await kept()).toEqual([false, true]);
});
