/** Webhook: verify, store, acknowledge, against bare Express with an HMAC and one `pg` insert. */
import { spawn } from 'node:child_process';
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import autocannon from 'autocannon';
import express from 'express';
import { z } from 'zod';
import { signHubSpotRequest } from '../../integrations/hubspot/signature.ts';
import { createClock } from '../../src/db/clock.ts';
import { rememberConnection } from '../../src/db/connections.ts';
import { createDatabase, type Database } from '../../src/db/database.ts';
import { portOf } from '../../src/main/port-of.ts';
import { createPoke } from '../../src/main/notify.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createHubSpotWebhook } from '../../src/webhooks/hubspot.ts';
import { alternate, atRate, type Figure, median, ms, percentile, perSecond } from './measure.ts';

const clientSecret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
const publicUrl = 'https://gangway.example.com';
const path = '/webhooks/hubspot';
const portalId = 62_515;
const rounds = 3;
const secondsPerRound = 4;
const connections = 16;

const events = (count: number, first: number) =>
  JSON.stringify(
    Array.from({ length: count }, (_, index) => ({
      eventId: first + index,
      subscriptionId: 1,
      portalId,
      appId: 1_160_452,
      occurredAt: 1_700_000_000_000 + first + index,
      subscriptionType: 'deal.propertyChange',
      attemptNumber: 0,
      objectId: 1_000_000 + ((first + index) % 5_000),
      propertyName: 'dealstage',
      propertyValue: 'closedwon',
      changeSource: 'CRM_UI',
      sourceId: 'userId:1',
    })),
  );

export async function benchWebhook(databaseUrl: string): Promise<Figure[]> {
  const db = createDatabase({
    url: databaseUrl,
    poolSize: 20,
    onError: (error) => {
      throw error;
    },
  });
  const ours = await listen(await ourApp(db));
  const bare = await listen(bareApp(db));
  try {
    const figures: Figure[] = [];
    for (const count of [1, 100]) {
      const { a, b } = await alternate(
        rounds,
        () => load(ours, count),
        () => load(bare, count),
      );
      const ratio = median(a) / median(b);
      figures.push({
        what: `Webhook, ${count === 1 ? 'single events' : 'batches of 100'}`,
        ours: perSecond(median(a)),
        baseline: perSecond(median(b)),
        ratio,
        target: '≥ 0.6 ×',
        isMet: ratio >= 0.6,
      });
    }
    figures.push(await underLoad(ours, bare));
    return figures;
  } finally {
    for (const server of [ours, bare]) await new Promise((resolve) => server.close(resolve));
    await db.close();
  }
}

/** 60 deliveries a second, evenly, while two other processes take all the CPU they get. */
async function underLoad(ours: Server, bare: Server): Promise<Figure> {
  const burners = Array.from({ length: 2 }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  try {
    const { a, b } = await alternate(
      2,
      () => paced(ours),
      () => paced(bare),
    );
    const p99 = percentile(a.flat(), 99);
    const bareP99 = percentile(b.flat(), 99);
    return {
      what: 'Webhook, 60 a second, two busy loops beside it, p99',
      ours: ms(p99),
      baseline: ms(bareP99),
      ratio: p99 / bareP99,
      target: '≤ 250 ms',
      isMet: p99 <= 250,
    };
  } finally {
    for (const burner of burners) burner.kill('SIGKILL');
  }
}

/** @returns each delivery's time, counted from when it was due */
async function paced(server: Server): Promise<number[]> {
  const url = `http://127.0.0.1:${portOf(server)}${path}`;
  return atRate(60, secondsPerRound * 2, async () => {
    const body = events(1, nextEvent++);
    const response = await fetch(url, { method: 'POST', body, headers: signed(body) });
    if (!response.ok) throw new Error(`The webhook answered ${response.status}`);
    await response.arrayBuffer();
  });
}

async function ourApp(db: Database): Promise<express.Express> {
  const clock = createClock(db);
  const logger = createLogger({ level: 'silent', name: 'bench' });
  const connection = await rememberConnection(
    db,
    { provider: 'hubspot', accountId: String(portalId), name: 'bench' },
    clock.now(),
  );
  const app = express();
  app.use(
    createHubSpotWebhook({
      db,
      clock,
      logger,
      publicUrl,
      clientSecret,
      appId: null,
      connections: () => [connection],
      poke: createPoke(db, logger),
    }),
  );
  return app;
}

/** What any receiver must do at least: the raw body, one HMAC, one JSON parse, one insert. */
function bareApp(db: Database): express.Express {
  const app = express();
  app.post(path, express.raw({ type: () => true, limit: '1mb' }), async (request, response) => {
    const timestamp = String(request.headers['x-hubspot-request-timestamp']);
    const expected = createHmac('sha256', clientSecret)
      .update(`POST${publicUrl}${path}`)
      .update(String(request.body))
      .update(timestamp)
      .digest();
    const given = Buffer.from(String(request.headers['x-hubspot-signature-v3']), 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return void response.sendStatus(401);
    const parsed = bareEvents.parse(JSON.parse(String(request.body)));
    await db.pool.query(
      `INSERT INTO inbox_events (connection_id, dedupe_key, kind, deal_id, payload, received_at, state)
       SELECT $1, key, 'bench', deal, payload, clock_timestamp(), 'bench' FROM unnest($2::text[], $3::text[], $4::jsonb[]) AS e(key, deal, payload) ON CONFLICT DO NOTHING`,
      [
        bareConnection,
        parsed.map((event) => `${event.eventId}:${event.occurredAt}`),
        parsed.map((event) => String(event.objectId)),
        parsed.map((event) => JSON.stringify(event)),
      ],
    );
    response.sendStatus(200);
  });
  return app;
}
const bareConnection = randomUUID();
const bareEvents = z.array(z.looseObject({ eventId: z.number(), occurredAt: z.number(), objectId: z.number() }));

async function listen(app: express.Express): Promise<Server> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

let nextEvent = 1;
/** Every request carries new events, signed when it is sent. @returns deliveries a second */
async function load(server: Server, count: number): Promise<number> {
  const port = portOf(server);
  const prepared = Array.from({ length: count === 1 ? 120_000 : 4_000 }, () => {
    const body = events(count, nextEvent);
    nextEvent += count;
    return { body, headers: signed(body) };
  });
  let next = 0;
  const result = await autocannon({
    url: `http://127.0.0.1:${port}${path}`,
    method: 'POST',
    connections,
    duration: secondsPerRound,
    requests: [
      { method: 'POST', path, setupRequest: (request) => ({ ...request, ...prepared[next++ % prepared.length] }) },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refused, ${result.errors} failed`);
  return result['2xx'] / result.duration;
}

function signed(body: string): Record<string, string> {
  const timestampMs = Date.now();
  return {
    'content-type': 'application/json',
    'x-hubspot-request-timestamp': String(timestampMs),
    'x-hubspot-signature-v3': signHubSpotRequest({
      method: 'POST',
      publicUrl: publicUrl + path,
      rawBody: Buffer.from(body),
      clientSecret,
      timestampMs,
    }),
  };
}
