/** Won deal → draft plan stored, one at a time: from HubSpot's call to the commit. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import express from 'express';
import pg from 'pg';
import { z } from 'zod';
import { bareTaskQueue, startBareWorker } from './bare/worker.ts';
import { portOf } from '../../src/main/port-of.ts';
import { workflowTaskTimeout } from '../../temporal.config.ts';
import { alternate, type Figure, median, ms, percentile, untilTrue } from './measure.ts';
import { type Rig, startRig } from './rig.ts';
import type { BenchServices } from './services.ts';

const rounds = 4;
const perRound = 25;
const warmUp = 5;

export async function benchDeal(services: BenchServices): Promise<Figure[]> {
  const rig = await startRig(await services.fresh());
  const done = new Map<string, () => void>();
  const settle = (key: string): void => done.get(key)?.();
  const bareWorker = await startBareWorker(rig.native, rig.place.namespace, settle);
  const receiver = await startBareReceiver(rig);
  const listener = new pg.Client(rig.place.databaseUrl);
  await listener.connect();
  // the commit that stores the draft announces it
  listener.on('notification', ({ payload }) => {
    if (payload?.includes('"type":"onboarding"') && payload.includes('"version":1}')) settle('ours');
  });
  await listener.query('LISTEN live');
  const deals = await wonDeals(rig, (rounds + 1) * perRound);
  const timed = async (key: string, work: () => Promise<unknown>): Promise<number> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    done.set(key, resolve);
    const start = performance.now();
    await work();
    await promise;
    return performance.now() - start;
  };
  const isQuiet = async (): Promise<boolean> => {
    const [row] = await rig.core.db.query<{ busy: number }>(
      `SELECT (SELECT count(*) FROM outbox)::int + (SELECT count(*) FROM crm_values WHERE state = 'pending')::int AS busy`,
    );
    return row?.busy === 0;
  };
  const each = async (count: number, work: () => Promise<number>): Promise<number[]> => {
    const times: number[] = [];
    for (let n = 0; n < count; n++) {
      times.push(await work());
      // what follows a draft (who is told, what the CRM learns) is not part of this
      await untilTrue('quiet', isQuiet, 30);
    }
    return times;
  };
  const ours = (): Promise<number> => timed('ours', () => rig.deliver([deals.pop() ?? '']));
  const bare = (): Promise<number> => {
    const key = `bare-${deals.length}-${Math.random()}`;
    return timed(key, () => receiver.deliver(key));
  };
  const reads: number[] = [];
  const [crm] = rig.core.deps.crms.values();
  try {
    await each(warmUp, ours);
    await each(warmUp, bare);
    const { a, b } = await alternate(
      rounds,
      () => each(perRound, ours),
      () => each(perRound, bare),
    );
    for (const dealId of deals.slice(0, 15)) {
      const start = performance.now();
      await crm?.readDeals([dealId], []);
      reads.push(performance.now() - start);
    }
    return [50, 99].map((p): Figure => {
      const ratio = percentile(a.flat(), p) / percentile(b.flat(), p);
      return {
        what: `Won deal → draft stored, p${p}${p === 50 ? ` (the sandbox's reads alone: ${ms(median(reads))})` : ''}`,
        ours: ms(percentile(a.flat(), p)),
        baseline: ms(percentile(b.flat(), p)),
        ratio,
        target: '≤ 2 ×',
        isMet: ratio <= 2,
      };
    });
  } finally {
    await receiver.stop();
    await bareWorker.stop();
    await listener.end();
    await rig.stop();
  }
}

/** Deals with all that a handoff asks for, won without a word to us. */
export async function wonDeals(rig: Rig, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let left = count; left > 0; left -= 500) {
    const made = await rig.control('POST', '/deals/bulk', {
      count: Math.min(500, left),
      isWon: true,
      namePrefix: `Deal ${left}`,
    });
    ids.push(...z.object({ ids: z.array(z.string()) }).parse(made).ids);
  }
  return ids;
}

/** HMAC, one insert, one start of an empty workflow with one activity. */
async function startBareReceiver({ core, client }: Rig) {
  await core.db.query('CREATE TABLE bare_events (key text PRIMARY KEY, payload jsonb NOT NULL)');
  const app = express();
  app.post('/', express.raw({ type: () => true }), async (request, response) => {
    const expected = createHmac('sha256', 'secret').update(String(request.body)).digest();
    const given = Buffer.from(String(request.headers['x-signature']), 'base64');
    if (!timingSafeEqual(given, expected)) return void response.sendStatus(401);
    const { key } = z.object({ key: z.string() }).parse(JSON.parse(String(request.body)));
    await core.db.query('INSERT INTO bare_events VALUES ($1, $2)', [key, String(request.body)]);
    response.sendStatus(200);
    await client.workflow.start('bareOnce', {
      workflowId: key,
      taskQueue: bareTaskQueue,
      args: [{ key }],
      workflowTaskTimeout,
    });
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    async deliver(key: string): Promise<void> {
      const body = JSON.stringify({ key });
      const signature = createHmac('sha256', 'secret').update(body).digest('base64');
      await fetch(`http://127.0.0.1:${portOf(server)}/`, {
        method: 'POST',
        body,
        headers: { 'x-signature': signature },
      });
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
