/** The sandbox's way forward in time passes nobody by. The workflows are played by the test. */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import { workflowIdOf } from '../../../src/db/outbox.ts';
import { moveClock, viewClock } from '../../../src/usecases/clock/move-clock.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { friday, useWorld } from '../mail/message-fixture.ts';

const world = useWorld();
const monday = '2026-11-23T08:00:00.000Z';
const isQuiet = async () => (await viewClock(world.deps)).quiet;

/** The person's own digest, as its workflow does it: until there is nothing more to say. */
async function look(personId: string): Promise<void> {
  for (;;) {
    const { messageId } = await claimDigest(world.deps, personId);
    if (messageId === null) return;
    await deliverMessage(world.deps, messageId);
    // the onboarding hears of it
    await world.db.query('DELETE FROM outbox');
  }
}

/** Takes the signals out of the outbox, as the dispatcher does, and lets the digests look a while later. */
async function dispatch(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const taken = await world.db.query<{ subject_id: string }>('DELETE FROM outbox RETURNING subject_id');
    await sleep(100);
    for (const { subject_id: id } of taken) await look(id);
    await sleep(10);
  }
}

beforeEach(async () => {
  await world.db.query(`UPDATE people SET next_wake_at = NULL`);
  await world.db.query(`DELETE FROM intents`);
});

it('is not quiet while somebody is to be told what their digest has not seen', async () => {
  expect(await isQuiet()).toBe(true);
  await world.addIntent('welcome', { urgency: 'now' });
  expect(await isQuiet()).toBe(false);
  await look(world.customer);
  expect(await isQuiet()).toBe(true);
});

it('is not quiet before a digest knows of something that comes sooner than all that it knew', async () => {
  await world.addIntent('milestone_done', { not_before: '2026-11-24T08:00:00.000Z' });
  await look(world.customer);
  expect(await isQuiet()).toBe(true);
  await world.addIntent('milestone_done', { not_before: monday });
  expect(await isQuiet()).toBe(false);
  await look(world.customer);
  expect(await isQuiet()).toBe(true);
});

it('does not wait for what is kept until a hold ends', async () => {
  await world.addIntent('milestone_done');
  await world.db.query(`UPDATE onboardings SET status = 'on_hold' WHERE id = $1`, [world.onboardingId]);
  expect(await isQuiet()).toBe(true);
});

it('tells each day what is due on it, however slowly signals become digests', async () => {
  const days = ['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-25'];
  for (const day of days)
    await world.addIntent('milestone_done', { not_before: `${day}T08:00:00.000Z`, data: { milestone: day } });
  const ending = new AbortController();
  const dispatching = dispatch(ending.signal);
  await moveClock(world.deps, { advanceTo: '2026-11-25T12:00:00.000Z' });
  ending.abort();
  await dispatching;
  expect(world.mail.sent.map(({ text }) => days.filter((day) => text.includes(day)))).toEqual(days.map((day) => [day]));
});

it('asks a digest once more that nobody told of what has changed', async () => {
  await world.addIntent('milestone_done');
  const ending = new AbortController();
  const dispatching = dispatch(ending.signal);
  const { stillBusy } = await moveClock(world.deps, { advanceTo: new Date(Date.parse(friday) + 60_000).toISOString() });
  ending.abort();
  await dispatching;
  expect(stillBusy).toEqual([]);
  expect(world.mail.sent).toHaveLength(1);
  expect(await world.signals()).not.toContain(workflowIdOf('person_digest', world.customer));
});
