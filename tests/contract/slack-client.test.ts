import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSlackPort } from '../../integrations/slack/client.ts';
import { botScopes } from '../../integrations/slack/manifest.ts';
import { createSlackOAuth } from '../../integrations/slack/oauth.ts';
import { type AppError, isAppError } from '../../src/errors.ts';

let servers: Server[] = [];
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  servers = [];
});

interface Asked {
  method: string;
  args: Record<string, string>;
}
type Answer = (asked: Asked, ...rest: Parameters<RequestListener>) => void;

/** The client against a Slack that answers as told. */
async function against(answer: Answer, timeoutMs = 20_000) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      const args = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
      const one = { method: (request.url ?? '').replace('/api/', ''), args };
      asked.push(one);
      answer(one, request, response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address() satisfies AddressInfo | string | null);
  return { ...portTo(port, timeoutMs), asked, apiUrl: `http://127.0.0.1:${port}/api/` };
}

function portTo(port: number, timeoutMs = 20_000) {
  const acquired: string[] = [];
  const blocked: { limitClass: string; ms: number }[] = [];
  const revoked: string[] = [];
  const slack = createSlackPort({
    teamId: 'T1',
    token: 'xoxb-1',
    apiUrl: `http://127.0.0.1:${port}/api/`,
    timeoutMs,
    gate: {
      acquire: (limitClass) => Promise.resolve(void acquired.push(limitClass)),
      block: (limitClass, ms) => Promise.resolve(void blocked.push({ limitClass, ms })),
    },
    onRevoked: (error) => Promise.resolve(revoked.push(error.message)),
  });
  return { slack, acquired, blocked, revoked };
}

const says =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (_asked, _request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
const refusal = (error: string): Answer => says({ ok: false, error });
const reset: Answer = (_asked, request) => request.socket.resetAndDestroy();
const silence: Answer = () => undefined;

const failureOf = async (promise: Promise<unknown>): Promise<AppError> => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!isAppError(error)) throw new Error(`Expected an AppError, got ${String(error)}`);
  return error;
};
const message = { key: 'm-1', text: 'Two tasks are due', blocks: [{ type: 'divider' }] };
const ref = { channelId: 'C1', ts: '1.000100' };

describe('what Slack refuses', () => {
  it.each([
    ['token_revoked', 'slack_revoked'],
    ['invalid_auth', 'slack_revoked'],
    ['account_inactive', 'slack_revoked'],
    ['channel_not_found', 'slack_unreachable'],
    ['is_archived', 'slack_unreachable'],
    ['not_in_channel', 'slack_unreachable'],
    ['user_disabled', 'slack_unreachable'],
    ['invalid_blocks', 'slack_rejected'],
    ['msg_blocks_too_long', 'slack_rejected'],
    ['missing_scope', 'slack_unreachable'],
    ['an_error_of_tomorrow', 'slack_rejected'],
    ['service_unavailable', 'slack_unavailable'],
  ])('%s is %s, and is asked once', async (slackError, code) => {
    const { slack, asked } = await against(refusal(slackError));
    const error = await failureOf(slack.post('C1', message));
    expect([error.code, error.details['slackError']]).toEqual([code, slackError]);
    expect(asked).toHaveLength(1);
  });

  it('tells of a revoked token, so that nothing more is tried with it', async () => {
    const { slack, revoked } = await against(refusal('token_revoked'));
    await failureOf(slack.readUser('U1'));
    expect(revoked).toEqual(['Slack refused users.info: token_revoked']);
  });

  it.each([
    [{ team_id: 'T1' }, false],
    [{ team_id: 'T2', enterprise_user: { id: 'W1', teams: ['T1', 'T2'] } }, false],
    [{ team_id: 'T2' }, true],
    [{}, true],
  ])('says of whose workspace somebody is, and looks up none of another: %j', async (where, isForeign) => {
    const { slack } = await against(
      says({ ok: true, user: { id: 'U1', profile: { email: 'ana@acme.example' }, ...where } }),
    );
    expect(await slack.readUser('U1')).toMatchObject({ email: 'ana@acme.example', isForeign });
    expect((await slack.findUserByEmail('ana@acme.example')) === null).toBe(isForeign);
  });

  it('takes somebody who is not there for nobody, and somebody who is in a channel already for invited', async () => {
    const { slack } = await against(({ method }, ...rest) =>
      refusal(method === 'users.lookupByEmail' ? 'users_not_found' : 'already_in_channel')(
        { method, args: {} },
        ...rest,
      ),
    );
    expect(await slack.findUserByEmail('nobody@acme.example')).toBeNull();
    await expect(slack.inviteUsers('C1', ['U1', 'U2'])).resolves.toBeUndefined();
  });
});

