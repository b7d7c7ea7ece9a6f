/** A workspace in memory, what Slack sends, signed, and the real door and webhook behind Express. */
import { createServer } from 'node:http';
import express from 'express';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { SlackMessage, SlackModal, SlackPort, SlackUser } from '../../../integrations/ports-slack.ts';
import { signSlackRequest } from '../../../integrations/slack/signature.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import type { AppError } from '../../../src/errors.ts';
import type { SlackDeps } from '../../../src/usecases/slack/handler.ts';
import { createSlackDoor, type SlackDoor } from '../../../src/usecases/slack/slack-door.ts';
import { createSlackWebhook } from '../../../src/webhooks/slack.ts';
import { scriptedSlack } from '../../support/scripted-slack.ts';
import { useWorld, type World } from '../mail/message-fixture.ts';
import { portOf } from '../mail/port-of.ts';

export const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5';

export interface FakeSlack {
  port: SlackPort;
  users: Map<string, SlackUser>;
  modals: { triggerId: string; modal: SlackModal }[];
  updates: { viewId: string; modal: SlackModal }[];
  ephemerals: (Omit<SlackMessage, 'key'> & { channelId: string; userId: string })[];
  /** the order in which Slack and the database were asked */
  calls: string[];
  isInstalled: boolean;
  /** what the next call of any kind ends with */
  failure: AppError | null;
}

export interface SlackIn {
  world: World;
  readonly slack: FakeSlack;
  readonly door: SlackDoor;
  readonly deps: SlackDeps;
  post(path: string, body: string, headers?: Record<string, string>): Promise<Response>;
  event(event: Record<string, unknown>, envelope?: Record<string, unknown>): Promise<Response>;
  press(action: string, value: string, change?: Record<string, unknown>): Promise<Response>;
  submit(modal: SlackModal, values: Record<string, string | null>, change?: Record<string, unknown>): Promise<Response>;
  /** all that was acknowledged is handled */
  settled(): Promise<void>;
  events(): Promise<{ kind: string; state: string; reason: string | null; attempts: number }[]>;
  known(personId: string, userId?: string): Promise<void>;
}

export const headersFor = (body: string, { secret = signingSecret, ageSeconds = 0 } = {}): Record<string, string> => {
  const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds);
  return {
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signSlackRequest(secret, timestamp, body),
  };
};

function fakeSlack(): FakeSlack {
  const scripted = scriptedSlack();
  const begin = (name: string): void => {
    slack.calls.push(name);
    const { failure } = slack;
    slack.failure = null;
    if (failure) throw failure;
  };
  const slack: FakeSlack = {
    users: new Map(),
    modals: [],
    updates: [],
    ephemerals: [],
    calls: [],
    isInstalled: true,
    failure: null,
    port: {
      ...scripted.port,
      async openModal(triggerId, modal) {
        begin('openModal');
        slack.modals.push({ triggerId, modal });
        return { viewId: `V${slack.modals.length}`, hash: 'h1' };
      },
      async updateModal(viewId, _hash, modal) {
        begin('updateModal');
        slack.updates.push({ viewId, modal });
      },
      async postEphemeral(channelId, userId, message) {
        begin('postEphemeral');
        slack.ephemerals.push({ channelId, userId, ...message });
      },
      async identify() {
        begin('identify');
        return { teamId: 'T1', teamName: 'Northwind', botUserId: 'B1', scopes: [] };
      },
      async readUser(userId) {
        begin('readUser');
        return slack.users.get(userId) ?? null;
      },
    },
  };
  return slack;
}

export function useSlackIn(): SlackIn {
  const world = useWorld();
  let slack = fakeSlack();
  let door: SlackDoor;
  let deps: SlackDeps;
  let count = 0;

  // the door of each test stands behind one server
  const router: express.RequestHandler = (request, response, next) =>
    createSlackWebhook({ db: world.db, clock: world.clock, signingSecret, door })(request, response, next);
  const server = createServer(express().use(router));

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    slack = fakeSlack();
    deps = {
      ...world.deps,
      playbooks: createPlaybookStore(world.db),
      crms: new Map(),
      company: { timezone: 'Europe/Berlin', country: 'DE' },
      slack: {
        forTeam: (team) => Promise.resolve(slack.isInstalled && team === 'T1' ? slack.port : null),
        list: () => Promise.resolve([]),
      },
      logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    };
    door = createSlackDoor(deps);
    return () => door.close();
  });
  beforeEach(async () => {
    await world.db.query('DELETE FROM slack_events');
    await world.db.query('DELETE FROM webhook_refusals');
    await world.db.query(`DELETE FROM person_channels WHERE channel = 'slack'`);
    await world.db.query(`UPDATE phases SET entry_gate = '{"criteria":[]}', exit_gate = '{"criteria":[]}'`);
  });
  afterAll(() => void server.close());

  const post: SlackIn['post'] = (path, body, headers = headersFor(body)) =>
    fetch(`http://127.0.0.1:${portOf(server)}/webhooks/slack/${path}`, { method: 'POST', body, headers });
  const interaction = (payload: Record<string, unknown>): Promise<Response> =>
    post('interactions', new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  const who = { team: { id: 'T1', domain: 'x' }, user: { id: 'U1', username: 'u', team_id: 'T1' } };

  return {
    world,
    get slack() {
      return slack;
    },
    get door() {
      return door;
    },
    get deps() {
      return deps;
    },
    post,
    event: (event, envelope = {}) =>
      post(
        'events',
        JSON.stringify({ type: 'event_callback', team_id: 'T1', event_id: `Ev${++count}`, event, ...envelope }),
      ),
    press: (action, value, change = {}) =>
      interaction({
        type: 'block_actions',
        ...who,
        trigger_id: `${++count}.trigger`,
        channel: { id: 'D1', name: 'directmessage' },
        message: { ts: '1700000001.000100', type: 'message' },
        actions: [{ type: 'button', action_id: action, block_id: 'b0', value, action_ts: '1700000002.1' }],
        ...change,
      }),
    submit: ({ callbackId, privateMetadata }, values, change = {}) =>
      interaction({
        type: 'view_submission',
        ...who,
        view: {
          id: `V${++count}`,
          hash: `${count}.hash`,
          callback_id: callbackId,
          private_metadata: privateMetadata,
          state: {
            values: Object.fromEntries(
              Object.entries(values).map(([block, value]) => [block, { [block]: { type: 'plain_text_input', value } }]),
            ),
          },
        },
        ...change,
      }),
    settled: () => door.close(),
    events: () => world.db.query('SELECT kind, state, reason, attempts FROM slack_events ORDER BY received_at, id'),
    async known(personId, userId = 'U1') {
      await world.db.query(`INSERT INTO person_channels (person_id, channel, address) VALUES ($1, 'slack', $2)`, [
        personId,
        `T1:${userId}`,
      ]);
    },
  };
}

export const slackUser = (userId: string, email: string | null, change: Partial<SlackUser> = {}): SlackUser => ({
  userId,
  name: userId,
  email,
  timezone: null,
  isDeactivated: false,
  isForeign: false,
  ...change,
});
