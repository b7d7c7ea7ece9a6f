/** Reconcile of 100,000 deals of which 500 changed, against asking HubSpot for the changed ones alone, page by page. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { CrmPort } from '../../integrations/ports.ts';
import { freshState, sandboxPortalId } from '../../integrations/sandbox/hubspot/seed.ts';
import type { PortalState } from '../../integrations/sandbox/hubspot/state.ts';
import { readConfig } from '../../src/config/config.ts';
import { rememberConnection } from '../../src/db/connections.ts';
import { rememberAccounts } from '../../src/db/deals.ts';
import { type Core, createCore } from '../../src/main/core.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { reconcileConnection } from '../../src/usecases/crm/reconcile.ts';
import { startSandbox } from '../contract/sandbox-server.ts';
import { alternate, type Figure, median, ms } from './measure.ts';
import type { BenchServices } from './services.ts';

const fullDeals = 100_000;
const fullChanged = 500;
/** onboardings that run; what was written for them is compared */
const fullLive = 2_000;
const rounds = 5;
const fields = ['gangway_progress', 'gangway_health', 'gangway_target_go_live', 'gangway_next_milestone'];
const held = ['40', '70', '2027-03-01', 'First order placed'];
const run = promisify(execFile);
const resultSchema = z.object({ megabytes: z.number() });

export async function benchReconcile(services: BenchServices): Promise<Figure[]> {
  const small = await measured(services, services.scale / 10, 0);
  const { times, megabytes, deals, live } = await measured(services, services.scale, rounds);
  const { a, b } = times;
  const ratio = median(a) / median(b);
  return [
    {
      what: `Reconcile of ${deals} deals of which one in 200 changed, ${live} of them with a running onboarding`,
      ours: ms(median(a)),
      baseline: ms(median(b)),
      ratio,
      target: '≤ 1.5 ×',
      isMet: ratio <= 1.5,
    },
    {
      what: `The same: heap's growth meanwhile, beside a tenth of the deals`,
      ours: `${megabytes.toFixed(1)} MB`,
      baseline: `${small.megabytes.toFixed(1)} MB`,
      ratio: megabytes / small.megabytes,
      target: 'flat: ≤ 1.5 ×',
      isMet: megabytes / small.megabytes <= 1.5,
    },
  ];
}

async function measured({ fresh }: BenchServices, scale: number, count: number) {
  const { databaseUrl } = await fresh();
  const [deals, changed, live] = [fullDeals, fullChanged, fullLive].map((full) => Math.round(full * scale));
  const logger = createLogger({ level: 'error', name: 'bench' });
  const core = await createCore({ config: readConfig({}), databaseUrl, publicUrl: 'http://bench.example', logger });
  const state = portalOf(deals ?? 0, changed ?? 0);
  const sandbox = await startSandbox({ store: { load: async () => state, save: async () => undefined } });
  try {
    const { crm } = sandbox.hubspot({ timeoutMs: 30_000 });
    await crm.setUp();
    const connectionId = await seed(core, deals ?? 0, live ?? 0);
    const deps = { ...core.deps, crms: new Map([[connectionId, crm]]) };
    const ours = async (): Promise<number> => {
      await forget(core, connectionId);
      const startedAt = performance.now();
      const { missedDeals, driftedValues } = await reconcileConnection(deps, connectionId);
      const took = performance.now() - startedAt;
      if (missedDeals !== changed || driftedValues !== 0)
        throw new Error(`${missedDeals} deals were missed, ${driftedValues} values drifted`);
      return took;
    };
    const times = await alternate(count, ours, () => bare(crm));
    await forget(core, connectionId);
    const script = fileURLToPath(new URL('reconcile-worker.ts', import.meta.url));
    const options = JSON.stringify({ databaseUrl, baseUrl: sandbox.url, connectionId });
    const { stdout } = await run(process.execPath, ['--expose-gc', script, options]);
    return { times, deals, live, ...resultSchema.parse(JSON.parse(stdout)) };
  } finally {
    await sandbox.stop();
    await core.close();
  }
}

const minutesAgo = (minutes: number): number => Date.now() - minutes * 60_000;

/** The ids and times of what changed since the last look, and nothing more. */
async function bare(crm: CrmPort): Promise<number> {
  const startedAt = performance.now();
  let after: string | null = null;
  do after = (await crm.findChangedDeals({ modifiedSince: new Date(minutesAgo(25)).toISOString(), after })).next;
  while (after !== null);
  return performance.now() - startedAt;
}

/** As if it had not been looked yet. */
async function forget({ db }: Core, connectionId: string): Promise<void> {
  await db.query('DELETE FROM inbox_events');
  await db.query('UPDATE crm_connections SET last_reconciled_at = $2 WHERE id = $1', [
    connectionId,
    new Date(minutesAgo(10)),
  ]);
}

const firstId = 1_000_000;

function portalOf(deals: number, changed: number): PortalState {
  const state = freshState();
  state.limits = { ...state.limits, enabled: false, searchLagMs: 0 };
  state.webhooks = { ...state.webhooks, enabled: false };
  state.nextId = firstId * 2;
  const known = Object.fromEntries(fields.map((field, n) => [field, held[n] ?? '']));
  for (let n = 0; n < deals; n++) {
    const id = String(firstId + n);
    const updatedAt = n % (deals / changed) === 0 ? minutesAgo(5) + n : minutesAgo(60 * 24 * 30) + n;
    const properties = {
      ...known,
      hs_object_id: id,
      dealname: `Deal ${n}`,
      pipeline: 'default',
      dealstage: 'closedwon',
      hs_lastmodifieddate: new Date(updatedAt).toISOString(),
    };
    state.records.deals[id] = { id, properties, createdAt: updatedAt, updatedAt, archived: false, mergedInto: null };
  }
  return state;
}

async function seed({ db, clock }: Core, deals: number, live: number): Promise<string> {
  const { id } = await rememberConnection(
    db,
    { provider: 'hubspot', accountId: String(sandboxPortalId), name: 'bench' },
    clock.now(),
  );
  const [accountId] = await rememberAccounts(db, [{ connectionId: id, crmId: '1', name: 'Bench', domain: null }]);
  const read = new Date(minutesAgo(60 * 24)).toISOString();
  await db.query(
    `INSERT INTO deals (connection_id, deal_id, snapshot, is_won, read_at)
     SELECT $1, ($2::int + n)::text, jsonb_build_object('modifiedAt', $3::text), true, $3::timestamptz FROM generate_series(0, $4::int - 1) n`,
    [id, firstId, read, deals],
  );
  await db.query(
    `INSERT INTO onboardings (id, connection_id, deal_id, workflow_id, account_id, name, status, deal, timezone, created_at, updated_at)
     SELECT md5(n::text)::uuid, $1, ($2::int + n)::text, 'bench:' || n, $3, 'Bench ' || n, 'in_progress', '{}', 'UTC', $4, $4
     FROM generate_series(0, $5::int - 1) n`,
    [id, firstId, accountId, read, live],
  );
  await db.query(
    `INSERT INTO crm_values (connection_id, object_type, record_id, field, value, held, why, onboarding_id, state, wanted_at, written_at)
     SELECT $1, 'deal', o.deal_id, f.name, to_jsonb(f.value), to_jsonb(f.value), 'bench', o.id, 'written', $4, $4
     FROM onboardings o, unnest($2::text[], $3::text[]) AS f(name, value)`,
    [id, fields, held, read],
  );
  await db.query('VACUUM ANALYZE');
  return id;
}
