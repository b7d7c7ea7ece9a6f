/** More records than one read takes: what was modified is compared at once, everything else in turn. */
import { expect, test } from 'vitest';
import type { CrmPort } from '../../../integrations/ports.ts';
import { rememberAccounts } from '../../../src/db/deals.ts';
import { AppError } from '../../../src/errors.ts';
import { type CrmDeps, crmOf } from '../../../src/usecases/crm/crm-deps.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { crmForEachTest } from './crm-fixture.ts';

const world = crmForEachTest();
const records = 230;
const reconcile = () => reconcileConnection(world.deps(), world.connectionId);
const searchesLag = (searchLagMs: number) => world.sandbox.control('PUT', '/limits', { enabled: false, searchLagMs });
const longestLag = 600_000;

/** Onboardings that run, each with a value that was written to its deal and its company. @returns ids in the order of a round */
async function written(): Promise<{ deals: string[]; companies: string[] }> {
  const dealIds = await world.sandbox.addDeals(records);
  const { db, connectionId } = world;
  const companies: string[] = [];
  await world.sandbox.change(({ records: { deals, companies: all } }) => {
    for (const id of dealIds) Object.assign(deals[id]?.properties ?? {}, { gangway_progress: '40' });
    for (const company of Object.values(all)) {
      company.properties['gangway_customer_status'] = 'onboarding';
      companies.push(company.id);
    }
  });
  const [accountId] = await rememberAccounts(db, [{ connectionId, crmId: '1', name: 'One', domain: null }]);
  await db.query(
    `WITH o AS (
       INSERT INTO onboardings (id, connection_id, deal_id, workflow_id, account_id, name, status, deal, timezone, created_at, updated_at)
       SELECT gen_random_uuid(), $1, d.id, 'o:' || gen_random_uuid(), $2, d.id, 'active', '{}', 'UTC', clock_timestamp(), clock_timestamp()
       FROM unnest($3::text[]) AS d(id) RETURNING id, deal_id
     ), deals AS (
       INSERT INTO crm_values (connection_id, object_type, record_id, field, value, held, why, onboarding_id, state, wanted_at)
       SELECT $1, 'deal', deal_id, 'gangway_progress', '"40"', '"40"', 'test', id, 'written', clock_timestamp() FROM o
     )
     INSERT INTO crm_values (connection_id, object_type, record_id, field, value, held, why, onboarding_id, state, wanted_at)
     SELECT $1, 'company', c.id, 'gangway_customer_status', '"onboarding"', '"onboarding"', 'test', (SELECT id FROM o LIMIT 1), 'written', clock_timestamp()
     FROM unnest($4::text[]) AS c(id)`,
    [connectionId, accountId, dealIds, companies],
  );
  await db.query('UPDATE crm_connections SET last_reconciled_at = clock_timestamp() WHERE id = $1', [connectionId]);
  return { deals: dealIds.toSorted(), companies: companies.toSorted() };
}

/** With a CRM whose records are read this way. */
function withReads(
  read: (crm: CrmPort, ...wanted: Parameters<CrmPort['readFields']>) => ReturnType<CrmPort['readFields']>,
): CrmDeps {
  const deps = world.deps();
  const crm = crmOf(deps, world.connectionId);
  const readFields: CrmPort['readFields'] = (...wanted) => read(crm, ...wanted);
  return { ...deps, crms: new Map([[world.connectionId, { ...crm, readFields }]]) };
}

const drift = () =>
  world.db.query(
    `SELECT object_type, record_id, after FROM sync_ledger WHERE connection_id = $1 AND direction = 'drift' ORDER BY id`,
    [world.connectionId],
  );

/** As many looks as it takes, counted; more than a round has are none. */
async function looksUntil(isFound: () => Promise<boolean>): Promise<number> {
  for (let looks = 1; looks <= 13; looks++) {
    await reconcile();
    if (await isFound()) return looks;
  }
  return Infinity;
}

test('a deal and a company that were modified are compared with the next look, wherever the round stands', async () => {
  await searchesLag(0);
  const { deals, companies } = await written();
  const [deal = '', company = ''] = [deals.at(-1), companies.at(-1)];
  await world.sandbox.control('PATCH', `/deals/${deal}`, { properties: { gangway_progress: '55' } });
  await world.sandbox.api('PATCH', `/crm/v3/objects/companies/${company}`, {
    properties: { gangway_customer_status: 'live' },
  });
  expect(await reconcile()).toMatchObject({ driftedValues: 2 });
  expect(new Set(await drift())).toEqual(
    new Set([
      { object_type: 'deal', record_id: deal, after: '55' },
      { object_type: 'company', record_id: company, after: 'live' },
    ]),
  );
  expect(await looksUntil(async () => (await drift()).length > 2)).toBe(Infinity);
});

test('what no search shows is found before the round is over, and a round begins after the last', async () => {
  await searchesLag(longestLag);
  const { deals } = await written();
  const deal = deals.at(-1) ?? '';
  for (const progress of ['55', '60']) {
    await world.sandbox.control('PATCH', `/deals/${deal}`, { properties: { gangway_progress: progress } });
    const isFound = async () => (await drift()).some((row) => row['after'] === progress);
    expect(await looksUntil(isFound)).toBeLessThanOrEqual(12);
  }
  expect(await drift()).toHaveLength(2);
});

test('a share that could not be compared comes again with the next look', async () => {
  await searchesLag(longestLag);
  const { companies } = await written();
  await world.sandbox.api('PATCH', `/crm/v3/objects/companies/${companies[0]}`, {
    properties: { gangway_customer_status: 'live' },
  });
  const away = withReads(async () => {
    throw new AppError('crm_unavailable', { message: 'Away' });
  });
  await expect(reconcileConnection(away, world.connectionId)).rejects.toThrow('Away');
  expect(await reconcile()).toMatchObject({ driftedValues: 1 });
});

test('what we write while it is compared is no drift', async () => {
  await searchesLag(longestLag);
  const { companies } = await written();
  const [company = ''] = companies;
  const meanwhile = withReads(async (crm, ...wanted) => {
    await world.sandbox.api('PATCH', `/crm/v3/objects/companies/${company}`, {
      properties: { gangway_customer_status: 'live' },
    });
    await world.db.query(`UPDATE crm_values SET value = '"live"', held = '"live"' WHERE record_id = $1`, [company]);
    return crm.readFields(...wanted);
  });
  expect(await reconcileConnection(meanwhile, world.connectionId)).toMatchObject({ driftedValues: 0 });
  expect(await drift()).toEqual([]);
});

test('a deal that is gone, which no search tells, is found before the round is over', async () => {
  await searchesLag(0);
  const { deals } = await written();
  const dealId = deals.at(-1) ?? '';
  await world.db.query(
    `INSERT INTO deals (connection_id, deal_id, snapshot, is_won, read_at) VALUES ($1, $2, '{}', true, clock_timestamp())`,
    [world.connectionId, dealId],
  );
  await world.sandbox.control('DELETE', `/deals/${dealId}`);
  const isFound = async () =>
    (await world.db.query('SELECT 1 FROM inbox_events WHERE deal_id = $1', [dealId])).length > 0;
  expect(await looksUntil(isFound)).toBeLessThanOrEqual(12);
});
