/**
 * Posts to Slack against what Slack allows: 50 a minute of the method, and one a second into each of 200 channels. Both
 * cannot bind at once, so each is measured where the other is out of the way. Two clients share the buckets, as two
 * processes do. The minute is run faster (`--scale` stretches it), the second is not.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { createSlackPort } from '../../integrations/slack/client.ts';
import type { BucketSize } from '../../integrations/ports.ts';
import { sizeOf } from '../../integrations/slack/rates.ts';
import { createDatabase } from '../../src/db/database.ts';
import { createKeyedGate } from '../../src/db/rate-gate.ts';
import { AppError, isAppError } from '../../src/errors.ts';
import { portOf } from '../../src/main/port-of.ts';
import type { Figure } from './measure.ts';
import type { BenchServices } from './services.ts';

const channels = 200;
const perMinute = 50;
/** so that the method's limit is out of the way of the channels' */
const unboundPerMinute = 60_000;
const minutes = 4;
const patienceMs = 120_000;

export async function benchSlack({ fresh, scale }: BenchServices): Promise<Figure[]> {
  const { databaseUrl } = await fresh();
  const speed = Math.max(1, 12 / scale);
  const rounds = Math.max(5, Math.round(20 * scale));
  const method = await run(databaseUrl, { speed, postsPerMinute: perMinute, posts: perMinute * minutes });
  const channel = await run(databaseUrl, { speed: 1, postsPerMinute: unboundPerMinute, posts: channels * rounds });
  const allowed = (perMinute / 60) * speed;
  return [
    figure(
      `Slack, ${perMinute} posts a minute for the method, over ${channels} channels, minutes ${speed.toFixed(0)} × as fast`,
      method,
      allowed,
    ),
    figure(`Slack, one post a second into each of ${channels} channels`, channel, channels),
  ];
}

interface Run {
  perSecond: number;
  refused: number;
}

const figure = (what: string, { perSecond, refused }: Run, allowed: number): Figure => ({
  what,
  ours: `${perSecond.toFixed(1)}/s, ${refused} × 429`,
  baseline: `${allowed.toFixed(1)}/s allowed`,
  ratio: perSecond / allowed,
  target: '≥ 0.9 ×, no 429 beyond the first',
  isMet: perSecond / allowed >= 0.9 && refused <= 1,
});

async function run(
  databaseUrl: string,
  { speed, postsPerMinute, posts }: { speed: number; postsPerMinute: number; posts: number },
): Promise<Run> {
  const slack = await startSlack({ speed, postsPerMinute });
  const connectionId = randomUUID();
  const faster = ({ capacity, refillPerSecond }: BucketSize): BucketSize => ({
    capacity,
    refillPerSecond: refillPerSecond * speed,
  });
  const clients = [0, 1].map(() => {
    const db = createDatabase({
      url: databaseUrl,
      poolSize: 10,
      onError: (error) => {
        throw error;
      },
    });
    const gate = createKeyedGate({
      db,
      connectionId,
      sizeOf: (limitClass) => faster(sizeOf(limitClass, postsPerMinute)),
      throttled: (retryAfterMs) => new AppError('slack_throttled', { message: 'the budget is used up', retryAfterMs }),
      maxWaitMs: patienceMs,
    });
    return { db, port: createSlackPort({ teamId: 'T1', token: 'xoxb-bench', apiUrl: slack.url, gate }) };
  });
  let next = 0;
  const post = async (channel: number): Promise<void> => {
    const { port } = clients[channel % clients.length] ?? {};
    while (next < posts) {
      const key = `m-${next++}`;
      try {
        await port?.post(`C${channel}`, { key, text: 'Two tasks are due', blocks: [{ type: 'divider' }] });
      } catch (error) {
        if (!isAppError(error) || error.code !== 'slack_throttled') throw error;
      }
    }
  };
  try {
    const start = performance.now();
    await Promise.all(Array.from({ length: channels }, (_, channel) => post(channel)));
    return { perSecond: slack.taken() / ((performance.now() - start) / 1000), refused: slack.refused() };
  } finally {
    await Promise.all(clients.map(({ db }) => db.close()));
    await slack.stop();
  }
}

/** A Slack that keeps its rates: a sliding minute of the method, and per channel one a second with one to spare. */
async function startSlack({ speed, postsPerMinute }: { speed: number; postsPerMinute: number }) {
  const minuteMs = 60_000 / speed;
  const secondMs = 1_000 / speed;
  const takenAt: number[] = [];
  const nextIn = new Map<string, number>();
  let oldest = 0;
  let refused = 0;
  const isAllowed = (channel: string, now: number): boolean => {
    while ((takenAt[oldest] ?? now) < now - minuteMs) oldest += 1;
    const free = Math.max(nextIn.get(channel) ?? 0, now - secondMs);
    if (takenAt.length - oldest >= postsPerMinute || free > now) return false;
    takenAt.push(now);
    nextIn.set(channel, free + secondMs);
    return true;
  };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      const channel = new URLSearchParams(Buffer.concat(chunks).toString()).get('channel') ?? '';
      const now = performance.now();
      if (isAllowed(channel, now)) {
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(
            JSON.stringify({ ok: true, channel, ts: `${Math.floor(now)}.${String(takenAt.length).padStart(6, '0')}` }),
          );
        return;
      }
      refused += 1;
      response.writeHead(429, { 'retry-after': '1' }).end(JSON.stringify({ ok: false, error: 'ratelimited' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}/api/`,
    taken: () => takenAt.length,
    refused: () => refused,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
