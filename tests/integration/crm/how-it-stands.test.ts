/** What the status page says of a CRM while something waits for it. */
import { beforeEach, expect, it } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';
import { createClock } from '../../../src/db/clock.ts';
import { rememberConnection } from '../../../src/db/connections.ts';
import { storeEvents } from '../../../src/db/inbox.ts';
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
    detail: expect.stringContaining('does not answer as it should; 0 values and 1 events wait'),
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

it('is well while it is paused: what waits then waits for us', async () => {
  await opened.db.query(`UPDATE crm_connections SET status = 'paused' WHERE id = $1`, [connectionId]);
  expect(await shown()).toMatchObject({ state: 'on' });
});
