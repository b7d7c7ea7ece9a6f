/** 10,000 field changes over 2,000 deals, written to a CRM that allows 100 calls in ten seconds: how many calls it takes. */
import { randomUUID } from 'node:crypto';
import { createSalesforce } from '../../integrations/salesforce/client.ts';
import { sandboxPortalId } from '../../integrations/sandbox/hubspot/index.ts';
import { sandboxOrganizationId } from '../../integrations/sandbox/salesforce/index.ts';
import type { CrmPort, CrmProvider, RateGate } from '../../integrations/ports.ts';
import { readConfig } from '../../src/config/config.ts';
import { sandboxOpportunityIdsSchema } from '../../src/contracts/sandbox/salesforce.ts';
import { rememberConnection } from '../../src/db/connections.ts';
import { bucketFor, createRateGate } from '../../src/db/rate-gate.ts';
import { type Core, createCore } from '../../src/main/core.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { drainCrmValues } from '../../src/usecases/crm/drain-crm-values.ts';
import { app, startOrg } from '../contract/sandbox-salesforce-org.ts';
import { startSandbox } from '../contract/sandbox-server.ts';
import type { Figure } from './measure.ts';
import type { BenchServices } from './services.ts';

const fullDeals = 2_000;
const callsPer10Seconds = 100;
const values = {
  gangway_progress: 40,
  gangway_health: 70,
  gangway_target_go_live: '2027-03-01',
  gangway_next_milestone: 'First order placed',
  gangway_blocked_by: 'Access to the test system',
};
const fields = Object.keys(values);

interface Side {
  provider: CrmProvider;
  crm: CrmPort;
  connectionId: string;
  dealIds: string[];
  /** of all these deals at best */
  fewest: number;
  /** forgets what the preparation took */
  reset(): Promise<unknown>;
  calls(): Promise<{ calls: number; throttled: number }>;
  stop(): Promise<void>;
}

export async function benchCrmWrites(services: BenchServices): Promise<Figure[]> {
  const { databaseUrl } = await services.fresh();
  const logger = createLogger({ level: 'error', name: 'bench' });
  const core = await createCore({ config: readConfig({}), databaseUrl, publicUrl: 'http://bench.example', logger });
  const count = Math.round(fullDeals * services.scale);
  try {
    return [await written(core, await hubSpot(core, count)), await written(core, await salesforce(core, count))];
  } finally {
    await core.close();
  }
}

async function written(core: Core, side: Side): Promise<Figure> {
  const { provider, crm, connectionId, dealIds, fewest } = side;
  const deps = { ...core.deps, crms: new Map([[connectionId, crm]]) };
  try {
    await core.db.query(
      `INSERT INTO crm_values (connection_id, object_type, record_id, field, value, why, onboarding_id, wanted_at)
       SELECT $1, 'deal', d.id, f.key, f.value, 'bench', d.onboarding_id, clock_timestamp()
       FROM unnest($2::text[], $3::uuid[]) AS d(id, onboarding_id), jsonb_each($4::jsonb) AS f`,
      [connectionId, dealIds, dealIds.map(() => randomUUID()), JSON.stringify(values)],
    );
    await side.reset();
    const startedAt = performance.now();
    for (let isOver = false; !isOver;) isOver = !(await drainCrmValues(deps, connectionId)).hasMore;
    const seconds = (performance.now() - startedAt) / 1000;
    const [row] = await core.db.query<{ open: number }>(
      `SELECT count(*)::int AS open FROM crm_values WHERE connection_id = $1 AND state <> 'written'`,
      [connectionId],
    );
    if (row?.open !== 0) throw new Error(`${row?.open ?? '?'} values were not written`);
    const { calls, throttled } = await side.calls();
    return {
      what: `${dealIds.length * fields.length} field changes over ${dealIds.length} deals, written to ${provider} at ${callsPer10Seconds} calls in 10 s (${throttled} refused for the limit, ${seconds.toFixed(1)} s)`,
      ours: `${calls} calls`,
      baseline: `${fewest} calls`,
      ratio: calls / fewest,
      target: '≤ 1.2 ×, no 429',
      isMet: calls / fewest <= 1.2 && throttled === 0,
    };
  } finally {
    await side.stop();
  }
}

/** As many calls as such a CRM allows, out of the buckets that every process draws from. */
const gateOf = ({ db }: Core, connectionId: string): RateGate => {
  const size = bucketFor(callsPer10Seconds, 10);
  return createRateGate({ db, connectionId, sizes: { burst: size, search: size } });
};

const connect = async ({ db, clock }: Core, provider: CrmProvider, accountId: string): Promise<string> =>
  (await rememberConnection(db, { provider, accountId, name: 'bench' }, clock.now())).id;

/** A hundred deals a call, each call read before, so that nobody's change is written over unseen. */
async function hubSpot(core: Core, count: number): Promise<Side> {
  const sandbox = await startSandbox();
  const connectionId = await connect(core, 'hubspot', String(sandboxPortalId));
  await sandbox.hubspot({ timeoutMs: 30_000 }).crm.setUp();
  const dealIds: string[] = [];
  for (let left = count; left > 0; left -= 500) dealIds.push(...(await sandbox.addDeals(Math.min(500, left))));
  await sandbox.control('PUT', '/limits', { enabled: true, burstPer10Seconds: callsPer10Seconds, searchLagMs: 0 });
  return {
    provider: 'hubspot',
    crm: sandbox.hubspot({ gate: gateOf(core, connectionId), timeoutMs: 30_000 }).crm,
    connectionId,
    dealIds,
    fewest: 2 * Math.ceil(count / 100),
    reset: () => sandbox.control('DELETE', '/counters'),
    async calls() {
      const rows = Object.values(await sandbox.calls());
      return { calls: sum(rows.map((row) => row.calls)), throttled: sum(rows.map((row) => row.throttled)) };
    },
    stop: sandbox.stop,
  };
}

/** Two hundred a call: read before, the opportunities, and the package's record of each onboarding. */
async function salesforce(core: Core, count: number): Promise<Side> {
  const org = await startOrg();
  const connectionId = await connect(core, 'salesforce', sandboxOrganizationId);
  await org.setOutbound({ enabled: false });
  const dealIds: string[] = [];
  for (let left = count; left > 0; left -= 500) {
    const made = await org.control('POST', '/opportunities/bulk', { count: Math.min(500, left) });
    dealIds.push(...sandboxOpportunityIdsSchema.parse(made).ids);
  }
  const credentials = { loginUrl: org.url, ...app };
  return {
    provider: 'salesforce',
    crm: createSalesforce({
      credentials,
      organizationId: sandboxOrganizationId,
      gate: gateOf(core, connectionId),
      logger: core.deps.logger,
    }),
    connectionId,
    dealIds,
    fewest: 3 * Math.ceil(count / 200),
    reset: () => org.control('DELETE', '/counters'),
    calls: async () => (await org.counters()).totals,
    stop: org.stop,
  };
}

const sum = (values: number[]): number => values.reduce((all, value) => all + value, 0);
