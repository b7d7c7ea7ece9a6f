import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { bucketFor, createRateGate } from '../../../src/db/rate-gate.ts';
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
    retryAfterMs: expect.closeTo(60_000, -4),
  });
  await expect(gate.acquire('burst')).rejects.toMatchObject({ code: 'crm_throttled' });
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
