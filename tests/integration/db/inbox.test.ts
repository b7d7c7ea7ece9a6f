import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { CrmEvent } from '../../../integrations/ports.ts';
import { rememberConnection, setConnectionStatus } from '../../../src/db/connections.ts';
import {
  connectionsWithPendingEvents,
  countRefusal,
  readPendingDeals,
  settleEvents,
  storeEvents,
} from '../../../src/db/inbox.ts';
import { useDatabase } from '../../support/database.ts';
import { dealChanged } from '../crm/deal-changed.ts';

const opened = useDatabase();
const now = new Date('2026-03-02T10:00:00Z');

const event = (dedupeKey: string, dealId: string, more: Partial<CrmEvent> = {}): CrmEvent =>
  dealChanged(dealId, { dedupeKey, raw: { dedupeKey }, ...more });

test('an event that comes again is stored once, within a delivery and across deliveries', async () => {
  const connectionId = randomUUID();
  expect(await storeEvents(opened.db, connectionId, [event('a', '1'), event('b', '1'), event('b', '1')], now)).toBe(2);
  expect(await storeEvents(opened.db, connectionId, [event('b', '1'), event('c', '2')], now)).toBe(1);
});

test('pending events are grouped by deal, oldest deal first, with what was merged into it', async () => {
  const connectionId = randomUUID();
  await storeEvents(
    opened.db,
    connectionId,
    [event('a', '7'), event('b', '8'), event('c', '7', { kind: 'deal_merged', mergedDealIds: ['5', '6'] })],
    now,
  );
  const pending = await readPendingDeals(opened.db, connectionId, 10);
  expect(pending.map((deal) => deal.dealId)).toEqual(['7', '8']);
  expect(pending[0]?.mergedDealIds.toSorted()).toEqual(['5', '6']);
  await settleEvents(opened.db, pending[0]?.eventIds ?? [], 'handled', null, now);
  expect((await readPendingDeals(opened.db, connectionId, 10)).map((deal) => deal.dealId)).toEqual(['8']);
});

test('events of a connection that is paused or refuses our access begin nothing until it is active again', async () => {
  const account = { provider: 'hubspot' as const, accountId: randomUUID(), name: 'HubSpot' };
  const { id: connectionId } = await rememberConnection(opened.db, account, now);
  await storeEvents(opened.db, connectionId, [event('a', '7'), event('b', '8')], now);
  const waiting = async () =>
    (await connectionsWithPendingEvents(opened.db)).filter((one) => one.connectionId === connectionId);
  const [newest] = await opened.db.query<{ id: string }>('SELECT max(id)::text AS id FROM inbox_events');
  expect(await waiting()).toEqual([{ connectionId, newest: newest?.id }]);
  for (const status of ['paused', 'revoked'] as const) {
    await setConnectionStatus(opened.db, connectionId, status, null, now);
    expect(await waiting()).toEqual([]);
    await setConnectionStatus(opened.db, connectionId, 'active', null, now);
    expect(await waiting()).toHaveLength(1);
  }
});

test('unreadable events wait for a person; other and own ones are kept but ask for nothing', async () => {
  const connectionId = randomUUID();
  await storeEvents(
    opened.db,
    connectionId,
    [
      event('x', '', { kind: 'unreadable', reason: 'objectId is missing' }),
      event('y', '3', { kind: 'other' }),
      event('z', '3', { isOwnWrite: true }),
    ],
    now,
  );
  const rows = await opened.db.query<{ dedupe_key: string; state: string }>(
    'SELECT dedupe_key, state FROM inbox_events WHERE connection_id = $1 ORDER BY dedupe_key',
    [connectionId],
  );
  expect(rows.map((row) => row.state)).toEqual(['quarantined', 'ignored', 'ignored']);
  expect(await readPendingDeals(opened.db, connectionId, 10)).toEqual([]);
});

test('what PostgreSQL cannot hold of an event does not hold up those beside it', async () => {
  const connectionId = randomUUID();
  const raw = { 'a\0': 'a\0b', half: '\ud83d', whole: '😀', escaped: '\\u0000' };
  expect(await storeEvents(opened.db, connectionId, [event('odd', '1', { raw }), event('plain', '2')], now)).toBe(2);
  const [row] = await opened.db.query<{ payload: unknown }>(
    `SELECT payload FROM inbox_events WHERE connection_id = $1 AND dedupe_key = 'odd'`,
    [connectionId],
  );
  expect(row?.payload).toEqual({
    merged: [],
    raw: { 'a\ufffd': 'a\ufffdb', half: '\ufffd', whole: '😀', escaped: '\\u0000' },
  });
});

test('refused deliveries are only counted, by day and reason', async () => {
  for (let times = 0; times < 3; times++) await countRefusal(opened.db, 'hubspot', 'stale', now);
  expect(await opened.db.query(`SELECT reason, day, count FROM webhook_refusals`)).toEqual([
    { reason: 'stale', day: '2026-03-02', count: 3 },
  ]);
});
