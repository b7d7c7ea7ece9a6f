/** Whoever writes to us is reached where they write from, unless they asked for no more mail. */
import { beforeEach, expect, it } from 'vitest';
import { recordBounce, recordComplaint } from '../../../src/usecases/messages/record-bounce.ts';
import { type PersonRow, useWorld } from '../mail/message-fixture.ts';
import { arrive, prepare, rawMail, sentMessage } from './reply-fixture.ts';

const world = useWorld();
let sent: Awaited<ReturnType<typeof sentMessage>>;

beforeEach(async () => {
  await prepare(world);
  sent = await sentMessage(world, [await world.addTask()]);
});

const bounce = () =>
  recordBounce(world.deps, { messageId: sent.messageId, status: '5.1.1', diagnostic: null, failure: 'reader' });
const isReached = async () => (await world.row<PersonRow>('people', world.customer)).unreachable_since === null;
const answer = (change = {}) => rawMail({ from: sent.email, to: sent.replyTo(), text: 'Here I am', ...change });

it('an authenticated mail makes its sender reachable again', async () => {
  await bounce();
  expect(await isReached()).toBe(false);
  await arrive(world, answer());
  expect(await isReached()).toBe(true);
});

it('a mail that nobody vouches for does not', async () => {
  await bounce();
  await arrive(world, answer({ results: null }));
  expect(await isReached()).toBe(false);
});

it('and none takes a complaint back', async () => {
  await recordComplaint(world.deps, sent.messageId);
  expect(await isReached()).toBe(false);
  await arrive(world, answer());
  expect(await isReached()).toBe(false);
});
