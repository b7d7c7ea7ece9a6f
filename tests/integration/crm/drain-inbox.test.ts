import { expect, test } from 'vitest';
import type { CrmPort } from '../../../integrations/ports.ts';
import type { Database } from '../../../src/db/database.ts';
import { storeEvents } from '../../../src/db/inbox.ts';
import { AppError } from '../../../src/errors.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { replayQuarantined } from '../../../src/db/quarantine.ts';
import { until } from '../../support/until.ts';
import { crmForEachTest } from './crm-fixture.ts';
import { dealChanged } from './deal-changed.ts';

const world = crmForEachTest();

async function wonDeals(count: number): Promise<string[]> {
  const dealIds = await world.sandbox.addDeals(count);
  await announce(dealIds);
  return dealIds;
}
const announce = (dealIds: string[], how = 'won') =>
  storeEvents(
    world.db,
    world.connectionId,
    dealIds.map((dealId) => dealChanged(dealId, { dedupeKey: `${how}:${dealId}` })),
    new Date(),
  );

/** HubSpot, remembering which deals each read asked for. */
function watched(change: Partial<CrmPort> = {}): { crm: CrmPort; reads: string[][] } {
  const crm = { ...world.sandbox.hubspot().crm, ...change };
  const reads: string[][] = [];
  return {
    reads,
    crm: {
      ...crm,
      readDeals(dealIds, fields) {
        reads.push(dealIds);
        return crm.readDeals(dealIds, fields);
      },
    },
  };
}

async function dealsByState(): Promise<Record<string, string[]>> {
  const rows = await world.db.query<{ state: string; deals: string[] }>(
    `SELECT state, array_agg(deal_id ORDER BY deal_id) AS deals FROM inbox_events WHERE connection_id = $1 GROUP BY state`,
    [world.connectionId],
  );
  return Object.fromEntries(rows.map(({ state, deals }) => [state, deals]));
}
async function onboardedDeals(): Promise<string[]> {
  const rows = await world.db.query<{ deal_id: string }>(
    'SELECT deal_id FROM onboardings WHERE connection_id = $1 ORDER BY deal_id',
    [world.connectionId],
  );
  return rows.map(({ deal_id }) => deal_id);
}

test('a killed drain keeps what it applied; the next one reads the rest alone', async () => {
  const deals = await wonDeals(60);
  const killed = world.deps(watched().crm);
  let [begun, committed] = [0, 0];
  // from the third on nothing comes back any more, as in a process that is gone
  const db: Database = {
    ...killed.db,
    async transaction(work) {
      begun += 1;
      if (begun > 2) return new Promise<never>(() => undefined);
      const result = await killed.db.transaction(work);
      committed += 1;
      return result;
    },
  };
  void drainInbox({ ...killed, db }, world.connectionId);
  await until('two groups are applied', () => Promise.resolve(committed === 2 || undefined));
  const { handled: done = [] } = await dealsByState();
  expect(done.length).toBeGreaterThan(0);
  expect(await onboardedDeals()).toEqual(done);

  const { crm, reads } = watched();
  await drainInbox(world.deps(crm), world.connectionId);
  expect(reads.flat().toSorted()).toEqual(deals.filter((dealId) => !done.includes(dealId)).toSorted());
  expect(await dealsByState()).toEqual({ handled: deals.toSorted() });
  expect(await onboardedDeals()).toEqual(deals.toSorted());
});

test('a deal that can never be stored is set aside with its reason, and costs no more reads', async () => {
  const deals = await wonDeals(25);
  const bad = deals[7] ?? '';
  // PostgreSQL holds no text with a zero in it
  await world.sandbox.change((state) => {
    const deal = state.records.deals[bad];
    if (deal) deal.properties['dealname'] = 'Harbor\u0000';
  });
  const { crm, reads } = watched();
  expect(await drainInbox(world.deps(crm), world.connectionId)).toEqual({ hasMore: false });
  expect(reads).toEqual([deals]);
  const healthy = deals.filter((dealId) => dealId !== bad).toSorted();
  expect(await dealsByState()).toEqual({ handled: healthy, quarantined: [bad] });
  expect(await onboardedDeals()).toEqual(healthy);
  const [event] = await world.db.query<{ reason: string }>(
    'SELECT reason FROM inbox_events WHERE connection_id = $1 AND deal_id = $2',
    [world.connectionId, bad],
  );
  expect(event?.reason).toMatch(/byte sequence|unsupported Unicode/);
});

test('a deal for which the CRM rejects the whole read is found and set aside', async () => {
  const deals = await wonDeals(12);
  const bad = deals[5] ?? '';
  const { crm: hubspot } = world.sandbox.hubspot();
  const { crm, reads } = watched({
    readDeals: (dealIds, fields) =>
      dealIds.includes(bad)
        ? Promise.reject(new AppError('crm_rejected', { message: 'HubSpot refused reading deals (400)' }))
        : hubspot.readDeals(dealIds, fields),
  });
  await drainInbox(world.deps(crm), world.connectionId);
  expect(await dealsByState()).toEqual({
    handled: deals.filter((dealId) => dealId !== bad).toSorted(),
    quarantined: [bad],
  });
  expect(reads.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(deals.length)) + 1);
});

