/** What the status page says of a CRM while something waits for it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';
import { createClock } from '../../../src/db/clock.ts';
import { rememberConnection, setConnectionStatus } from '../../../src/db/connections.ts';
import { storeEvents } from '../../../src/db/inbox.ts';
import { listConnections } from '../../../src/db/queries/list-connections.ts';
import { stopFields } from '../../../src/db/stopped-fields.ts';
import { systemParts } from '../../../src/main/system-parts.ts';
import { useDatabase } from '../../support/database.ts';
import { dealChanged } from './deal-changed.ts';

const opened = useDatabase();
const twoMinutesAgo = () => new Date(Date.now() - 120_000);
let connectionId: string;

beforeEach(async () => {
  const account = { provider: 'hubspot' as const, accountId: '4711', name: 'HubSpot' };
  ({ id: connectionId } = await rememberConnection(opened.db, account, new Date()));
  await opened.db.query(`UPDATE crm_connections SET status = 'active' WHERE id = $1`, [connectionId]);
  await opened.db.query('DELETE FROM rate_buckets');
  await storeEvents(opened.db, connectionId, [dealChanged('1')], twoMinutesAgo());
});

const shown = async () => {
  const parts = await systemParts({
    db: opened.db,
    clock: createClock(opened.db),
    config: readConfig({ HUBSPOT_ACCESS_TOKEN: 'pat-na1-token', HUBSPOT_CLIENT_SECRET: 'its-client-secret' }),
    mail: null,
    checkTemporal: async () => 'answers',
    isSandboxOn: false,
  });
  return parts.find(({ name }) => name === 'HubSpot');
};

it('does not answer as it should, where what waits has no other reason', async () => {
  expect(await shown()).toMatchObject({
    state: 'degraded',
    detail: expect.stringContaining('does not answer as it should; what waits goes on by itself: 1 event'),
  });
});

it('has no calls left, where they are used up', async () => {
  await opened.db.query(
    `INSERT INTO rate_buckets (connection_id, limit_class, capacity, refill_per_second, tokens, refilled_at, blocked_until)
     VALUES ($1, 'daily', 1, 1, 0, clock_timestamp(), clock_timestamp() + interval '10 minutes')`,
    [connectionId],
  );
  expect(await shown()).toMatchObject({ state: 'degraded', detail: expect.stringContaining('has no calls left') });
});

it('stands still while its connection is paused or refused: what waits then waits for us', async () => {
  const since = new Date('2026-03-02T10:00:00Z');
  await setConnectionStatus(opened.db, connectionId, 'revoked', 'Expired', since);
  expect(await shown()).toMatchObject({
    state: 'paused',
    detail: expect.stringMatching(/; HubSpot refuses our access$/),
    since: since.toISOString(),
  });
  await setConnectionStatus(opened.db, connectionId, 'paused', null, since);
  expect(await shown()).toMatchObject({ state: 'paused', detail: expect.stringMatching(/; HubSpot is paused$/) });
});

it('is on with one of two connections, and says which one is paused', async () => {
  await opened.db.query('DELETE FROM inbox_events');
  const account = { provider: 'hubspot' as const, accountId: '4712', name: 'The other one' };
  const { id } = await rememberConnection(opened.db, account, new Date());
  await setConnectionStatus(opened.db, id, 'paused', null, new Date());
  expect(await shown()).toMatchObject({ state: 'on', detail: expect.stringMatching(/; The other one is paused$/) });
  await opened.db.query('DELETE FROM crm_connections WHERE id = $1', [id]);
});

describe('with a value that waits', () => {
  const field = 'csm_note';
  beforeEach(async () => {
    await opened.db.query('DELETE FROM inbox_events');
    await opened.db.query('DELETE FROM crm_values');
    await opened.db.query(
      `INSERT INTO crm_values (connection_id, object_type, record_id, field, value, why, onboarding_id, wanted_at)
       VALUES ($1, 'deal', '1', $2, '"Amber"', 'A task is late', gen_random_uuid(), $3)`,
      [connectionId, field, twoMinutesAgo()],
    );
  });

  it('does not answer as it should', async () => {
    expect(await shown()).toMatchObject({ state: 'degraded', detail: expect.stringMatching(/: 1 value$/) });
  });

  it('is well where the value waits for a field that stopped, and says how many have', async () => {
    await stopFields(opened.db, connectionId, [{ object: 'deal', field, reason: 'It was deleted' }], new Date());
    expect(await shown()).toMatchObject({ state: 'on' });
    expect(await listConnections(opened.db)).toMatchObject([{ stoppedFields: 1, pendingWrites: 1 }]);
  });
});
