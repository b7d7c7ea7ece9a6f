/** Deals that are taken over in bulk while onboardings go on: what an event of one of those waits for its plan. */
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { beginBackfill, runBackfill } from '../../src/usecases/aboard/steer-backfill.ts';
import { wonDeals } from './deal.ts';
import { type Figure, ms, percentile, untilTrue } from './measure.ts';
import { type Rig, startRig } from './rig.ts';
import type { BenchServices } from './services.ts';

const fullCount = 5_000;
const live = 50;
const msBetweenEvents = 150;
const roundsAlone = 3;
/** a backfill that takes longer is stopped: what was seen by then is the figure */
const mostRounds = 120;
const run = promisify(execFile);

export async function benchBackfill(services: BenchServices): Promise<Figure[]> {
  const count = Math.round(fullCount * services.scale);
  const rig = await startRig(await services.fresh(), { callsPer10Seconds: 190, limitsOn: true, workerApart: true });
  const plans = await listen(rig);
  try {
    const dealIds = await wonDeals(rig, live);
    await rig.deliver(dealIds);
    await untilTrue('drafts', async () => (await onboardings(rig)) === live);
    await quiet(rig);
    const each = (): Promise<number[]> => eachChanged(rig, plans, dealIds);
    // the first of a process are slow
    await each();
    const alone: number[] = [];
    for (let round = 0; round < roundsAlone; round++) alone.push(...(await each()));

    const [connectionId = ''] = rig.core.deps.crms.keys();
    // they were won before Gangway came: reconcile leaves them to the backfill
    await rig.core.db.query('UPDATE crm_connections SET won_since = current_date + 1 WHERE id = $1', [connectionId]);
    await wonDeals(rig, count);
    const input = { connectionId, wonSince: '2020-01-01', withSheet: false, startedBy: 'bench' };
    const backfill = await beginBackfill(rig.core.deps, input);
    const beside: number[] = [];
    const memory: number[] = [];
    for (let round = 0; round < mostRounds; round++) {
      const state = await stateOf(rig, backfill);
      if (state === 'done') break;
      if (state === 'ready') await runBackfill(rig.core.deps, backfill, null);
      beside.push(...(await each()));
      memory.push(await workerMegabytes());
    }
    const taken = (await onboardings(rig)) - live;
    const [early = 0, late = 0] = [memory.slice(0, memory.length / 2), memory.slice(memory.length / 2)].map((half) =>
      Math.max(...half),
    );
    const latency = [50, 95].map((p): Figure => {
      const ratio = percentile(beside, p) / percentile(alone, p);
      return {
        what: `Event → plan changed of ${live} onboardings beside a backfill of ${count} deals (${taken} taken over meanwhile), p${p}`,
        ours: ms(percentile(beside, p)),
        baseline: ms(percentile(alone, p)),
        ratio,
        target: '≤ 1.5 ×',
        isMet: ratio <= 1.5,
      };
    });
    return [
      ...latency,
      {
        what: 'The same: most memory of the worker, second half against first',
        ours: `${late.toFixed(0)} MB`,
        baseline: `${early.toFixed(0)} MB`,
        ratio: late / early,
        target: 'flat: ≤ 1.2 ×',
        isMet: late / early <= 1.2,
      },
    ];
  } finally {
    await plans.end();
    await rig.stop();
  }
}

/** What the commits announce: a change of an onboarding. */
async function listen({ place }: Rig): Promise<pg.Client> {
  const client = new pg.Client(place.databaseUrl);
  await client.connect();
  await client.query('LISTEN live');
  return client;
}

let nextAmount = 10_000;

/** Every deal's amount changes, one after another at an even pace. @returns ms until the plan says so, of each */
async function eachChanged(rig: Rig, plans: pg.Client, dealIds: string[]): Promise<number[]> {
  const rows = await rig.core.db.query<{ id: string; deal_id: string }>(
    'SELECT id, deal_id FROM onboardings WHERE deal_id = ANY($1)',
    [dealIds],
  );
  const waiting = new Map<string, () => void>();
  const onChange = ({ payload = '' }: pg.Notification): void => {
    for (const [id, told] of waiting) if (payload.includes(id)) told();
  };
  plans.on('notification', onChange);
  const times = rows.map(async ({ id, deal_id: dealId }, n) => {
    await sleep(n * msBetweenEvents);
    const { promise, resolve } = Promise.withResolvers<void>();
    await rig.control('PATCH', `/deals/${dealId}`, { properties: { amount: String(nextAmount++) } });
    waiting.set(id, resolve);
    const startedAt = performance.now();
    await rig.deliver([dealId]);
    await promise;
    waiting.delete(id);
    return performance.now() - startedAt;
  });
  try {
    return await Promise.all(times);
  } finally {
    plans.off('notification', onChange);
  }
}

async function onboardings({ core }: Rig): Promise<number> {
  const [row] = await core.db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM onboardings WHERE status <> 'handoff'`,
  );
  return row?.n ?? 0;
}

async function stateOf({ core }: Rig, backfill: string): Promise<string> {
  const [row] = await core.db.query<{ state: string }>('SELECT state FROM backfills WHERE id = $1', [backfill]);
  return row?.state ?? '';
}

const quiet = ({ core }: Rig): Promise<void> =>
  untilTrue('quiet', async () => {
    const [row] = await core.db.query<{ busy: number }>(
      `SELECT (SELECT count(*) FROM outbox)::int + (SELECT count(*) FROM crm_values WHERE state = 'pending')::int AS busy`,
    );
    return row?.busy === 0;
  });

async function workerMegabytes(): Promise<number> {
  const { stdout } = await run('ps', ['-o', 'rss=,args=', '--ppid', String(process.pid)]);
  const worker = stdout.split('\n').find((line) => line.includes('main/worker.ts'));
  return Number.parseInt(worker ?? '0', 10) / 1024;
}
