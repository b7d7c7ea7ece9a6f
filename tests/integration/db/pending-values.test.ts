import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { rememberConnection } from '../../../src/db/connections.ts';
import { readPendingValues } from '../../../src/db/crm-values.ts';
import { rememberAccounts } from '../../../src/db/deals.ts';
import { useDatabase } from '../../support/database.ts';

const opened = useDatabase();

test('what was wanted first is written first, but values of drafts that came aboard wait for all others', async () => {
  const { db } = opened;
  const account = { provider: 'hubspot' as const, accountId: '1', name: 'HubSpot' };
  const { id: connectionId } = await rememberConnection(db, account, new Date());
  const [accountId] = await rememberAccounts(db, [{ connectionId, crmId: '1', name: 'One', domain: null }]);
  const wanted = async (
    dealId: string,
    { aboard, status, at }: { aboard: boolean; status: string; at: string },
  ): Promise<void> => {
    const id = randomUUID();
    await db.query(
      `INSERT INTO onboardings (id, connection_id, deal_id, workflow_id, account_id, name, status, deal, timezone, came_aboard_at, created_at, updated_at)
       VALUES ($1, $2, $3, 'o:' || $3, $4, $3, $5, '{}', 'UTC', $6, $7, $7)`,
      [id, connectionId, dealId, accountId, status, aboard ? at : null, at],
    );
    await db.query(
      `INSERT INTO crm_values (connection_id, object_type, record_id, field, value, why, onboarding_id, state, wanted_at)
       VALUES ($1, 'deal', $2, 'gangway_progress', '10', 'test', $3, 'pending', $4)`,
      [connectionId, dealId, id, at],
    );
  };
  await wanted('aboard', { aboard: true, status: 'draft', at: '2026-01-01T00:00:00Z' });
  await wanted('later', { aboard: false, status: 'active', at: '2026-01-03T00:00:00Z' });
  await wanted('published since', { aboard: true, status: 'active', at: '2026-01-02T00:00:00Z' });
  const next = async (records: number) => {
    const values = await readPendingValues(db, connectionId, records);
    return values.map(({ recordId, isBulk }) => ({ recordId, isBulk }));
  };
  expect(await next(1)).toEqual([{ recordId: 'published since', isBulk: false }]);
  const all = await next(10);
  expect(all).toHaveLength(3);
  expect(all).toContainEqual({ recordId: 'aboard', isBulk: true });
  expect((await next(2)).map(({ recordId }) => recordId).toSorted()).toEqual(['later', 'published since']);
});
