import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { signBody } from '../../integrations/sandbox/slack/http-delivery.ts';
import { createClock } from '../../src/db/clock.ts';
import { createDatabase } from '../../src/db/database.ts';
import type { AtTheDoor } from '../../src/usecases/slack/receive-event.ts';
import type { SlackDoor } from '../../src/usecases/slack/slack-door.ts';
import { createSlackWebhook } from '../../src/webhooks/slack.ts';
import { anaId, signingSecret, useSandboxSlack } from './sandbox-slack-fixture.ts';

const openedSchema = z.object({ view: z.object({ id: z.string() }) });
const fixture = useSandboxSlack();
const button = { type: 'button', action_id: 'task_done', value: 't-1', text: { type: 'plain_text', text: 'Done' } };
const blocks = [{ type: 'actions', block_id: 'b1', elements: [button] }];
const reason = {
  type: 'input',
  block_id: 'reason',
  label: button.text,
  element: { type: 'plain_text_input', action_id: 'reason' },
};
const view = {
  type: 'modal',
  callback_id: 'block',
  private_metadata: 't-1',
  title: button.text,
  submit: button.text,
  blocks: [...blocks, reason],
};

const press = async () => {
  const { channel, ts } = await fixture.post({ channel: anaId, text: 'Due', blocks });
  return fixture.slack.press({ userId: anaId, channelId: channel, ts, actionId: 'task_done' });
};
const open = async (): Promise<string> => {
  const opened = await fixture.web.apiCall('views.open', { trigger_id: fixture.slack.createTrigger(anaId), view });
  return openedSchema.parse(opened).view.id;
};
const doorTo = (read: AtTheDoor[]): SlackDoor => ({
  pass: async (arrived, acknowledge) => {
    read.push(arrived);
    await acknowledge(null);
  },
  takeUp: () => Promise.resolve(0),
  close: () => Promise.resolve(),
});
const reasons = () => fixture.received.map(({ headers }) => headers['x-slack-retry-reason']);

it('signs as Slack’s documentation computes it', () => {
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  expect(signBody(signingSecret, 1_531_420_618, body)).toBe(
    'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  );
});

describe('what people do reaches the app', () => {
  it('signed so that our own check takes it, and in the form that we read', async () => {
    const read: AtTheDoor[] = [];
    // what is accepted asks no database
    const db = createDatabase({ url: 'postgres://127.0.0.1:9/none', poolSize: 1, onError: () => undefined });
    onTestFinished(() => db.close());
    fixture.mount(createSlackWebhook({ db, clock: createClock(db), signingSecret, door: doorTo(read) }));
    const { slack } = fixture;
    const { channel, ts } = await fixture.post({ channel: anaId, text: 'Due', blocks });
    const viewId = await open();
    const answers = [
      await slack.press({ userId: anaId, channelId: channel, ts, actionId: 'task_done' }),
      await slack.submit({ viewId, values: { reason: { reason: { value: 'The firewall' } } } }),
      await slack.command({ userId: anaId, command: '/gangway', text: 'status' }),
      ...(await slack.openHome(anaId).all),
      ...(await slack.shareLink({ userId: anaId, channelId: channel, url: 'https://gangway.example/o/1' }).all),
      ...(await slack.uninstall().all),
      ...(await slack.revokeTokens().all),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 200]);
    const here = { teamId: 'T0SANDBOX', userId: anaId, isForeign: false };
    expect(read).toMatchObject([
      { incoming: { kind: 'action', ...here, action: 'task_done', value: 't-1', channelId: channel, messageTs: ts } },
      { incoming: { kind: 'submission', ...here, modal: 'block', values: { reason: 'The firewall' } } },
      { incoming: { kind: 'command', ...here, command: '/gangway', text: 'status' } },
      { incoming: { type: 'app_home_opened', ...here, tab: 'home' } },
      { incoming: { type: 'link_shared', ...here, urls: ['https://gangway.example/o/1'] } },
      { incoming: { type: 'app_uninstalled', teamId: 'T0SANDBOX' } },
      { incoming: { type: 'tokens_revoked', isBot: true } },
    ]);
  });

  it('and the workspace of what was pressed is the bot’s', async () => {
    expect(await press()).toMatchObject({ status: 200, failure: null });
    const payload = new URLSearchParams(fixture.received[0]?.body).get('payload');
    expect(JSON.parse(payload ?? '')).toMatchObject({ type: 'block_actions', message: { team: 'T0SANDBOX' } });
  });
});

describe('an event that is not taken', () => {
  it('comes three times more, with the reason, and stays the same event', async () => {
    fixture.app = (_request, response) => void response.sendStatus(500);
    expect(await fixture.slack.openHome(anaId).all).toHaveLength(4);
    expect(reasons()).toEqual([undefined, 'http_error', 'http_error', 'http_error']);
    expect(fixture.received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
    expect(new Set(fixture.received.map(({ body }) => body)).size).toBe(1);
  });

  it('comes no more once it was taken', async () => {
    fixture.app = (_request, response) => void response.sendStatus(fixture.received.length === 1 ? 503 : 200);
    expect(await fixture.slack.openHome(anaId).all).toMatchObject([{ status: 503 }, { status: 200 }]);
  });

  it('comes no more where the app says so', async () => {
    fixture.app = (_request, response) => void response.set('X-Slack-No-Retry', '1').sendStatus(400);
    expect(await fixture.slack.openHome(anaId).all).toHaveLength(1);
  });

  it('is one that got no answer in time, or no connection', async () => {
    fixture.answerWithin(200);
    fixture.app = (request, response) => {
      fixture.answerWithin(20_000);
      if (fixture.received.length === 2) request.socket.destroy();
      if (fixture.received.length === 3) response.end();
    };
    await fixture.slack.openHome(anaId).all;
    expect(reasons()).toEqual([undefined, 'http_timeout', 'connection_failed']);
  });
});

it('a press that is not taken comes once', async () => {
  fixture.app = (_request, response) => void response.sendStatus(500);
  expect(await press()).toMatchObject({ status: 500, failure: 'http_error' });
  expect(fixture.received).toHaveLength(1);
});
