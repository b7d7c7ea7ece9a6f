/** Groups of deals that are applied side by side write the same signals and company values: none waits for the other in a circle. */
import { expect, it } from 'vitest';
import { storeEvents } from '../../../src/db/inbox.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import type { Logger } from '../../../src/telemetry/logger.ts';
import { startHubSpotWorld } from '../../contract/crm-port/hubspot-world.ts';
import { entry } from '../../unit/mapping/entries.ts';
import { mappedOnboarding } from './mapped-onboarding.ts';
import { dealChanged } from './deal-changed.ts';

const on = mappedOnboarding(startHubSpotWorld);
const sum = 'sum__c';

it('are applied together, however they interleave', async () => {
  await on.world.addDealField(sum, 'number');
  await on.world.addCompanyField(sum, 'number');
  await on.switchOn({
    entries: [
      entry({ ours: 'contract_value', field: sum }),
      entry({ ours: 'contract_value', object: 'company', field: sum }),
    ],
  });
  const made = await Promise.all(
    Array.from({ length: 20 }, (_, n) => on.world.addDeal({ name: `Deal ${n}`, company: `Company ${n}` })),
  );
  const companies = made.slice(0, 5).map(({ companyId }) => companyId);
  // the second half meets the companies in the opposite order
  for (const [n, { id }] of made.entries()) {
    const company = companies[n < 10 ? n % 5 : 4 - (n % 5)];
    if (company) await on.world.giveCompany(id, company);
  }
  const warned: unknown[] = [];
  const deps = on.deps();
  const logger: Logger = Object.assign(Object.create(deps.logger), { warn: (about: unknown) => warned.push(about) });
  const follow = async (): Promise<void> => {
    const events = made.map(({ id: dealId }) => dealChanged(dealId));
    await storeEvents(on.db, on.connectionId, events, new Date());
    while ((await drainInbox({ ...deps, logger }, on.connectionId)).hasMore);
  };
  await follow();
  for (let round = 1; round <= 12; round += 1) {
    await Promise.all(made.map(({ id }, n) => on.world.setField(id, 'amount', String(1_000 * round + n))));
    await follow();
  }
  expect(warned).toEqual([]);
  const [signals] = await on.db.query<{ onboardings: number; sync: number }>(
    `SELECT count(*) FILTER (WHERE process = 'onboarding')::int AS onboardings, count(*) FILTER (WHERE process = 'crm_sync')::int AS sync FROM outbox`,
  );
  expect(signals).toEqual({ onboardings: made.length + 1, sync: 1 });
});
