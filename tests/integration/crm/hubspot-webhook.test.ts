/** From what HubSpot sends to the rows of the inbox. */
import type { Server } from 'node:http';
import express from 'express';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signHubSpotRequest } from '../../../integrations/hubspot/signature.ts';
import { createClock } from '../../../src/db/clock.ts';
import { type CrmConnection, rememberConnection } from '../../../src/db/connections.ts';
import { createHubSpotWebhook } from '../../../src/webhooks/hubspot.ts';
import { beginPost } from '../../support/begin-post.ts';
import { useDatabase } from '../../support/database.ts';
import { portOf } from '../mail/port-of.ts';

const opened = useDatabase();
const clientSecret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
const publicUrl = 'https://gangway.example';
const portalId = 62_515;
const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let connections: CrmConnection[];
let server: Server;
let pokes = 0;

beforeEach(async () => {
  const { db } = opened;
  await db.query('TRUNCATE inbox_events, webhook_refusals');
  const account = { provider: 'hubspot' as const, accountId: String(portalId), name: 'HubSpot' };
  connections = [await rememberConnection(db, account, new Date())];
  pokes = 0;
  const app = express().use(
    createHubSpotWebhook({
      db,
      clock: createClock(db),
      logger,
      publicUrl,
      clientSecret,
      appId: null,
      connections: () => connections,
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

const event = (eventId: number, more: Record<string, unknown> = {}) => ({
  eventId,
  subscriptionId: 12_345,
  portalId,
  appId: 54_321,
  occurredAt: 1_764_113_600_000 + eventId,
  subscriptionType: 'deal.propertyChange',
  attemptNumber: 0,
  objectId: 1_000 + eventId,
  propertyName: 'dealstage',
  propertyValue: 'closedwon',
  changeSource: 'CRM_UI',
  sourceId: 'userId:1',
  ...more,
});
async function send(events: unknown, { secret = clientSecret, timestampMs = Date.now(), query = '' } = {}) {
  const rawBody = JSON.stringify(events);
  const signed = { method: 'POST', publicUrl: `${publicUrl}/webhooks/hubspot${query}`, rawBody, timestampMs };
  const response = await fetch(`http://127.0.0.1:${portOf(server)}/webhooks/hubspot${query}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json;charset=UTF-8',
      'x-hubspot-signature-v3': signHubSpotRequest({ ...signed, clientSecret: secret }),
      'x-hubspot-request-timestamp': String(timestampMs),
    },
    body: rawBody,
  });
  return response.status;
}
const stored = () =>
  opened.db.query<{ deal_id: string; state: string }>('SELECT deal_id, state FROM inbox_events ORDER BY id');
const refusals = async (): Promise<Record<string, number>> => {
  const rows = await opened.db.query<{ reason: string; count: number }>(
    'SELECT reason, sum(count)::int AS count FROM webhook_refusals GROUP BY reason',
  );
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]));
};

test('whoever cannot have signed it is refused before the body is read', async () => {
  const url = `http://127.0.0.1:${portOf(server)}/webhooks/hubspot`;
  const headers = (signature: string, ageMs = 0) => ({
    'x-hubspot-signature-v3': signature,
    'x-hubspot-request-timestamp': String(Date.now() - ageMs),
  });
  const shaped = `${'A'.repeat(43)}=`;
  for (const given of [{}, headers(''), headers('no-sha256'), headers(shaped, 300_500), headers(shaped, -301_500)])
    expect(await beginPost(url, given)).toBe(401);
  expect(await refusals()).toEqual({ no_signature: 2, mismatch: 1, stale: 1, future: 1 });
});

test('a delivery is stored once, however often it comes, and acknowledged', async () => {
  expect(await send([event(1), event(2)])).toBe(200);
  expect(await send([event(1, { attemptNumber: 1 }), event(2, { attemptNumber: 1 })])).toBe(200);
  expect((await stored()).map(({ deal_id }) => deal_id)).toEqual(['1001', '1002']);
  expect(pokes).toBe(2);
});

test('a hundred events with values as long as a property takes are one delivery', async () => {
  const long = 'ä'.repeat(40_000);
  const events = Array.from({ length: 100 }, (_, index) =>
    event(index, { propertyName: 'implementation_notes', propertyValue: long }),
  );
  expect(await send(events)).toBe(200);
  expect(await stored()).toHaveLength(100);
});

test('events of an account that is not connected are acknowledged and left', async () => {
  expect(await send([event(1, { portalId: 1 })])).toBe(200);
  expect(await stored()).toEqual([]);
});

test('the signature covers address, body and time', async () => {
  expect(await send([event(1)], { query: '?from=hubspot' })).toBe(200);
  expect(await send([event(2)], { secret: 'another' })).toBe(401);
  expect(await send([event(2)], { timestampMs: Date.now() - 301_000 })).toBe(401);
  expect(await send([event(2)], { timestampMs: Date.now() + 301_000 })).toBe(401);
  expect(await stored()).toHaveLength(1);
  expect(await refusals()).toEqual({ mismatch: 1, stale: 1, future: 1 });
});
