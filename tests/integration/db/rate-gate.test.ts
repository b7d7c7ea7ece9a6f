import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { sizeOf } from '../../../integrations/slack/rates.ts';
import { asBulk } from '../../../src/db/bulk-work.ts';
import { purgeAccess } from '../../../src/db/purge-access.ts';
import { asWaitedFor } from '../../../src/db/waited-for.ts';
import { bucketFor, createKeyedGate, createRateGate } from '../../../src/db/rate-gate.ts';
import { AppError } from '../../../src/errors.ts';
import { useDatabase } from '../../support/database.ts';

const opened = useDatabase();
const search = bucketFor(5, 1);

test('a bucket never lets more through in any window than the vendor allows', () => {
  for (const limit of [5, 19, 100, 110, 190]) {
    const { capacity, refillPerSecond } = bucketFor(limit, 10);
    expect(capacity + refillPerSecond * 10).toBeLessThanOrEqual(limit + 1e-9);
    expect(capacity).toBeGreaterThanOrEqual(1);
  }
});

test('two processes draw from the same bucket', async () => {
  const connectionId = randomUUID();
  const sizes = { burst: { capacity: 5, refillPerSecond: 0.01 }, search };
  const gates = [0, 1].map(() => createRateGate({ db: opened.db, connectionId, sizes, maxWaitMs: 0 }));
  const draws = await Promise.allSettled(
    Array.from({ length: 12 }, (_, index) => (gates[index % 2] ?? expect.fail()).acquire('burst')),
  );
  expect(draws.filter((draw) => draw.status === 'fulfilled')).toHaveLength(5);
  for (const draw of draws)
    if (draw.status === 'rejected') expect(draw.reason).toMatchObject({ code: 'crm_throttled' });
});

test('a 429 holds everybody until its time is over, a daily one every class', async () => {
  const connectionId = randomUUID();
  const gate = createRateGate({
    db: opened.db,
    connectionId,
    sizes: { burst: bucketFor(100, 10), search },
    maxWaitMs: 0,
  });
  await gate.acquire('burst');
  await gate.block('daily', 60_000);
  await expect(gate.acquire('search')).rejects.toMatchObject({
    code: 'crm_throttled',
    details: { limitClass: 'daily' },
    retryAfterMs: expect.closeTo(60_000, -4),
  });
  await expect(gate.acquire('burst')).rejects.toMatchObject({ details: { limitClass: 'daily' } });
});

test('whoever waits before a screen is told sooner that nothing is left', async () => {
  const connectionId = randomUUID();
  const sizes = { burst: { capacity: 1, refillPerSecond: 1 / 7 }, search };
  const gate = createRateGate({ db: opened.db, connectionId, sizes });
  await gate.acquire('burst');
  await expect(asWaitedFor(() => gate.acquire('burst'))).rejects.toMatchObject({ code: 'crm_throttled' });
  await expect(gate.acquire('burst')).resolves.toBeUndefined();
});

test('bulk work leaves half of a bucket to whoever else calls, and comes through all the same where nothing is refilled', async () => {
  const connectionId = randomUUID();
  const sizes = { burst: { capacity: 8, refillPerSecond: 0.01 }, search };
  const gate = createRateGate({ db: opened.db, connectionId, sizes, maxWaitMs: 0 });
  const left = async (): Promise<number> =>
    Math.floor(
      (
        await opened.db.query<{ tokens: number }>(`SELECT tokens FROM rate_buckets WHERE connection_id = $1`, [
          connectionId,
        ])
      )[0]?.tokens ?? 0,
    );
  const inBulk = (count: number) =>
    asBulk(() => Promise.all(Array.from({ length: count }, () => gate.acquire('burst'))));
  await inBulk(4);
  expect(await left()).toBe(4);
  const came: string[] = [];
  await Promise.all([
    inBulk(2).then(() => came.push('bulk')),
    // somebody is waited for: theirs is there at once
    gate.acquire('burst').then(() => came.push('somebody')),
  ]);
  expect(came).toEqual(['somebody', 'bulk']);
  expect(await left()).toBe(1);
});

