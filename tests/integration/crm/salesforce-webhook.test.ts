/** From what Salesforce sends to the rows of the inbox. */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import express from 'express';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClock } from '../../../src/db/clock.ts';
import { type CrmConnection, rememberConnection } from '../../../src/db/connections.ts';
import { readPendingDeals } from '../../../src/db/inbox.ts';
import { createSalesforceWebhook } from '../../../src/webhooks/salesforce.ts';
import { useDatabase } from '../../support/database.ts';
import {
  opportunities,
  organizationId,
  outboundMessage,
  salesforceId,
  wonOpportunity,
} from '../../support/outbound-message.ts';
import { until } from '../../support/until.ts';
import { portOf } from '../mail/port-of.ts';

const opened = useDatabase();
const otherOrganization = '00D5g000004TTTUEA4';
const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let tokens: string[];
let connections: CrmConnection[];
let server: Server;
let pokes = 0;

beforeEach(async () => {
  const { db } = opened;
  await db.query('TRUNCATE inbox_events, webhook_refusals');
  connections = [];
  for (const accountId of [organizationId, otherOrganization])
    connections.push(await rememberConnection(db, { provider: 'salesforce', accountId, name: accountId }, new Date()));
  tokens = connections.map(() => randomUUID());
  pokes = 0;
  const app = express().use(
    createSalesforceWebhook({
      db,
      clock: createClock(db),
      logger,
      organizations: () => connections.map((connection, index) => ({ connection, token: tokens[index] ?? '' })),
      poke: () => {
        pokes += 1;
      },
    }),
  );
  server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const send = (body: BodyInit, { token = tokens[0], ...init }: RequestInit & { token?: string } = {}) =>
  fetch(`http://127.0.0.1:${portOf(server)}/webhooks/salesforce/${token}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    body,
    ...init,
  });
const stored = () =>
  opened.db.query<{ connection_id: string; dedupe_key: string; deal_id: string; state: string }>(
    'SELECT connection_id, dedupe_key, deal_id, state FROM inbox_events ORDER BY id',
  );
const refusals = async (): Promise<Record<string, number>> => {
  const rows = await opened.db.query<{ reason: string; count: number }>(
    `SELECT reason, sum(count)::int AS count FROM webhook_refusals WHERE provider = 'salesforce' GROUP BY reason`,
  );
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]));
};

test('a hundred notifications are stored, acknowledged with the documented envelope, and wait to be handled', async () => {
  const response = await send(outboundMessage(opportunities(100)));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/xml');
  expect(await response.text()).toContain('<Ack>true</Ack>');
  expect(await stored()).toHaveLength(100);
  expect(pokes).toBe(1);
  const pending = await readPendingDeals(opened.db, connections[0]?.id ?? '', 200);
  expect(pending[0]).toMatchObject({ dealId: salesforceId('006', 1), kinds: ['deal_changed'] });
});

test('nobody is acknowledged before the commit', async () => {
  let isAnswered = false;
  const { answer } = await opened.db.transaction(async (tx) => {
    await tx.query('LOCK TABLE inbox_events IN EXCLUSIVE MODE');
    const sent = send(outboundMessage(opportunities(3))).then((response) => {
      isAnswered = true;
      return response;
    });
    await until('the statement waits for the table', async () => {
      const rows = await opened.db.query(
        `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%inbox_events%' AND datname = current_database()`,
      );
      return rows.length > 0 ? true : undefined;
    });
    expect(isAnswered).toBe(false);
    return { answer: sent };
  });
  expect((await answer).status).toBe(200);
  expect(await stored()).toHaveLength(3);
});

test('what could not be stored is not acknowledged, and comes again', async () => {
  await opened.db.query('ALTER TABLE inbox_events RENAME TO inbox_events_away');
  try {
    const response = await send(outboundMessage([wonOpportunity(1)]));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('Ack');
  } finally {
    await opened.db.query('ALTER TABLE inbox_events_away RENAME TO inbox_events');
  }
  expect((await send(outboundMessage([wonOpportunity(1)]))).status).toBe(200);
  expect(await stored()).toHaveLength(1);
});

