/** What no event told is found all the same, once; with events, nothing comes twice. */
import { expect, test } from 'vitest';
import { readPendingDeals, storeEvents } from '../../../src/db/inbox.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { crmForEachTest } from './crm-fixture.ts';
import { dealChanged } from './deal-changed.ts';

const world = crmForEachTest();

const reconcile = () => reconcileConnection(world.deps(), world.connectionId);
const drain = () => drainInbox(world.deps(), world.connectionId);
const searchesSeeAll = () => world.sandbox.control('PUT', '/limits', { enabled: false, searchLagMs: 0 });
const announce = (dealId: string, key: string) =>
  storeEvents(world.db, world.connectionId, [dealChanged(dealId, { dedupeKey: key })], new Date());
const onboardings = () =>
  world.db.query<{
    deal_id: string;
    status: string;
    held_by: string | null;
    owner: string | null;
    amount: number | null;
  }>(
    `SELECT o.deal_id, o.status, o.held_by, d.snapshot -> 'owner' ->> 'email' AS owner, (d.snapshot ->> 'amountCents')::float8 AS amount
     FROM onboardings o JOIN deals d USING (connection_id, deal_id) WHERE o.connection_id = $1 ORDER BY o.deal_id`,
    [world.connectionId],
  );
const events = async (): Promise<number> =>
  (await world.db.query('SELECT 1 FROM inbox_events WHERE connection_id = $1', [world.connectionId])).length;

async function wonAndRead(): Promise<string> {
  await searchesSeeAll();
  const [dealId = ''] = await world.sandbox.addDeals(1);
  await announce(dealId, `won:${dealId}`);
  await drain();
  return dealId;
}

test('what was announced is read before what reconcile found, however long that waits', async () => {
  await searchesSeeAll();
  const found = await world.sandbox.addDeals(3);
  expect(await reconcile()).toMatchObject({ missedDeals: 3 });
  const [announced = ''] = await world.sandbox.addDeals(1);
  await announce(announced, `won:${announced}`);
  const pending = await readPendingDeals(world.db, world.connectionId, 100);
  expect(pending.map(({ dealId }) => dealId)).toEqual([announced, ...found]);
});

test('a won deal that nobody announced is found, and only once', async () => {
  await searchesSeeAll();
  const [dealId] = await world.sandbox.addDeals(1);
  expect(await reconcile()).toMatchObject({ missedDeals: 1 });
  expect(await reconcile()).toMatchObject({ missedDeals: 0 });
  await drain();
  expect(await onboardings()).toMatchObject([{ deal_id: dealId }]);
  expect(await reconcile()).toMatchObject({ missedDeals: 0 });
});

test('a won deal that searches do not show yet is found once they do', async () => {
  await world.sandbox.control('PUT', '/limits', { enabled: false, searchLagMs: 600_000 });
  const [dealId] = await world.sandbox.addDeals(1);
  expect(await reconcile()).toMatchObject({ missedDeals: 0 });
  await searchesSeeAll();
  expect(await reconcile()).toMatchObject({ missedDeals: 1 });
  await drain();
  expect(await onboardings()).toMatchObject([{ deal_id: dealId }]);
});

test('a change that nobody announced of a deal that we know is found, and only once', async () => {
  const dealId = await wonAndRead();
  expect(await reconcile()).toMatchObject({ missedDeals: 0 });
  await world.sandbox.control('PATCH', `/deals/${dealId}`, { properties: { amount: '77000' } });
  expect(await reconcile()).toMatchObject({ missedDeals: 1 });
  await drain();
  expect(await onboardings()).toMatchObject([{ amount: 7_700_000 }]);
  expect(await reconcile()).toMatchObject({ missedDeals: 0 });
});

test('a deal that was reopened in silence stops its onboarding, and won again it goes on', async () => {
  const dealId = await wonAndRead();
  const [before] = await onboardings();
  await world.sandbox.control('POST', `/deals/${dealId}/stage`, { to: 'open' });
  expect(await reconcile()).toMatchObject({ missedDeals: 1 });
  await drain();
  const [reopened] = await onboardings();
  expect(reopened).not.toEqual(before);
  await world.sandbox.control('POST', `/deals/${dealId}/stage`, { to: 'won' });
  expect(await reconcile()).toMatchObject({ missedDeals: 1 });
  await drain();
  expect((await onboardings()).filter(({ status }) => status !== 'cancelled')).toHaveLength(1);
});

test('a deal that was never won and changes asks for nothing', async () => {
  await searchesSeeAll();
  await world.sandbox.addDeal({ stage: 'Contract sent' });
  expect(await reconcile()).toMatchObject({ missedDeals: 0 });
});

test('a deal that is gone in silence is noticed once, where we wrote values to it', async () => {
  const dealId = await wonAndRead();
  await world.db.query(`UPDATE crm_values SET state = 'written' WHERE connection_id = $1`, [world.connectionId]);
  await world.sandbox.control('DELETE', `/deals/${dealId}`);
  expect(await reconcile()).toMatchObject({ missedDeals: 1 });
  await drain();
  const [deal] = await world.db.query<{ is_deleted: boolean }>(
    'SELECT is_deleted FROM deals WHERE connection_id = $1',
    [world.connectionId],
  );
  expect(deal?.is_deleted).toBe(true);
  expect(await reconcile()).toMatchObject({ missedDeals: 0 });
});

test('an event and reconcile tell of the same deal once, whichever comes first', async () => {
  await searchesSeeAll();
  const dealIds = await world.sandbox.addDeals(3);
  const [eventFirst = '', reconcileFirst = '', handledFirst = ''] = dealIds;
  await announce(handledFirst, 'handled');
  await drain();
  await announce(eventFirst, 'event');
  expect(await reconcile()).toMatchObject({ missedDeals: 1 });
  await announce(reconcileFirst, 'late');
  await Promise.all([drain(), reconcile(), announce(reconcileFirst, 'late'), drain()]);
  await drain();
  expect((await onboardings()).map(({ deal_id: id }) => id)).toEqual(dealIds.toSorted());
  expect(await reconcile()).toMatchObject({ missedDeals: 0 });
  expect(await events()).toBe(4);
});
