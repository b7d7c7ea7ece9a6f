/** Any tracker behind signed webhooks: told once what was opened, and believed when it signs. */
import { type IncomingHttpHeaders } from 'node:http';
import express, { raw } from 'express';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { signWebhook, verifyWebhook } from '../../../integrations/tracker-webhook/signature.ts';
import { listen } from '../../contract/sandbox-server.ts';
import { trackerSecret, ticketsForEachTest } from './ticket-fixture.ts';

interface Delivery {
  headers: IncomingHttpHeaders;
  body: Buffer;
}
let deliveries: Delivery[] = [];
let answers: number[] = [];
let answer = {};
/** runs once while the tracker is told something */
let meanwhile: (() => Promise<unknown>) | null = null;
let server: { url: string; close(): Promise<void> };
beforeEach(async () => {
  deliveries = [];
  answers = [];
  answer = { key: 'T-7', url: 'https://tracker.example/T-7' };
  const app = express().post('/hook', raw({ type: () => true }), async (request, response) => {
    const first = meanwhile;
    meanwhile = null;
    await first?.();
    deliveries.push({ headers: request.headers, body: z.instanceof(Buffer).parse(request.body) });
    response.status(answers.shift() ?? 200).json(answer);
  });
  server = await listen(app);
});
afterEach(() => server.close());

const world = ticketsForEachTest({ trackerUrl: () => `${server.url}/hook` });
const task = () => world.task({ ticket: { tracker: 'webhook', project: null, issueType: null } });
const header = ({ headers }: Delivery, name: string): string => z.string().parse(headers[name]);
const bodySchema = z.object({ type: z.string(), data: z.record(z.string(), z.unknown()) });
const said = (delivery: Delivery | undefined) => bodySchema.parse(JSON.parse(String(delivery?.body)));

const tell = (body: object, change: Record<string, string> = {}): Promise<number> => {
  const text = JSON.stringify(body);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const headers = {
    'webhook-id': 'msg-1',
    'webhook-timestamp': timestamp,
    'webhook-signature': signWebhook(trackerSecret, 'msg-1', timestamp, text),
    ...change,
  };
  return fetch(`${world.url}/webhooks/tracker`, { method: 'POST', headers, body: text }).then(({ status }) => status);
};

test('what is opened is told signed, under one id however often it is tried', async () => {
  const taskId = await task();
  answers = [503];
  await world.look();
  await world.look();
  expect(deliveries).toHaveLength(2);
  expect(new Set(deliveries.map((delivery) => header(delivery, 'webhook-id')))).toHaveProperty('size', 1);
  for (const delivery of deliveries)
    expect(
      verifyWebhook(
        trackerSecret,
        {
          id: header(delivery, 'webhook-id'),
          timestamp: header(delivery, 'webhook-timestamp'),
          signature: header(delivery, 'webhook-signature'),
          body: delivery.body,
        },
        Date.now(),
      ),
    ).toEqual({ ok: true });
  expect(said(deliveries[0])).toMatchObject({ type: 'ticket.opened', data: { taskId, dueOn: '2026-12-01' } });
  expect(await world.ticket(taskId)).toMatchObject({ state: 'open', key: 'T-7' });
});

test('what it tells is done here, and not told back', async () => {
  const taskId = await task();
  await world.look();
  expect(await tell({ taskId, state: 'done', status: 'Shipped', dueOn: '2026-12-03' })).toBe(204);
  await world.look();
  await world.look();
  expect(await world.taskRow(taskId)).toMatchObject({ status: 'done', due_on: '2026-12-03' });
  expect(deliveries).toHaveLength(1);
});

test('work that begins on one side begins on the other', async () => {
  const [theirs, ours] = [await task(), await task()];
  await world.look();
  expect(await tell({ taskId: theirs, state: 'in_progress' })).toBe(204);
  await world.command(ours, 'start');
  await world.look();
  await world.look();
  expect(await world.taskRow(theirs)).toMatchObject({ status: 'in_progress' });
  expect(deliveries).toHaveLength(3);
  expect(said(deliveries.at(-1))).toMatchObject({ data: { taskId: ours, state: 'in_progress' } });
});