test('bulk work that lost patience takes one call, however many of its calls wait', async () => {
  const sizes = { burst: { capacity: 10, refillPerSecond: 0.001 }, search };
  const gate = createRateGate({ db: opened.db, connectionId: randomUUID(), sizes, maxWaitMs: 0 });
  const draw = (count: number) => Promise.all(Array.from({ length: count }, () => gate.acquire('burst')));
  await draw(6);
  const bulk = Array.from({ length: 3 }, () => asBulk(() => gate.acquire('burst')));
  const ends = Promise.allSettled(bulk);
  await bulk[0];
  await draw(3);
  expect((await ends).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
});

test('a bucket that is empty is waited for', async () => {
  const gate = createRateGate({
    db: opened.db,
    connectionId: randomUUID(),
    sizes: { burst: { capacity: 1, refillPerSecond: 50 }, search },
  });
  await gate.acquire('burst');
  await gate.acquire('burst');
  const [row] = await opened.db.query<{ tokens: number }>(
    `SELECT tokens FROM rate_buckets ORDER BY refilled_at DESC LIMIT 1`,
  );
  expect(row?.tokens).toBeLessThan(1);
});

const slackGate = (connectionId: string) =>
  createKeyedGate({
    db: opened.db,
    connectionId,
    sizeOf: (limitClass) => sizeOf(limitClass),
    throttled: (retryAfterMs) => new AppError('slack_throttled', { message: 'wait', retryAfterMs }),
    maxWaitMs: 0,
  });

test('a method of a Slack workspace never oversteps its minute, and comes close to it', () => {
  for (const limit of [20, 50, 100, 600]) {
    const { capacity, refillPerSecond } = sizeOf('method:chat.postMessage', limit);
    expect(capacity + refillPerSecond * 60).toBeLessThanOrEqual(limit + 1e-9);
    expect(refillPerSecond * 60).toBeGreaterThanOrEqual(limit * 0.85);
  }
});

test('two processes post once a second into a channel, and elsewhere meanwhile', async () => {
  const connectionId = randomUUID();
  const [one, other] = [slackGate(connectionId), slackGate(connectionId)];
  const draws = await Promise.allSettled([one.acquire('channel:C1'), other.acquire('channel:C1')]);
  expect(draws.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(other.acquire('channel:C2')).resolves.toBeUndefined();
});

test('a 429 holds one method of one workspace, in every process', async () => {
  const [connectionId, elsewhere] = [randomUUID(), randomUUID()];
  await slackGate(connectionId).block('method:chat.postMessage', 60_000);
  const gate = slackGate(connectionId);
  await expect(gate.acquire('method:chat.postMessage')).rejects.toMatchObject({
    code: 'slack_throttled',
    retryAfterMs: expect.closeTo(60_000, -4),
  });
  await expect(gate.acquire('method:chat.update')).resolves.toBeUndefined();
  await expect(slackGate(elsewhere).acquire('method:chat.postMessage')).resolves.toBeUndefined();
});

test('what is left of the day is kept to be shown, and holds up nobody', async () => {
  const connectionId = randomUUID();
  const gate = createRateGate({ db: opened.db, connectionId, sizes: { burst: bucketFor(100, 10), search } });
  await gate.noteDaily?.({ used: 18, limit: 15_000 });
  await gate.noteDaily?.({ used: 20, limit: 15_000 });
  await expect(gate.acquire('burst')).resolves.toBeUndefined();
  const rows = await opened.db.query<{ capacity: number; tokens: number }>(
    `SELECT capacity, tokens FROM rate_buckets WHERE connection_id = $1::uuid AND limit_class = 'daily'`,
    [connectionId],
  );
  expect(rows).toEqual([{ capacity: 15_000, tokens: 14_980 }]);
});

test('buckets that nobody drew from for a day are forgotten, but none that is held', async () => {
  const connectionId = randomUUID();
  const gate = slackGate(connectionId);
  for (const limitClass of ['channel:C1', 'channel:C2', 'method:chat.update']) await gate.acquire(limitClass);
  await gate.block('method:chat.update', 60_000);
  await opened.db.query(
    `UPDATE rate_buckets SET refilled_at = clock_timestamp() - interval '2 days' WHERE connection_id = $1::uuid AND limit_class <> 'channel:C1'`,
    [connectionId],
  );
  await purgeAccess(opened.db);
  const left = await opened.db.query<{ limit_class: string }>(
    'SELECT limit_class FROM rate_buckets WHERE connection_id = $1::uuid ORDER BY limit_class',
    [connectionId],
  );
  expect(left.map(({ limit_class: name }) => name)).toEqual(['channel:C1', 'method:chat.update']);
});