test('a notification delivered again, alone or among others, is stored once and acknowledged each time', async () => {
  const bodies = [opportunities(5), opportunities(5), [wonOpportunity(3)], [wonOpportunity(5), wonOpportunity(6)]];
  for (const records of bodies) expect((await send(outboundMessage(records))).status).toBe(200);
  expect(await stored()).toHaveLength(6);
});

test('twenty deliveries at once, each three times, leave every notification once', async () => {
  const deliveries = Array.from({ length: 60 }, (_, index) =>
    outboundMessage(opportunities(10, (index % 20) * 10 + 1)),
  );
  const responses = await Promise.all(deliveries.map((body) => send(body)));
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await stored()).toHaveLength(200);
});

test('one that cannot be read waits for a person, what does not concern us for nobody, and the others go on', async () => {
  const message = outboundMessage([
    wonOpportunity(1),
    { ...wonOpportunity(2), fields: { Id: 'nonsense' } },
    { ...wonOpportunity(3), type: 'Contact' },
    wonOpportunity(4),
  ]);
  expect((await send(message)).status).toBe(200);
  expect((await send(message)).status).toBe(200);
  expect((await stored()).map(({ state }) => state).toSorted()).toEqual([
    'ignored',
    'pending',
    'pending',
    'quarantined',
  ]);
  const told = await opened.db.query(`SELECT 1 FROM alerts WHERE kind = 'crm_events_set_aside'`);
  expect(told).toHaveLength(1);
  expect(await refusals()).toEqual({});
});

test('each organisation has a path of its own, and tells of itself alone', async () => {
  const own = outboundMessage([wonOpportunity(1)], otherOrganization.slice(0, 15));
  expect((await send(own, { token: tokens[1] ?? '' })).status).toBe(200);
  expect((await send(own)).status).toBe(403);
  expect(await stored()).toMatchObject([{ connection_id: connections[1]?.id }]);
  expect(await refusals()).toEqual({ organization: 1 });
});

test('without the path nothing is read, and all that is refused is counted', async () => {
  const message = outboundMessage([wonOpportunity(1)]);
  for (const token of [
    'x',
    tokens[0]?.slice(1) ?? '',
    `${tokens[0]}x`,
    `${tokens[0]?.toUpperCase()}`,
    'a'.repeat(5_000),
  ])
    expect((await send(message, { token })).status).toBe(401);
  expect((await send('x'.repeat(5_000_000), { token: 'x' })).status).toBe(401);
  const get = await fetch(`http://127.0.0.1:${portOf(server)}/webhooks/salesforce/${tokens[0]}`);
  expect(get.status).toBe(401);
  expect(await stored()).toEqual([]);
  expect(await refusals()).toEqual({ token: 6, method: 1 });
});

test.each([
  ['doctype', 400, () => outboundMessage([wonOpportunity(1)]).replace('?>', '?><!DOCTYPE x [<!ENTITY y "z">]>')],
  ['malformed', 400, () => outboundMessage([wonOpportunity(1)]).slice(0, -10)],
  ['malformed', 400, () => ''],
  ['too_many', 400, () => outboundMessage(opportunities(101))],
  ['no_organization', 400, () => outboundMessage([wonOpportunity(1)], '')],
  ['too_large', 413, () => outboundMessage([{ ...wonOpportunity(1), fields: { Id: 'x'.repeat(2_100_000) } }])],
])('%s is refused with %i and counted, and leaves nothing', async (reason, status, body) => {
  const response = await send(body());
  expect(response.status).toBe(status);
  expect(await response.text()).not.toContain('Ack');
  expect(await stored()).toEqual([]);
  expect(await refusals()).toEqual({ [reason]: 1 });
  expect(pokes).toBe(0);
});

test('what grows beyond the limit when it is unpacked is refused as well', async () => {
  const headers = { 'content-type': 'text/xml', 'content-encoding': 'gzip' };
  expect((await send(gzipSync(Buffer.alloc(50_000_000)), { headers })).status).toBe(413);
  expect(await refusals()).toEqual({ too_large: 1 });
});
