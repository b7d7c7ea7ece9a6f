/** What the sandbox Salesforce keeps when its process ends, and what it does with a state that it does not know. */
import { expect, it } from 'vitest';
import { createMemoryStore } from '../../integrations/sandbox/store.ts';
import { until } from '../support/until.ts';
import { startOrg } from './sandbox-salesforce-org.ts';

it('goes on with its records, its settings and the messages that were not acknowledged', async () => {
  const store = createMemoryStore();
  const before = await startOrg({ store });
  const { id } = await before.addOpportunity({ name: 'Kept' });
  await before.setLimits({ daily: 2_000 });
  before.answerMessages(() => ({ status: 500, body: '' }));
  await before.control('POST', `/opportunities/${id}/stage`, { to: 'won' });
  await until('it was refused', async () => ((await before.counters()).outbound.refused > 0 ? true : undefined));
  await before.stop();

  const after = await startOrg({ store });
  expect(await after.opportunity(id)).toMatchObject({ name: 'Kept', isWon: true });
  expect(await after.control('GET', '/limits')).toMatchObject({ daily: 2_000 });
  await until('it is told', async () => (after.received.length > 0 ? true : undefined));
  expect((await after.addOpportunity()).id).not.toBe(id);
  await after.stop();
});

it('begins anew where what was kept is of another form, and when it is told to', async () => {
  const store = createMemoryStore();
  await store.save('{"version":0}');
  const org = await startOrg({ store, withOpportunities: true });
  const opportunities = () => org.control('GET', '/opportunities');
  const fresh = JSON.stringify(await opportunities());
  expect(fresh).toContain('Meridian Rail – Enterprise');
  await org.addOpportunity({ name: 'Gone' });
  await org.control('POST', '/reset');
  expect(JSON.stringify(await opportunities())).not.toContain('Gone');
  await org.stop();
});
