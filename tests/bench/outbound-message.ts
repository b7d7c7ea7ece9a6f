/** Outbound message with 100 notifications: checked, stored, acknowledged, against bare Express with an XML parse and one `pg` insert. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import autocannon from 'autocannon';
import express from 'express';
import { SaxesParser } from 'saxes';
import { createClock } from '../../src/db/clock.ts';
import { rememberConnection } from '../../src/db/connections.ts';
import { createDatabase, type Database } from '../../src/db/database.ts';
import { createPoke } from '../../src/main/notify.ts';
import { portOf } from '../../src/main/port-of.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createSalesforceWebhook } from '../../src/webhooks/salesforce.ts';
import { opportunities, organizationId, outboundMessage } from '../support/outbound-message.ts';
import { alternate, type Figure, median, perSecond } from './measure.ts';

const token = randomUUID();
const path = `/webhooks/salesforce/${token}`;
const notifications = 100;
const rounds = 5;
const secondsPerRound = 4;
const connections = 16;
/** more than are sent in a round */
const prepared = 2_000;

export async function benchOutboundMessage(databaseUrl: string): Promise<Figure[]> {
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
    const { a, b } = await alternate(
      rounds,
      () => load(ours),
      () => load(bare),
    );
    const ratio = median(a) / median(b);
    return [
      {
        what: `Outbound message with ${notifications} notifications: checked, stored, acknowledged`,
        ours: perSecond(median(a)),
        baseline: perSecond(median(b)),
        ratio,
        target: '≥ 0.6 ×',
        isMet: ratio >= 0.6,
      },
    ];
  } finally {
    for (const server of [ours, bare]) await new Promise((resolve) => server.close(resolve));
    await db.close();
  }
}

async function ourApp(db: Database): Promise<express.Express> {
  const clock = createClock(db);
  const logger = createLogger({ level: 'silent', name: 'bench' });
  const connection = await rememberConnection(
    db,
    { provider: 'salesforce', accountId: organizationId, name: 'bench' },
    clock.now(),
  );
  return express().use(
    createSalesforceWebhook({
      db,
      clock,
      logger,
      organizations: () => [{ token, connection }],
      poke: createPoke(db, logger),
    }),
  );
}

/** What any receiver must do at least: the raw body, one parse, one insert of what was told, the answer. */
function bareApp(db: Database): express.Express {
  const app = express();
  app.post(path, express.raw({ type: () => true, limit: '2mb' }), async (request, response) => {
    const told = parse(String(request.body));
    await db.pool.query(
      `INSERT INTO inbox_events (connection_id, dedupe_key, kind, deal_id, payload, received_at, state)
       SELECT $1, key, 'bench', deal, payload, clock_timestamp(), 'bench' FROM unnest($2::text[], $3::text[], $4::jsonb[]) AS e(key, deal, payload) ON CONFLICT DO NOTHING`,
      [
        bareConnection,
        told.map(({ notificationId }) => notificationId),
        told.map(({ fields }) => fields['Id'] ?? ''),
        told.map((notification) => JSON.stringify(notification)),
      ],
    );
    response
      .type('text/xml')
      .send(
        '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>',
      );
  });
  return app;
}
const bareConnection = randomUUID();

interface Told {
  notificationId: string;
  fields: Record<string, string>;
}
function parse(document: string): Told[] {
  const parser = new SaxesParser({ xmlns: true });
  const told: Told[] = [];
  let text = '';
  parser.on('opentag', ({ local }) => {
    text = '';
    if (local === 'Notification') told.push({ notificationId: '', fields: {} });
  });
  parser.on('text', (more) => {
    text += more;
  });
  parser.on('closetag', ({ name, local }) => {
    const last = told.at(-1);
    if (last && name === 'Id') last.notificationId = text;
    else if (last && name.startsWith('sf:')) last.fields[local] = text;
  });
  parser.write(document).close();
  return told;
}

async function listen(app: express.Express): Promise<Server> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

let nextNotification = 1;
/** Every request carries new notifications. @returns messages a second */
async function load(server: Server): Promise<number> {
  const bodies = Array.from({ length: prepared }, () => {
    nextNotification += notifications;
    return outboundMessage(opportunities(notifications, nextNotification));
  });
  let next = 0;
  const result = await autocannon({
    url: `http://127.0.0.1:${portOf(server)}${path}`,
    connections,
    duration: secondsPerRound,
    requests: [
      {
        method: 'POST',
        path,
        headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
        setupRequest: (request) => ({ ...request, body: bodies[next++ % bodies.length] ?? '' }),
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refused, ${result.errors} failed`);
  return result['2xx'] / result.duration;
}
