import { expect, it } from 'vitest';
import type { CrmPort } from '../../../integrations/ports.ts';
import { rememberConnection } from '../../../src/db/connections.ts';
import { AppError } from '../../../src/errors.ts';
import { searchDeals } from '../../../src/usecases/crm/search-deals.ts';
import { startHubSpotWorld } from '../../contract/crm-port/hubspot-world.ts';
import { connectForEachTest } from './connect-for-each-test.ts';

const on = connectForEachTest(startHubSpotWorld);

const found = (name: string) => [{ dealId: '7', name, stageLabel: 'Closed won', isWon: true }];
const answering = (searching: CrmPort['searchDeals']): CrmPort => ({ ...on.world.crm, searchDeals: searching });
const away = answering.bind(null, () => Promise.reject(new AppError('crm_unavailable', { message: 'It is away' })));

it('of two CRMs the one that is away is named, and the deals of the other are found', async () => {
  const account = { provider: 'salesforce' as const, accountId: '00D000000000001AAA', name: 'Salesforce 00D1' };
  const { id } = await rememberConnection(on.db, account, new Date());
  const deps = on.deps(answering(() => Promise.resolve(found('Harbor'))));
  deps.crms.set(id, away());
  expect(await searchDeals(deps, 'Harbor')).toEqual({
    items: [{ connectionId: on.connectionId, ...found('Harbor')[0] }],
    unanswered: ['Salesforce 00D1'],
  });
});

it('where none answers, it says why', async () => {
  await expect(searchDeals(on.deps(away()), 'Harbor')).rejects.toMatchObject({ code: 'crm_unavailable' });
});
