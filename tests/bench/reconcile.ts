/** Reconcile of 100,000 deals of which 500 changed, against asking the CRM for the changed ones alone, page by page. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { CrmPort, CrmProvider } from '../../integrations/ports.ts';
import { readConfig } from '../../src/config/config.ts';
import { rememberConnection } from '../../src/db/connections.ts';
import { rememberAccounts } from '../../src/db/deals.ts';
import { type Core, createCore } from '../../src/main/core.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { reconcileConnection } from '../../src/usecases/crm/reconcile.ts';
import { alternate, type Figure, median, ms } from './measure.ts';
import { type BenchCrm, companyValues, dealValues, portTo, startCrm } from './reconcile-crms.ts';
import type { BenchServices } from './services.ts';

const fullDeals = 100_000;
const fullChanged = 500;
/** onboardings that run; what was written for them is compared */
const fullLive = 2_000;
/** as many as a round through all values takes, so that each look's share counts */
const rounds = 12;
const run = promisify(execFile);
const resultSchema = z.object({ megabytes: z.number() });

export async function benchReconcile(services: BenchServices): Promise<Figure[]> {
  return [...(await figuresOf(services, 'hubspot')), ...(await figuresOf(services, 'salesforce'))];
}

async function figuresOf(services: BenchServices, provider: CrmProvider): Promise<Figure[]> {
  const small = await measured(services, provider, services.scale / 10, 0);
  const { times, megabytes, deals, live } = await measured(services, provider, services.scale, rounds);
  const { a, b } = times;
  const ratio = median(a) / median(b);
  return [
    {
      what: `Reconcile of ${deals} ${provider} deals of which one in 200 changed, ${live} of them with a running onboarding (longest look ${ms(Math.max(...a))})`,
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

async function measured({ fresh }: BenchServices, provider: CrmProvider, scale: number, count: number) {
  const { databaseUrl } = await fresh();
  const [deals = 0, changed = 0, live = 0] = [fullDeals, fullChanged, fullLive].map((full) => Math.round(full * scale));
  const logger = createLogger({ level: 'error', name: 'bench' });
  const core = await createCore({ config: readConfig({}), databaseUrl, publicUrl: 'http://bench.example', logger });
  const there = await startCrm({ provider, deals, companies: live, oneIn: deals / changed });
  try {
    const crm = portTo(provider, there.url, logger);
    const connectionId = await seed(core, there, deals, live);
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
    const options = JSON.stringify({ databaseUrl, provider, url: there.url, connectionId });
    const { stdout } = await run(process.execPath, ['--expose-gc', script, options]);
    return { times, deals, live, ...resultSchema.parse(JSON.parse(stdout)) };
  } finally {
    await there.stop();
    await core.close();
  }
}

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

/** The ids and times of the deals that changed since the last look, and nothing more. */
async function bare(crm: CrmPort): Promise<number> {
  const startedAt = performance.now();
  let after: string | null = null;
  do after = (await crm.findChangedDeals({ modifiedSince: minutesAgo(25).toISOString(), after })).next;
  while (after !== null);
  return performance.now() - startedAt;
}

/** As if it had not been looked yet. */
async function forget({ db }: Core, connectionId: string): Promise<void> {
  await db.query('DELETE FROM inbox_events');
  await db.query('UPDATE crm_connections SET last_reconciled_at = $2 WHERE id = $1', [connectionId, minutesAgo(10)]);
}

async function seed({ db, clock }: Core, crm: BenchCrm, deals: number, live: number): Promise<string> {
  const account = { provider: crm.provider, accountId: crm.accountId, name: 'bench' };
  const { id } = await rememberConnection(db, account, clock.now());
  const [accountId] = await rememberAccounts(db, [{ connectionId: id, crmId: '1', name: 'Bench', domain: null }]);
  const read = minutesAgo(60 * 24);
  await db.query(
    `INSERT INTO deals (connection_id, deal_id, snapshot, is_won, read_at)
     SELECT $1, deal_id, jsonb_build_object('modifiedAt', $3::text), true, $3::timestamptz FROM unnest($2::text[]) AS d(deal_id)`,
    [id, Array.from({ length: deals }, (_, n) => crm.dealId(n)), read.toISOString()],
  );
  const lives = Array.from({ length: live }, (_, n) => n);
  await db.query(
    `INSERT INTO onboardings (id, connection_id, deal_id, workflow_id, account_id, name, status, deal, timezone, created_at, updated_at)
     SELECT md5(deal_id)::uuid, $1, deal_id, 'bench:' || deal_id, $3, 'Bench', 'active', '{}', 'UTC', $4, $4 FROM unnest($2::text[]) AS d(deal_id)`,
    [id, lives.map((n) => crm.dealId(n)), accountId, read],
  );
  const write = (objectType: string, recordIds: string[], values: Record<string, string>): Promise<unknown> =>
    db.query(
      `INSERT INTO crm_values (connection_id, object_type, record_id, field, value, held, why, onboarding_id, state, wanted_at, written_at)
       SELECT $1, $2, r.record_id, f.name, to_jsonb(f.value), to_jsonb(f.value), 'bench', md5(r.deal_id)::uuid, 'written', $6, $6
       FROM unnest($3::text[], $4::text[]) AS r(record_id, deal_id), jsonb_each_text($5::jsonb) AS f(name, value)`,
      [id, objectType, recordIds, lives.map((n) => crm.dealId(n)), JSON.stringify(values), read],
    );
  await write(
    'deal',
    lives.map((n) => crm.dealId(n)),
    dealValues,
  );
  await write(
    'company',
    lives.map((n) => crm.companyId(n)),
    companyValues,
  );
  await db.query('VACUUM ANALYZE');
  return id;
}
