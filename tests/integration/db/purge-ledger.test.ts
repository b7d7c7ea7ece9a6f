import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { purgeLedger } from '../../../src/db/purge-ledger.ts';
import { useDatabase } from '../../support/database.ts';

const opened = useDatabase();
const connectionId = randomUUID();
const old = '2026-01-01T00:00:00Z';
const recent = '2026-09-01T00:00:00Z';

const tell = (field: string, result: string, at: string, count = 1): Promise<unknown> =>
  opened.db.query(
    `INSERT INTO sync_ledger (connection_id, at, direction, object_type, record_id, field, why, actor, result)
     SELECT $1, $2, 'out', 'deal', '7', $3, 'test', 'Gangway', $4 FROM generate_series(1, $5::int)`,
    [connectionId, at, field, result, count],
  );
const want = (field: string, state: string): Promise<unknown> =>
  opened.db.query(
    `INSERT INTO crm_values (connection_id, object_type, record_id, field, value, why, onboarding_id, state, wanted_at)
     VALUES ($1, 'deal', '7', $2, '"x"', 'test', $3, $4, $5)`,
    [connectionId, field, randomUUID(), state, old],
  );

test('old entries go, in as many statements as it takes; recent ones and failures that can be tried again stay', async () => {
  await tell('old', 'written', old, 5_100);
  await tell('recent', 'written', recent);
  await tell('waits', 'failed', old);
  await want('waits', 'failed');
  await tell('came about since', 'failed', old);
  await want('came about since', 'written');
  expect(await purgeLedger(opened.db, new Date('2026-06-01T00:00:00Z'))).toBe(5_101);
  const left = await opened.db.query<{ field: string }>('SELECT field FROM sync_ledger ORDER BY id');
  expect(left.map(({ field }) => field)).toEqual(['recent', 'waits']);
});
