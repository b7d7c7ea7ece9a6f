/** 1,000 deals won at once: how fast without HubSpot's limits, how sparing with them. */
import { z } from 'zod';
import { createApiKey } from '../../src/db/api-keys.ts';
import { bareTaskQueue, startBareWorker } from './bare/worker.ts';
import { wonDeals } from './deal.ts';
import { atRate, type Figure, ms, percentile, perSecond, rate, sideBySide, untilTrue } from './measure.ts';
import { benchActor } from './seed.ts';
import { type Rig, startRig } from './rig.ts';
import type { BenchServices } from './services.ts';

const fullCount = 1_000;
const perCall = 100;
const warmUp = 20;
/** as many as the dispatcher has under way */
const inFlight = 24;

export async function benchBurst(services: BenchServices): Promise<Figure[]> {
  const count = Math.round(fullCount * services.scale);
  return [...(await withLimits(services, count)), await withoutLimits(services, count)];
}

async function withoutLimits(services: BenchServices, count: number): Promise<Figure> {
  let passes = 0;
  const rig = await startRig(await services.fresh(), {
    around: (advance) => (input) => {
      passes += 1;
      return advance(input);
    },
  });
  let steps = 0;
  const bareWorker = await startBareWorker(rig.native, rig.place.namespace, () => (steps += 1));
  const bare = (some: number): Promise<number> => {
    const expected = steps + some;
    return rate(some, async () => {
      await sideBySide(some, inFlight, (n) =>
        rig.client.workflow.start('bareOnce', {
          workflowId: `bare-${expected}-${n}`,
          taskQueue: bareTaskQueue,
          args: [{ key: '' }],
        }),
      );
      await untilTrue('bare workflows', () => steps >= expected);
    });
  };
  try {
    const deals = await wonDeals(rig, count + warmUp);
    await rig.deliver(deals.splice(0, warmUp));
    await drafts(rig, warmUp);
    const before = await bare(count / 2);
    const ours = await rate(count, async () => {
      await deliverAll(rig, deals);
      await drafts(rig, count + warmUp);
    });
    await untilTrue('every onboarding passed', () => passes >= count + warmUp, 240);
    await quiet(rig);
    const after = await bare(count / 2);
    const baseline = (before + after) / 2;
    return {
      what: `${count} deals won at once, limit off: drafts stored (${(passes / (count + warmUp)).toFixed(1)} passes each in the end)`,
      ours: perSecond(ours),
      baseline: perSecond(baseline),
      ratio: ours / baseline,
      target: '≥ 0.6 ×',
      isMet: ours / baseline >= 0.6,
    };
  } finally {
    await bareWorker.stop();
    await rig.stop();
  }
}

async function withLimits(services: BenchServices, count: number): Promise<Figure[]> {
  const rig = await startRig(await services.fresh(), { callsPer10Seconds: 190, limitsOn: true, workerApart: true });
  try {
    const deals = await wonDeals(rig, count + warmUp);
    const { id } = await benchActor(rig.core);
    const key = await createApiKey(rig.core.db, {
      name: 'bench',
      scopes: ['read'],
      expiresOn: null,
      createdById: id ?? '',
    });
    // a process that has run for a while, as at a customer's: connections open, code compiled
    await rig.deliver(deals.splice(0, warmUp));
    await drafts(rig, warmUp);
    await quiet(rig);
    await atRate(20, 2, () => list(rig, key.secret));
    await rig.control('DELETE', '/counters');
    const waits: number[] = [];
    let isOver = false;
    const readers = (async () => {
      while (!isOver) waits.push(...(await atRate(20, 1, () => list(rig, key.secret))));
    })();
    const start = performance.now();
    await deliverAll(rig, deals);
    await drafts(rig, count + warmUp);
    const seconds = (performance.now() - start) / 1000;
    await quiet(rig);
    isOver = true;
    await readers;
    const counted = countersSchema.parse(await rig.control('GET', '/counters'));
    const fewest = fewestCalls(count);
    const ratio = counted.totals.calls / fewest;
    const p99 = percentile(waits, 99);
    return [
      {
        what: `${count} deals won at once, limit on: calls to HubSpot (${counted.totals.throttled} × 429; drafts after ${seconds.toFixed(0)} s)`,
        ours: String(counted.totals.calls),
        baseline: String(fewest),
        ratio,
        target: '≤ 1.3 ×, no 429',
        isMet: ratio <= 1.3 && counted.totals.throttled === 0,
      },
      {
        what: 'API p99 meanwhile (list of onboardings, 20 a second)',
        ours: ms(p99),
        baseline: '–',
        ratio: null,
        target: '≤ 150 ms',
        isMet: p99 <= 150,
      },
    ];
  } finally {
    await rig.stop();
  }
}

async function list(rig: Rig, secret: string): Promise<void> {
  const response = await fetch(`${rig.url}/api/v1/onboardings?limit=50`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  if (!response.ok) throw new Error(`The API answered ${response.status}`);
  await response.arrayBuffer();
}

async function deliverAll(rig: Rig, deals: string[]): Promise<void> {
  const calls: string[][] = [];
  for (let start = 0; start < deals.length; start += perCall) calls.push(deals.slice(start, start + perCall));
  await sideBySide(calls.length, 10, (n) => rig.deliver(calls[n] ?? []));
}

const drafts = (rig: Rig, expected: number): Promise<void> =>
  untilTrue(
    'drafts',
    async () => {
      const [row] = await rig.core.db.query<{ drafts: number }>(
        `SELECT count(*)::int AS drafts FROM onboardings WHERE status = 'draft'`,
      );
      return (row?.drafts ?? 0) >= expected;
    },
    300,
  );

const quiet = (rig: Rig): Promise<void> =>
  untilTrue(
    'quiet',
    async () => {
      const [row] = await rig.core.db.query<{ busy: number }>(
        `SELECT (SELECT count(*) FROM outbox)::int + (SELECT count(*) FROM crm_values WHERE state = 'pending')::int
           + (SELECT count(*) FROM inbox_events WHERE state = 'pending')::int AS busy`,
      );
      return row?.busy === 0;
    },
    300,
  );

const countersSchema = z.object({
  totals: z.object({ calls: z.number(), throttled: z.number() }),
});

/**
 * Each deal has a company, two contacts and a line item. Read: the deals, four kinds of associations, companies,
 * contacts, line items. Written: deals and companies, each read before. Once: owners and pipelines.
 */
const fewestCalls = (deals: number): number => 2 + 11 * Math.ceil(deals / 100) + Math.ceil((2 * deals) / 100);