describe('what may have happened', () => {
  it.each<[string, Answer]>([
    ['a reset connection', reset],
    ['no answer in time', silence],
    ['a 500', says({}, 500)],
    ['a 503 of a proxy', says('busy', 503)],
    ['a half-way error', refusal('internal_error')],
    ['an answer without the message’s timestamp', says({ ok: true, channel: 'D1' })],
  ])('after %s a post is unclear and not repeated, while reading is safe to repeat', async (_, answer) => {
    const { slack, asked } = await against(answer, answer === silence ? 1_000 : 20_000);
    expect((await failureOf(slack.post('C1', message))).code).toBe('slack_unclear');
    expect(asked).toHaveLength(1);
    expect((await failureOf(slack.readUser('U1'))).code).toBe('slack_unavailable');
  });

  it('is nothing where nobody could be connected to', async () => {
    const closed = await against(silence);
    const server = servers.pop() ?? expect.fail();
    const { port } = z.object({ port: z.number() }).parse(server.address());
    await new Promise((resolve) => server.close(resolve));
    expect((await failureOf(portTo(port).slack.post('C1', message))).code).toBe('slack_unavailable');
    expect(closed.asked).toEqual([]);
  });

  it('is found again by the key in the message’s metadata, page by page', async () => {
    const page = (ts: string, key: string, next: string) =>
      says({
        ok: true,
        messages: [{ ts: '9.9' }, { ts, metadata: { event_type: 'gangway_message', event_payload: { key } } }],
        response_metadata: { next_cursor: next },
      });
    const { slack, asked } = await against((one, ...rest) =>
      (one.args['cursor'] ? page('1.2', 'm-1', '') : page('1.1', 'm-0', 'more'))(one, ...rest),
    );
    expect(await slack.findByKey('C1', 'm-1', new Date(1_700_000_000_500))).toEqual({ channelId: 'C1', ts: '1.2' });
    expect(await slack.findByKey('C1', 'm-2', new Date(0))).toBeNull();
    expect(asked[0]).toMatchObject({
      method: 'conversations.history',
      args: { channel: 'C1', oldest: '1700000000.5', include_all_metadata: 'true' },
    });
  });
});

describe('limits', () => {
  it('charges the method, and for a post its channel; a 429 holds that method alone', async () => {
    const { slack, acquired, blocked } = await against(
      says({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': '7' }),
    );
    const error = await failureOf(slack.post('C1', message));
    expect([error.code, error.retryAfterMs]).toEqual(['slack_throttled', 7_000]);
    await failureOf(slack.update(ref, message));
    expect(acquired).toEqual(['method:chat.postMessage', 'channel:C1', 'method:chat.update']);
    expect(blocked.map(({ limitClass }) => limitClass)).toEqual(['method:chat.postMessage', 'method:chat.update']);
  });

  it.each([
    ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' })), '51 blocks'],
    ['a long text', [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }], 'blocks[0].text.text'],
    [
      'a long button',
      [{ type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'x'.repeat(76) } }] }],
      'blocks[0].elements[0].text.text',
    ],
    [
      'a long value',
      [{ type: 'actions', elements: [{ type: 'button', text: { text: 'Done' }, value: 'x'.repeat(2001) }] }],
      'blocks[0].elements[0].value',
    ],
    [
      'a long option',
      [{ type: 'actions', elements: [{ type: 'static_select', options: [{ value: 'x'.repeat(151) }] }] }],
      'blocks[0].elements[0].options[0].value',
    ],
    [
      'many options',
      [{ type: 'actions', elements: [{ type: 'static_select', options: Array.from({ length: 101 }, () => ({})) }] }],
      'blocks[0].elements[0].options has 101',
    ],
    ['a long id', [{ type: 'divider', block_id: 'x'.repeat(256) }], 'blocks[0].block_id'],
    [
      'too much in all',
      Array.from({ length: 5 }, () => ({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(2_900) } })),
      'characters in all',
    ],
  ])('refuses %s before it is sent, and names the place', async (_, blocks, place) => {
    const { slack, asked } = await against(silence);
    const error = await failureOf(slack.post('C1', { ...message, blocks }));
    expect(error.code).toBe('slack_rejected');
    expect(error.message).toContain(place);
    expect(asked).toEqual([]);
  });
});

