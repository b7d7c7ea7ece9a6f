import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LiveEvent, liveEvent } from '../../../src/contracts/live-events.ts';
import { rememberConnection, setConnectionStatus } from '../../../src/db/connections.ts';
import { writeLedger } from '../../../src/db/ledger.ts';
import { notifyLive } from '../../../src/db/live.ts';
import { createLiveEvents } from '../../../src/api/live/live-events.ts';
import { useTestApi } from './support/api.ts';
import { portOf } from './support/port-of.ts';
import { signedInAs, withKey } from './support/people.ts';

const api = useTestApi();
const onboardingId = '018f4d5e-0000-7000-8000-00000000abcd';
const open = new Set<AbortController>();
let viewer: Record<string, string>;

beforeAll(async () => {
  viewer = await signedInAs(api, 'viewer');
});
afterEach(() => {
  for (const controller of open) controller.abort();
  open.clear();
});

interface Stream {
  events: LiveEvent[];
  ended: Promise<void>;
}

async function follow(headers: Record<string, string>): Promise<Stream> {
  const controller = new AbortController();
  open.add(controller);
  const response = await api.fetch('/api/v1/events', { headers, signal: controller.signal });
  expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
    'no-store, no-transform',
  ]);
  const events: LiveEvent[] = [];
  const ended = (async () => {
    let text = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks)
        if (block.startsWith('data: ')) events.push(liveEvent.parse(JSON.parse(block.slice(6))));
    }
  })().catch(() => undefined);
  return { events, ended };
}

/** LISTEN begins beside the first request; from the first event on it is known to hear. */
async function untilHearing(stream: Stream, event: LiveEvent): Promise<void> {
  await vi.waitFor(
    async () => {
      await notifyLive(api.db, event);
      expect(stream.events.length).toBeGreaterThan(0);
    },
    { timeout: 30_000, interval: 50 },
  );
  stream.events.length = 0;
}

describe('live events', () => {
  it('are for our people and for keys, each of which may read', async () => {
    expect((await api.fetch('/api/v1/events')).status).toBe(401);
    expect((await api.fetch('/api/v1/events', { headers: await signedInAs(api, null) })).status).toBe(403);
    expect((await api.fetch('/api/v1/events', { headers: { authorization: 'Bearer gw_unknown_key' } })).status).toBe(
      401,
    );
    expect((await api.fetch('/api/v1/events', { method: 'HEAD', headers: viewer })).status).toBe(200);
    await follow(await withKey(api, ['read']));
  });

  it('reach every stream; a burst of changes is one hint, and lists hear of it too', async () => {
    const [one, two] = await Promise.all([follow(viewer), follow(viewer)]);
    await untilHearing(one, { type: 'clock' });
    two.events.length = 0;
    for (let version = 1; version <= 20; version++)
      await notifyLive(api.db, { type: 'onboarding', onboardingId, version });
    await vi.waitFor(
      () =>
        expect(two.events.map(({ type }) => type)).toEqual(
          expect.arrayContaining(['onboarding', 'portfolio', 'queue']),
        ),
      { timeout: 30_000 },
    );
    expect(one.events.filter(({ type }) => type === 'portfolio')).toHaveLength(1);
    expect(one.events.filter(({ type }) => type === 'onboarding').at(-1)).toEqual({
      type: 'onboarding',
      onboardingId,
      version: 20,
    });
    expect(one.events.filter(({ type }) => type === 'onboarding').length).toBeLessThan(20);
  });

  it('say when a connection to a CRM stops', async () => {
    const stream = await follow(viewer);
    await untilHearing(stream, { type: 'portfolio' });
    const { id } = await rememberConnection(
      api.db,
      { provider: 'hubspot', accountId: '1', name: 'HubSpot' },
      new Date(),
    );
    expect(await setConnectionStatus(api.db, id, 'revoked', 'The token was revoked', new Date())).toBe(true);
    await vi.waitFor(() => expect(stream.events).toContainEqual({ type: 'system' }), { timeout: 30_000 });
    await setConnectionStatus(api.db, id, 'active', null, new Date());
  });

  it('say when something is written into the ledger', async () => {
    const stream = await follow(viewer);
    await untilHearing(stream, { type: 'portfolio' });
    const { id: connectionId } = await rememberConnection(
      api.db,
      { provider: 'hubspot', accountId: '1', name: 'HubSpot' },
      new Date(),
    );
    const about = { connectionId, onboardingId: null, objectType: 'deal', recordId: '1', field: 'gangway_stage' };
    const told = { direction: 'out', before: null, after: 'draft', why: 'It was planned', actor: 'Gangway' } as const;
    await writeLedger(api.db, [{ ...about, ...told, result: 'rehearsed' }], new Date());
    await vi.waitFor(() => expect(stream.events).toContainEqual({ type: 'ledger' }), { timeout: 30_000 });
  });

  it('go on after the database connection broke, and say that something may have been missed', async () => {
    const stream = await follow(viewer);
    await untilHearing(stream, { type: 'portfolio' });
    await api.db.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN live'`,
    );
    await vi.waitFor(() => expect(stream.events).toContainEqual({ type: 'clock' }), { timeout: 30_000 });
    stream.events.length = 0;
    await notifyLive(api.db, { type: 'queue' });
    await vi.waitFor(() => expect(stream.events).toContainEqual({ type: 'queue' }), { timeout: 30_000 });
  });

  it('end with the session', async () => {
    const live = createLiveEvents(api.deps, 50);
    const server = createServer(express().use(live.routes));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const headers = await signedInAs(api, 'viewer');
    const response = await fetch(`http://127.0.0.1:${portOf(server)}/events`, { headers });
    const text = response.text();
    await api.db.query('UPDATE sessions SET revoked_at = clock_timestamp()');
    expect(await text).toContain(': welcome');
    await live.close();
    server.close();
  });
});
