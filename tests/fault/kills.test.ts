/**
 * Everything is killed at random moments while deals are won, plans published and customers taken live, and HubSpot
 * fails a third of the time. Afterwards the state is what it would have been.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, ScheduleOverlapPolicy } from '@temporalio/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { moveClock } from '../../src/usecases/clock/move-clock.ts';
import { reconcileSchedule } from '../../temporal.config.ts';
import { patiently } from '../support/processes.ts';
import { seededChance } from '../support/seeded-chance.ts';
import { type Chaos, startChaos } from './support/chaos.ts';
import { compare, countOnboardings } from './support/compare.ts';
import { ourPeople } from './support/people.ts';
import { untilQuiet } from './support/quiet.ts';
import { printTable } from './support/table.ts';
import { startWorld, type World } from './support/world.ts';

const seed = Number(process.env['FAULT_SEED'] ?? 20_261_124);
const deals = 200;
const waves = 20;
const published = 40;
const live = 20;
/** the kills go on until this much came about under them, and no longer than `chaosAtMostMs` */
const underKills = { onboardings: 120, live: 10, ofEach: 5 };
const wonWithinMs = 150_000;
const dayPassesAfterMs = 100_000;
const chaosAtLeastMs = 180_000;
const chaosAtMostMs = 450_000;
const quietWithinMs = 180_000;
const idsSchema = z.object({ ids: z.array(z.string()) });

let world: World;
let isGood = false;

beforeAll(async () => {
  // a Tuesday, ten in the morning in New York
  world = await startWorld(new Date('2026-11-24T15:00:00Z'));
});
afterAll(() => world.stop({ keepsLogs: !isGood }), 120_000);

it('loses nothing and doubles nothing, whatever is killed and whatever HubSpot answers', async () => {
  const chance = seededChance(seed);
  const people = ourPeople(world);
  await world.control('PUT', '/hubspot/webhooks', { events: ['merge'] });
  const { ids } = idsSchema.parse(
    await world.control('POST', '/hubspot/deals/bulk', { count: deals, isWon: false, namePrefix: 'Fault' }),
  );
  await world.control('PUT', '/hubspot/faults', { seed, troubled: 'oneInThree' });
  await world.control('PUT', '/hubspot/webhooks', { dropShare: 0.15, duplicateShare: 0.1, shuffled: true });
  await world.control('PUT', '/mailbox/faults', { rules: mailFaults });

  const chaos = startChaos(world.targets, chance);
  const from = performance.now();
  const working = work(people, from + chaosAtMostMs + quietWithinMs);
  const time = oneDayOn(from + dayPassesAfterMs);
  for (const wave of inWaves(ids)) {
    await world.control('POST', '/hubspot/deals/bulk/won', { ids: wave });
    await sleep(wonWithinMs / waves);
  }
  await untilEnough(from, chaos);
  await chaos.stop();
  const duringKills = await patiently(() => compare(world));
  const quietFrom = performance.now();
  const killedForSeconds = (quietFrom - from) / 1000;
  await world.control('PUT', '/hubspot/faults', {});
  await world.control('PUT', '/mailbox/faults', { rules: [] });
  await Promise.all([working, time]);
  await untilQuiet(world, quietWithinMs);
  const quietAfter = (performance.now() - quietFrom) / 1000;
  const beforeReconcile = (await compare(world)).onboardings.all;
  await reconcile();
  await untilQuiet(world, quietWithinMs);

  const found = await compare(world);
  printTable({
    seed,
    kills: chaos.kills(),
    killedForSeconds,
    supervised: world.supervised,
    quietAfter,
    duringKills,
    beforeReconcile,
    found,
  });
  expect(duringKills.onboardings.all).toBeGreaterThanOrEqual(underKills.onboardings);
  expect(duringKills.onboardings.live).toBeGreaterThanOrEqual(underKills.live);
  expect(found.onboardings).toMatchObject({ all: deals, deals, workflows: deals, withOnePlan: deals });
  expect(found.onboardings.taskCounts).toHaveLength(1);
  expect(found.setAside).toBe(0);
  expect(found.values).toMatchObject({ missing: 0, different: [] });
  expect(found.notes).toMatchObject({ wanted: live, delivered: live, missing: 0, doubled: 0 });
  expect(found.tasks).toMatchObject({ wanted: live, delivered: live, missing: 0, doubled: 0 });
  expect(found.renewalDeals).toMatchObject({ wanted: live, missing: 0, doubled: 0 });
  expect(found.mails.doubledNudges).toBe(0);
  expect(found.mails.missing).toBeLessThanOrEqual(found.mails.unclear);
  expect(fewestKills(chaos)).toBeGreaterThanOrEqual(underKills.ofEach);
  isGood = true;
});

