import { createServer, type Server } from 'node:http';
import { LogLevel, WebClient } from '@slack/web-api';
import express from 'express';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createSandboxSlack, type SandboxSlack } from '../../integrations/sandbox/slack/index.ts';
import { portOf } from '../../src/main/port-of.ts';

const ana = { name: 'Ana Sousa', email: 'ana.sousa@northwind-crm.example' };
const scopes = ['chat:write', 'im:write', 'users:read.email'];
const postedSchema = z.object({ ts: z.string() });
let now: Date;
let slack: SandboxSlack;
let server: Server;

// the client repeats Slack's refusals on the console
const silent = (): void => undefined;
const quiet = {
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  setLevel: silent,
  getLevel: () => LogLevel.ERROR,
  setName: silent,
};
const client = (token: string): WebClient =>
  new WebClient(token, {
    slackApiUrl: `http://127.0.0.1:${portOf(server)}/api/`,
    retryConfig: { retries: 0 },
    logger: quiet,
  });
const refusal = (error: string): unknown => expect.objectContaining({ data: expect.objectContaining({ error }) });

beforeEach(async () => {
  now = new Date('2026-11-21T09:00:00Z');
  const tokens = [
    { token: 'xoxb-full', scopes },
    { token: 'xoxb-none', scopes: ['im:write'] },
  ];
  slack = createSandboxSlack({ tokens, people: [ana], now: () => now });
  server = createServer(express().use('/api', slack.router));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('a person found by mail address is written to, and the message changes in place', async () => {
  const web = client('xoxb-full');
  expect(await web.auth.test()).toMatchObject({ ok: true, team_id: 'T0SANDBOX' });
  const { user } = await web.users.lookupByEmail({ email: ana.email.toUpperCase() });
  const { channel } = await web.conversations.open({ users: user?.id ?? '' });
  const to = channel?.id ?? '';
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Due today' } }];
  const { ts } = postedSchema.parse(await web.apiCall('chat.postMessage', { channel: to, text: 'Due today', blocks }));
  expect(slack.conversations()).toMatchObject([{ id: to, messages: [{ ts, text: 'Due today', blocks }] }]);
  await web.chat.update({ channel: to, ts, text: 'Done', blocks: [] });
  expect(slack.conversations()).toMatchObject([{ messages: [{ ts, text: 'Done', blocks: [] }] }]);
});

test('what Slack would refuse is refused by its name', async () => {
  const web = client('xoxb-full');
  const blocks = Array.from({ length: 51 }, () => ({ type: 'divider' }));
  const channel = 'U0SANDBOX000';
  await expect(client('xoxb-wrong').auth.test()).rejects.toEqual(refusal('invalid_auth'));
  await expect(web.users.lookupByEmail({ email: 'x@y.example' })).rejects.toEqual(refusal('users_not_found'));
  await expect(web.apiCall('chat.postMessage', { channel: 'C0', text: 'x' })).rejects.toEqual(
    refusal('channel_not_found'),
  );
  await expect(web.apiCall('chat.postMessage', { channel, text: 'x', blocks })).rejects.toEqual(
    refusal('invalid_blocks'),
  );
  const direct = 'D0SANDBOX000';
  await web.conversations.open({ users: channel });
  await expect(web.chat.update({ channel: direct, ts: '1.1', text: 'x' })).rejects.toEqual(
    refusal('message_not_found'),
  );
  // to post, a person's id is enough; nowhere else
  await expect(web.chat.update({ channel, ts: '1.1', text: 'x' })).rejects.toEqual(refusal('channel_not_found'));
  await expect(client('xoxb-none').apiCall('chat.postMessage', { channel, text: 'x' })).rejects.toMatchObject({
    data: { error: 'missing_scope', needed: 'chat:write', provided: 'im:write' },
  });
});

test('a trigger opens one modal, within three seconds', async () => {
  const web = client('xoxb-full');
  const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Block' }, blocks: [] };
  const trigger = slack.createTrigger('U0SANDBOX000');
  expect(await web.views.open({ trigger_id: trigger, view })).toMatchObject({ ok: true, view: { type: 'modal' } });
  await expect(web.views.open({ trigger_id: trigger, view })).rejects.toEqual(refusal('exchanged_trigger_id'));
  const late = slack.createTrigger('U0SANDBOX000');
  now = new Date(now.getTime() + 3_001);
  await expect(web.views.open({ trigger_id: late, view })).rejects.toEqual(refusal('expired_trigger_id'));
});
