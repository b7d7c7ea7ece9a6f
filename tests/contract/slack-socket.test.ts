/** Our end of Socket Mode, against the sandbox's. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { createSlackSocket, type SlackSocket, type SocketOptions } from '../../integrations/slack/socket.ts';
import { anaId, useSandboxSlack } from './sandbox-slack-fixture.ts';

const fixture = useSandboxSlack();
const openedSchema = z.object({ view: z.object({ id: z.string() }) });
let socket: SlackSocket;
let onEvent: SocketOptions['onEvent'];
let read: unknown[];
let errors: unknown[];

beforeEach(async () => {
  read = [];
  errors = [];
  onEvent = (_, acknowledge) => acknowledge(null);
  socket = createSlackSocket({
    appToken: 'xapp-1',
    apiUrl: fixture.apiUrl,
    onEvent: (one, acknowledge) => {
      read.push(one);
      return onEvent(one, acknowledge);
    },
    onError: (error) => errors.push(error),
  });
  await socket.start();
});
afterEach(() => socket.stop());

it('reads what comes by the socket like what comes by HTTP, and acknowledges when it is stored', async () => {
  const { slack } = fixture;
  expect(await slack.openHome(anaId).all).toMatchObject([{ status: 200, failure: null }]);
  expect(await slack.command({ userId: anaId, command: '/gangway', text: 'status' })).toMatchObject({ status: 200 });
  expect(read).toMatchObject([
    { result: 'read', incoming: { kind: 'event', type: 'app_home_opened', teamId: 'T0SANDBOX', userId: anaId } },
    { result: 'read', incoming: { kind: 'command', command: '/gangway', text: 'status' } },
  ]);
  expect(fixture.received).toEqual([]);
});

it('says what is wrong in a modal within its acknowledgement', async () => {
  const label = { type: 'plain_text', text: 'Snooze' };
  const picker = { type: 'input', block_id: 'date', label, element: { type: 'datepicker', action_id: 'date' } };
  const view = { type: 'modal', callback_id: 'snooze', title: label, submit: label, blocks: [picker] };
  const trigger = fixture.slack.createTrigger(anaId);
  const opened = await fixture.web.apiCall('views.open', { trigger_id: trigger, view });
  onEvent = (_, acknowledge) => acknowledge({ response_action: 'errors', errors: { date: 'Not so late' } });
  const viewId = openedSchema.parse(opened).view.id;
  const values = { date: { date: { selected_date: '2026-11-27' } } };
  expect(await fixture.slack.submit({ viewId, values })).toMatchObject({
    outcome: 'errors',
    errors: { date: 'Not so late' },
  });
});

it('closes a modal by an acknowledgement that says nothing', async () => {
  const label = { type: 'plain_text', text: 'Snooze' };
  const view = { type: 'modal', callback_id: 'snooze', title: label, submit: label, blocks: [{ type: 'divider' }] };
  const trigger = fixture.slack.createTrigger(anaId);
  const opened = openedSchema.parse(await fixture.web.apiCall('views.open', { trigger_id: trigger, view }));
  expect(await fixture.slack.submit({ viewId: opened.view.id, values: {} })).toMatchObject({ outcome: 'closed' });
  expect(fixture.slack.views()).toEqual([]);
});

it('acknowledges nothing that could not be stored: Slack sends it again', async () => {
  const away = new Error('the database is away');
  fixture.answerWithin(500);
  onEvent = (_, acknowledge) => {
    fixture.answerWithin(20_000);
    return read.length === 1 ? Promise.reject(away) : acknowledge(null);
  };
  expect(await fixture.slack.openHome(anaId).all).toMatchObject([{ failure: 'http_timeout' }, { status: 200 }]);
  expect(errors).toEqual([away]);
});

it('is sent by HTTP again once nothing is connected', async () => {
  await socket.stop();
  fixture.answerWithin(1_000);
  // what went into a connection that was closing is sent again
  expect((await fixture.slack.openHome(anaId).all).at(-1)).toMatchObject({ status: 200 });
  expect(fixture.received).toMatchObject([{ path: '/webhooks/slack/events' }]);
});
