/** A mail’s image, loaded by people and by machines; and what the console shows of it. */
import type { Server } from 'node:http';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSmtpMail, type SmtpMail } from '../../../integrations/email/client.ts';
import { listNudges } from '../../../src/db/queries/list-nudges.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { createMailOpens } from '../../../src/webhooks/mail-opens.ts';
import { useWorld } from './message-fixture.ts';
import { portOf } from './port-of.ts';
import { mailConfig, startMailServer, type TestMailServer } from './smtp-fixture.ts';

const world = useWorld();
const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const thunderbird = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.5.0';
const gmail = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
let server: TestMailServer;
let mail: SmtpMail;
const listening: Server[] = [];

beforeEach(async () => {
  server = await startMailServer();
  const { secret } = world.deps;
  mail = createSmtpMail({ config: mailConfig(server.url), secret, publicUrl: 'https://gangway.example', logger });
});
afterEach(async () => {
  mail.close();
  await server.close();
  for (const http of listening.splice(0)) await new Promise((resolve) => http.close(resolve));
});

async function serve(tracksOpens: boolean): Promise<string> {
  const { db, clock } = world;
  const app = express().use(createMailOpens({ db, clock, logger, secret: world.deps.secret, tracksOpens }));
  return new Promise((resolve) => {
    const http = app.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${portOf(http)}`));
    listening.push(http);
  });
}

/** @returns the path of its image; null where it has none */
async function sentMail(tracksOpens: boolean): Promise<string | null> {
  await world.addIntent('due', { task_id: await world.addTask() });
  const { messageId } = await claimDigest(world.deps, world.customer);
  await deliverMessage({ ...world.deps, mail, tracksOpens }, messageId ?? '');
  const raw = server.deliveries.at(-1)?.raw.replaceAll(/=\r\n/g, '').replaceAll('=3D', '=') ?? '';
  return /<img src="https:\/\/gangway\.example(\/o\/[\w-]+)"/.exec(raw)?.[1] ?? null;
}

const load = (url: string, agent: string, method = 'GET'): Promise<Response> =>
  fetch(url, { method, headers: { 'user-agent': agent } });

/** What could be decided by. */
const everything = (): Promise<unknown[][]> =>
  Promise.all(
    ['messages', 'intents', 'onboardings', 'tasks', 'people', 'person_channels', 'outbox'].map((table) =>
      world.db.query(`SELECT * FROM ${table} ORDER BY 1`),
    ),
  );

async function shown() {
  const { items } = await listNudges(world.db, {
    onboardingId: world.onboardingId,
    taskId: null,
    personId: null,
    cursor: undefined,
    limit: 10,
  });
  const [{ opened, openedByMachine } = { opened: null, openedByMachine: null }] = items;
  return { opened, openedByMachine };
}

describe('a mail’s image', () => {
  it('is not there unless it is switched on', async () => {
    expect(await sentMail(false)).toBeNull();
  });

  it('counts who loads it, and shows the first and last time', async () => {
    const path = await sentMail(true);
    const url = `${await serve(true)}${path}`;
    await world.setNow('2026-11-20T10:00:00.000Z');
    const response = await load(url, thunderbird);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/gif',
      'cache-control': 'no-store, private',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(response.headers.get('set-cookie')).toBeNull();
    await world.setNow('2026-11-20T15:00:00.000Z');
    await load(url, thunderbird);
    const { opened, openedByMachine } = await shown();
    expect(opened).toMatchObject({ count: 2 });
    expect(opened?.firstAt.slice(0, 13)).toBe('2026-11-20T10');
    expect(opened?.lastAt.slice(0, 13)).toBe('2026-11-20T15');
    expect(openedByMachine).toBeNull();
  });

  it('tells proxies and scanners apart, by their name or by how soon they come', async () => {
    const path = await sentMail(true);
    const url = `${await serve(true)}${path}`;
    await load(url, thunderbird);
    expect(await shown()).toMatchObject({ opened: null, openedByMachine: { count: 1 } });
    await world.setNow('2026-11-20T12:00:00.000Z');
    await load(url, gmail);
    expect(await shown()).toMatchObject({ opened: null, openedByMachine: { count: 2 } });
  });

  it('decides nothing: no state, no wake, no message changes', async () => {
    const path = await sentMail(true);
    const before = await everything();
    await world.setNow('2026-11-20T12:00:00.000Z');
    await load(`${await serve(true)}${path}`, thunderbird);
    expect(await shown()).toMatchObject({ opened: { count: 1 } });
    expect(await everything()).toEqual(before);
  });

  it('is the same picture for whatever token, and keeps nothing of those that are not ours', async () => {
    const path = (await sentMail(true)) ?? '';
    const base = await serve(true);
    const count = async (): Promise<number> => (await world.db.query('SELECT 1 FROM message_opens')).length;
    const before = await count();
    await world.setNow('2026-11-20T12:00:00.000Z');
    const good = Buffer.from(await (await load(`${base}${path}`, thunderbird)).arrayBuffer());
    for (const bad of [`${path}x`, path.slice(0, -2), '/o/x', `/o/${'A'.repeat(43)}`, '/o/%00']) {
      const response = await load(`${base}${bad}`, thunderbird);
      expect(response.status).toBe(200);
      expect(Buffer.from(await response.arrayBuffer()).equals(good)).toBe(true);
    }
    expect(await shown()).toMatchObject({ opened: { count: 1 } });
    expect(await count()).toBe(before + 1);
  });

  it('keeps nothing of who only asks, of what comes too often, and once it is switched off', async () => {
    const path = await sentMail(true);
    const off = await serve(false);
    const on = await serve(true);
    await world.setNow('2026-11-20T12:00:00.000Z');
    expect((await load(`${off}${path}`, thunderbird)).status).toBe(200);
    expect((await load(`${on}${path}`, thunderbird, 'HEAD')).status).toBe(200);
    expect(await shown()).toEqual({ opened: null, openedByMachine: null });
    for (let time = 0; time < 70; time++) {
      await world.setNow(new Date(Date.parse('2026-11-20T12:00:00.000Z') + time * 1000).toISOString());
      expect((await load(`${on}${path}`, thunderbird)).status).toBe(200);
    }
    expect((await shown()).opened?.count).toBeLessThanOrEqual(60);
  });
});
