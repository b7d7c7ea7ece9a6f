import { expect, test } from 'vitest';
import { crmForEachTest } from './crm-fixture.ts';

const world = crmForEachTest();
const ledger = (): Promise<Record<string, unknown>[]> =>
  world.db.query(
    `SELECT field, before, after, actor FROM sync_ledger WHERE connection_id = $1 AND direction = 'in' ORDER BY id`,
    [world.connectionId],
  );

test('what a deal tells of a running onboarding stands in the ledger, once, with before and after', async () => {
  const [id = ''] = await world.sandbox.addDeals(1);
  await world.follow(id);
  expect(await ledger()).toEqual([]);
  await world.sandbox.control('PATCH', `/deals/${id}`, { properties: { amount: '12345' } });
  await world.follow(id);
  await world.follow(id);
  expect(await ledger()).toMatchObject([{ field: 'amount', after: 12_345, actor: 'Priya Nair in HubSpot' }]);
  await world.sandbox.control('POST', `/deals/${id}/line-items`, { name: 'Data export', quantity: 1, price: 100 });
  await world.follow(id);
  expect((await ledger()).map(({ field }) => field)).toEqual(['amount', 'amount', 'line items']);
  expect((await ledger()).at(-1)).toMatchObject({ actor: 'Priya Nair in HubSpot' });
  await world.sandbox.control('DELETE', `/deals/${id}`);
  await world.follow(id);
  expect((await ledger()).at(-1)).toMatchObject({ field: 'standing', before: 'won', after: 'deleted' });
});