it.each([
  ['a long title', { title: 'x'.repeat(25) }, 'title has 25 characters'],
  ['no title', { title: '' }, 'title is empty'],
  ['a long button', { submit: 'x'.repeat(25) }, 'submit has 25 characters'],
  ['much metadata', { privateMetadata: 'x'.repeat(3001) }, 'private_metadata'],
])('opens no modal with %s', async (_, change, place) => {
  const { slack, asked } = await against(silence);
  const modal = { callbackId: 'block', title: 'Block', submit: 'Save', close: null, privateMetadata: '', blocks: [] };
  const error = await failureOf(slack.openModal('1.2.3', { ...modal, ...change }));
  expect([error.code, error.message]).toEqual(['slack_rejected', expect.stringContaining(place)]);
  expect(asked).toEqual([]);
});

it.each([
  ['ratelimit', 'slack_throttled'],
  ['rate_limited', 'slack_throttled'],
  ['restricted_action_read_only_channel', 'slack_unreachable'],
  ['external_channel_migrating', 'slack_unavailable'],
  ['not_allowed_token_type', 'slack_rejected'],
])('%s becomes %s', async (said, code) => {
  const { slack } = await against(refusal(said));
  expect((await failureOf(slack.post('C1', message))).code).toBe(code);
});

it('posts with the key in the metadata, and says where the message stands', async () => {
  const { slack, asked } = await against(says({ ok: true, channel: 'D9', ts: '1.000100' }));
  expect(await slack.post('U1', message)).toEqual({ channelId: 'D9', ts: '1.000100' });
  expect(JSON.parse(asked[0]?.args['metadata'] ?? '')).toEqual({
    event_type: 'gangway_message',
    event_payload: { key: 'm-1' },
  });
});

it('says who it is, and which scopes the app still lacks', async () => {
  const identity = { ok: true, team_id: 'T1', team: 'Northwind', user_id: 'UBOT' };
  const { slack } = await against(says(identity, 200, { 'x-oauth-scopes': botScopes.slice(1).join(',') }));
  expect(await slack.identify()).toMatchObject({ teamId: 'T1', teamName: 'Northwind', botUserId: 'UBOT' });
  expect((await slack.check()).map(({ ok, detail }) => [ok, detail])).toEqual([
    [true, 'the token is taken'],
    [false, `missing: ${botScopes[0]}`],
  ]);
});

describe('installing by OAuth', () => {
  const app = { clientId: '12.34', clientSecret: 'secret', redirectUrl: 'https://gangway.example/slack/oauth' };
  const grant = {
    ok: true,
    token_type: 'bot',
    access_token: 'xoxb-2',
    bot_user_id: 'UBOT',
    scope: 'chat:write,im:write',
  };

  it('asks for what the manifest names, and takes the bot token of a workspace', async () => {
    const { apiUrl, asked } = await against(says({ ...grant, team: { id: 'T1', name: 'Northwind' } }));
    const consent = new URL(createSlackOAuth({ ...app, apiUrl: null }).consentUrl('s-1'));
    expect(consent.origin + consent.pathname).toBe('https://slack.com/oauth/v2/authorize');
    expect(Object.fromEntries(consent.searchParams)).toEqual({
      client_id: '12.34',
      scope: botScopes.join(','),
      redirect_uri: app.redirectUrl,
      state: 's-1',
    });
    expect(await createSlackOAuth({ ...app, apiUrl }).redeem('c-1')).toEqual({
      teamId: 'T1',
      teamName: 'Northwind',
      botUserId: 'UBOT',
      token: 'xoxb-2',
      scopes: ['chat:write', 'im:write'],
    });
    expect(asked[0]).toMatchObject({ method: 'oauth.v2.access', args: { code: 'c-1', redirect_uri: app.redirectUrl } });
  });

  it.each<[string, Answer, string]>([
    ['a used code', refusal('invalid_code'), 'slack_rejected'],
    ['a token without a workspace', says({ ...grant, team: null }), 'slack_rejected'],
    [
      'a token that has to be renewed',
      says({ ...grant, access_token: 'xoxe.xoxb-1', refresh_token: 'xoxe-1', expires_in: 43_200 }),
      'slack_rejected',
    ],
    ['a Slack that is away', says({}, 503), 'slack_unavailable'],
  ])('installs nothing after %s', async (_, answer, code) => {
    const { apiUrl } = await against(answer);
    expect((await failureOf(createSlackOAuth({ ...app, apiUrl }).redeem('c-1'))).code).toBe(code);
  });
});