test('deals that were set aside are told once, and begin when another event comes or they are tried again', async () => {
  await world.db.query('DELETE FROM inbox_events');
  const [bad = '', alsoBad = '', ...healthy] = await wonDeals(12);
  const { crm: hubspot } = world.sandbox.hubspot();
  let isRefused = true;
  const { crm } = watched({
    readDeals: (dealIds, fields) =>
      isRefused && (dealIds.includes(bad) || dealIds.includes(alsoBad))
        ? Promise.reject(new AppError('crm_rejected', { message: 'HubSpot refused reading deals (400)' }))
        : hubspot.readDeals(dealIds, fields),
  });
  const drain = () => drainInbox(world.deps(crm), world.connectionId);
  const alerts = () =>
    world.db.query(
      'SELECT kind, resolved_at IS NULL AS "isOpen" FROM alerts WHERE subject_id = $1 ORDER BY opened_at',
      [world.connectionId],
    );
  const again = (eventId: string | null) => replayQuarantined(world.db, { eventId, by: 'Mira', now: new Date() });
  const kind = 'crm_events_set_aside';
  await drain();
  expect(await alerts()).toEqual([{ kind, isOpen: true }]);

  const [event] = await world.db.query<{ id: string }>(
    'SELECT id::text FROM inbox_events WHERE connection_id = $1 AND deal_id = $2',
    [world.connectionId, bad],
  );
  expect(await again(event?.id ?? '')).toBe(1);
  await drain();
  expect(await dealsByState()).toEqual({ handled: healthy.toSorted(), quarantined: [bad, alsoBad].toSorted() });
  expect(await alerts()).toEqual([{ kind, isOpen: true }]);

  isRefused = false;
  await announce([alsoBad], 'once more');
  await drain();
  expect(await dealsByState()).toEqual({ handled: [alsoBad, alsoBad, ...healthy].toSorted(), quarantined: [bad] });

  await world.db.query('DELETE FROM outbox');
  expect(await again(null)).toBe(1);
  expect(await alerts()).toEqual([{ kind, isOpen: false }]);
  expect(await world.db.query('SELECT subject_id FROM outbox')).toEqual([{ subject_id: world.connectionId }]);
  await drain();
  expect(await dealsByState()).toEqual({ handled: [bad, alsoBad, alsoBad, ...healthy].toSorted() });
  expect(await onboardedDeals()).toEqual([bad, alsoBad, ...healthy].toSorted());
});

test('a deal that may succeed later stays, while the others go on', async () => {
  const deals = await wonDeals(12);
  const busy = deals[3] ?? '';
  const deps = world.deps();
  const db: Database = {
    ...deps.db,
    transaction: (work) =>
      deps.db.transaction((tx) =>
        work({
          query: (text, values) =>
            JSON.stringify(values ?? []).includes(busy)
              ? Promise.reject(Object.assign(new Error('deadlock detected'), { code: '40P01' }))
              : tx.query(text, values),
        }),
      ),
  };
  await expect(drainInbox({ ...deps, db }, world.connectionId)).rejects.toMatchObject({
    code: 'internal',
    rule: { retryable: true },
    retryAfterMs: expect.any(Number),
  });
  const others = deals.filter((dealId) => dealId !== busy).toSorted();
  expect(await dealsByState()).toEqual({ handled: others, pending: [busy] });
  await drainInbox(deps, world.connectionId);
  expect(await onboardedDeals()).toEqual(deals.toSorted());
});

test('a process that did nothing while the clock was moved begins at the clock’s time', async () => {
  const deps = world.deps();
  await deps.clock.refresh();
  const [dealId] = await wonDeals(1);
  const daysAhead = 60;
  await world.db.query(
    'INSERT INTO business_clock (id, offset_ms) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET offset_ms = $1',
    [daysAhead * 86_400_000],
  );
  await drainInbox(deps, world.connectionId);
  const [row] = await world.db.query<{ days: number }>(
    `SELECT (extract(epoch FROM created_at - clock_timestamp()) / 86400)::float8 AS days FROM onboardings WHERE deal_id = $1 AND connection_id = $2`,
    [dealId, world.connectionId],
  );
  await world.db.query('DELETE FROM business_clock');
  expect(row?.days).toBeCloseTo(daysAhead, 1);
});

test.each([
  ['Germany', 'DE'],
  ['de', 'DE'],
  ['Atlantis', null],
])('the plan of a customer in %s leaves the public holidays of %s free', async (country, calendar) => {
  const { id } = await world.sandbox.addDeal({ name: 'Werft', company: { name: 'Nordwerft', country } });
  await world.sandbox.control('POST', `/deals/${id}/stage`, { to: 'won' });
  await announce([id]);
  await drainInbox(world.deps(), world.connectionId);
  expect(
    await world.db.query('SELECT calendar_country FROM onboardings WHERE connection_id = $1 AND deal_id = $2', [
      world.connectionId,
      id,
    ]),
  ).toEqual([{ calendar_country: calendar }]);
});
