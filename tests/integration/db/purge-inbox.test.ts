import { expect, test } from 'vitest';
import { rememberConnection, touchDrained } from '../../../src/db/connections.ts';
import { purgeInbox } from '../../../src/db/purge-inbox.ts';
import { useDatabase } from '../../support/database.ts';

const opened = useDatabase();
const old = '2026-01-01T00:00:00.000Z';
const recent = '2026-09-01T00:00:00.000Z';
const before = new Date('2026-06-01T00:00:00Z');

const connect = async (accountId: string): Promise<string> => {
  const account = { provider: 'hubspot' as const, accountId, name: 'HubSpot' };
  return (await rememberConnection(opened.db, account, new Date())).id;
};
const receive = (connectionId: string, key: string, state: string, at: string, count = 1): Promise<unknown> =>
  opened.db.query(
    `INSERT INTO inbox_events (connection_id, dedupe_key, kind, deal_id, payload, received_at, state)
     SELECT $1, $2 || ':' || n, 'deal_changed', '7', '{}', $4, $3 FROM generate_series(1, $5::int) AS n`,
    [connectionId, key, state, at, count],
  );

test('old events that were read or ignored go, in as many statements as it takes; what waits or was set aside stays', async () => {
  const connectionId = await connect('1');
  await receive(connectionId, 'read', 'handled', old, 5_100);
  await receive(connectionId, 'ignored', 'ignored', old);
  await receive(connectionId, 'waits', 'pending', old);
  await receive(connectionId, 'set aside', 'quarantined', old);
  await receive(connectionId, 'recent', 'handled', recent);
  expect(await purgeInbox(opened.db, before)).toBe(5_101);
  const left = await opened.db.query<{ key: string }>('SELECT dedupe_key AS key FROM inbox_events ORDER BY id');
  expect(left.map(({ key }) => key)).toEqual(['waits:1', 'set aside:1', 'recent:1']);
});

test('when the last event came is known after it has gone', async () => {
  const connectionId = await connect('2');
  await receive(connectionId, 'read', 'handled', old);
  await touchDrained(opened.db, connectionId, new Date());
  await purgeInbox(opened.db, before);
  await touchDrained(opened.db, connectionId, new Date());
  const [row] = await opened.db.query<{ at: Date }>('SELECT last_event_at AS at FROM crm_connections WHERE id = $1', [
    connectionId,
  ]);
  expect(row?.at.toISOString()).toBe(old);
});
