import { expect, test } from 'vitest';
import { storeEvents } from '../../../src/db/inbox.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { crmForEachTest } from './crm-fixture.ts';
import { dealChanged } from './deal-changed.ts';

const world = crmForEachTest();
async function tell(dealId: string): Promise<void> {
  const event = dealChanged(dealId);
  await storeEvents(world.db, world.connectionId, [event], new Date());
  await drainInbox(world.deps(), world.connectionId);
}
const ledger = (): Promise<Record<string, unknown>[]> =>
  world.db.query(
    `SELECT field, before, after, actor FROM sync_ledger WHERE connection_id = $1 AND direction = 'in' ORDER BY id`,
    [world.connectionId],
  );

test('what a deal tells of a running onboarding stands in the ledger, once, with before and after', async () => {
  const [id = ''] = await world.sandbox.addDeals(1);
  await tell(id);
  expect(await ledger()).toEqual([]);
  await world.sandbox.control('PATCH', `/deals/${id}`, { properties: { amount: '12345' } });
  await tell(id);
  await tell(id);
  expect(await ledger()).toMatchObject([{ field: 'amount', after: 12_345, actor: 'Priya Nair in HubSpot' }]);
  await world.sandbox.control('POST', `/deals/${id}/line-items`, { name: 'Data export', quantity: 1, price: 100 });
  await tell(id);
  expect((await ledger()).map(({ field }) => field)).toEqual(['amount', 'amount', 'line items']);
  expect((await ledger()).at(-1)).toMatchObject({ actor: 'Priya Nair in HubSpot' });
  await world.sandbox.control('DELETE', `/deals/${id}`);
  await tell(id);
  expect((await ledger()).at(-1)).toMatchObject({ field: 'standing', before: 'won', after: 'deleted' });
});