const mailFaults = [
  { kind: 'drop', times: 6 },
  { kind: 'defer', at: 'data', times: 6 },
];

const inWaves = (ids: string[]): string[][] =>
  Array.from({ length: waves }, (_, index) => ids.filter((_id, position) => position % waves === index));

/** Publishes drafts as they come, and takes some of those customers live, until all that is done. */
async function work(people: ReturnType<typeof ourPeople>, giveUpAt: number): Promise<void> {
  const done = new Set<string>();
  const goingLive: Promise<void>[] = [];
  while (done.size < published) {
    const drafts = await patiently(() =>
      world.core.db.query<{ id: string }>(
        `SELECT id FROM onboardings WHERE status = 'draft' ORDER BY created_at LIMIT 5`,
      ),
    );
    for (const { id } of drafts.filter((draft) => !done.has(draft.id)).slice(0, published - done.size)) {
      await people.publish(id);
      done.add(id);
      if (done.size <= live) goingLive.push(people.takeLive(id));
    }
    await sleep(500);
    if (performance.now() > giveUpAt) throw new Error(`Only ${done.size} plans could be published`);
  }
  await Promise.all(goingLive);
}

const fewestKills = (chaos: Chaos): number => Math.min(...Object.values(chaos.kills()));

/** Kills without work done under them would show nothing. */
async function untilEnough(from: number, chaos: Chaos): Promise<void> {
  for (;;) {
    const { all, live: gone } = await patiently(() => countOnboardings(world));
    const isEnough =
      all >= underKills.onboardings && gone >= underKills.live && fewestKills(chaos) >= underKills.ofEach;
    const lasted = performance.now() - from;
    if ((isEnough && lasted >= chaosAtLeastMs) || lasted >= chaosAtMostMs) return;
    await sleep(1_000);
  }
}

/** Business time goes on by a day in the midst of it, so that ladders climb a rung. */
async function oneDayOn(at: number): Promise<void> {
  await sleep(Math.max(0, at - performance.now()));
  const { db, clock } = world.core;
  await patiently(() => clock.refresh());
  const target = new Date(clock.now().getTime() + 86_400_000);
  while (clock.now() < target)
    await patiently(() => moveClock({ db, clock }, { advanceTo: target.toISOString() }), 300_000);
}

async function reconcile(): Promise<void> {
  const connection = await Connection.connect({ address: world.temporal.address });
  try {
    const client = new Client({ connection, namespace: world.temporal.namespace });
    const before = await lastReconciled();
    await client.schedule.getHandle(reconcileSchedule.id).trigger(ScheduleOverlapPolicy.BUFFER_ONE);
    await expect.poll(lastReconciled, { timeout: 60_000, interval: 300 }).not.toEqual(before);
  } finally {
    await connection.close();
  }
}

async function lastReconciled(): Promise<number> {
  const [row] = await world.core.db.query<{ at: Date | null }>('SELECT last_reconciled_at AS at FROM crm_connections');
  return row?.at?.getTime() ?? 0;
}