test('its status stays until it tells another, and so does a key that it told while its ticket was opened', async () => {
  const taskId = await task();
  answer = {};
  meanwhile = () => tell({ taskId, key: 'T-8' });
  await world.look();
  await world.look();
  expect(await world.ticket(taskId)).toMatchObject({ state: 'open', key: 'T-8' });
  await tell({ taskId, status: 'In review' });
  await world.look();
  meanwhile = () => tell({ taskId, key: 'T-9' });
  await world.command(taskId, 'set-due', { dueOn: '2026-12-10', isDueLocked: true });
  await world.look();
  expect(await world.ticket(taskId)).toMatchObject({ key: 'T-9', status: 'In review' });
});

test('a status that cannot be stored as it is changes what it tells of', async () => {
  const taskId = await task();
  await world.look();
  expect(await tell({ taskId, state: 'done', status: 'Ship\0ped' })).toBe(204);
  expect(await world.ticket(taskId)).toMatchObject({ status: 'Ship\ufffdped' });
});

test('what is done here is told, and older news from there changes nothing any more', async () => {
  const taskId = await task();
  await world.look();
  await tell({ taskId, state: 'open', at: '2026-11-20T10:00:00Z' });
  await world.look();
  await world.command(taskId, 'complete');
  await world.look();
  expect(said(deliveries.at(-1))).toMatchObject({
    type: 'ticket.changed',
    data: { taskId, key: 'T-7', state: 'done' },
  });
  expect(await tell({ taskId, state: 'open', at: '2026-11-20T09:00:00Z' })).toBe(204);
  await world.look();
  expect((await world.taskRow(taskId)).status).toBe('done');
});

test('what it told before undoes nothing that it was told since', async () => {
  const taskId = await task();
  await world.look();
  await tell({ taskId, state: 'open', dueOn: '2026-12-03' });
  await world.look();
  await world.command(taskId, 'set-due', { dueOn: '2026-12-10', isDueLocked: true });
  await world.look();
  await world.look();
  expect(await world.taskRow(taskId)).toMatchObject({ due_on: '2026-12-10' });
  await world.command(taskId, 'complete');
  await world.look();
  await tell({ taskId, status: 'Archived' });
  await world.look();
  expect(await world.taskRow(taskId)).toMatchObject({ status: 'done', due_on: '2026-12-10' });
  await tell({ taskId, state: 'open' });
  await world.look();
  expect((await world.taskRow(taskId)).status).not.toBe('done');
});

test('what it tells while it is being told something stands', async () => {
  const taskId = await task();
  await world.look();
  await tell({ taskId, state: 'open', dueOn: '2026-12-03' });
  await world.look();
  await world.command(taskId, 'set-due', { dueOn: '2026-12-10', isDueLocked: true });
  meanwhile = () => tell({ taskId, dueOn: '2026-12-17' });
  await world.look();
  await world.look();
  expect(await world.taskRow(taskId)).toMatchObject({ due_on: '2026-12-17' });
});

test('two things told within one second both count', async () => {
  const taskId = await task();
  await world.look();
  const at = '2026-11-20T10:00:00Z';
  await tell({ taskId, dueOn: '2026-12-03', at });
  await tell({ taskId, state: 'done', at });
  await world.look();
  expect(await world.taskRow(taskId)).toMatchObject({ status: 'done', due_on: '2026-12-03' });
});

test.each([
  ['no signature', { 'webhook-signature': '' }],
  ['another id', { 'webhook-id': 'msg-2' }],
  ['an old time', { 'webhook-timestamp': '1700000000' }],
  ['a time to come', { 'webhook-timestamp': String(Math.floor(Date.now() / 1000) + 900) }],
])('with %s nothing is believed', async (_what, change) => {
  const taskId = await task();
  await world.look();
  expect(await tell({ taskId, state: 'done' }, change)).toBe(401);
  await world.look();
  expect((await world.taskRow(taskId)).status).not.toBe('done');
});

test('what cannot be read or is not ours is answered so', async () => {
  expect(await tell({ taskId: 'T-7' })).toBe(422);
  expect(await tell({ taskId: '7b0c1a58-5b0e-4f7f-9d38-0f3c1c6d2a11', state: 'done' })).toBe(404);
  const taskId = await task();
  await world.look();
  expect(await tell({ taskId, url: 'javascript:alert(1)' })).toBe(422);
  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  expect(await tell({ taskId, state: 'done', at: inMinutes(6) })).toBe(422);
  expect(await tell({ taskId, state: 'done', at: inMinutes(4) })).toBe(204);
});
