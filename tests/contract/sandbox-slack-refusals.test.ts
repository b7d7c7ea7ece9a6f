/** Refusals of the Web API by Slack's own names, which our client has to tell apart. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LogLevel, WebClient } from '@slack/web-api';
import { botScopes } from '../../integrations/slack/manifest.ts';
import { createSlackOAuth } from '../../integrations/slack/oauth.ts';
import { anaId, slackApp, useSandboxSlack } from './sandbox-slack-fixture.ts';

const fixture = useSandboxSlack({ channels: ['sales'] });
const refusal = (error: string): unknown => expect.objectContaining({ data: expect.objectContaining({ error }) });
const ask = (method: string, args: Record<string, unknown>) => fixture.web.apiCall(method, args);
const sales = 'C0SANDBOX000';

it('a channel that the app is not in is neither posted to nor read', async () => {
  await expect(ask('chat.postMessage', { channel: sales, text: 'x' })).rejects.toEqual(refusal('not_in_channel'));
  await expect(ask('conversations.history', { channel: sales })).rejects.toEqual(refusal('not_in_channel'));
  await expect(ask('conversations.invite', { channel: sales, users: anaId })).rejects.toEqual(
    refusal('not_in_channel'),
  );
});

it("a person's id is an address to post to, and to nothing else", async () => {
  await expect(ask('conversations.history', { channel: anaId })).rejects.toEqual(refusal('channel_not_found'));
  await expect(ask('chat.postEphemeral', { channel: anaId, user: anaId, text: 'x' })).rejects.toEqual(
    refusal('channel_not_found'),
  );
});

it('a long text is cut where it is posted, and refused where it changes a message', async () => {
  const { channel, ts } = await fixture.post({ channel: anaId, text: 'x'.repeat(40_001) });
  const posted = fixture.slack.conversations().flatMap(({ messages }) => messages);
  expect(posted[0]?.text).toHaveLength(40_000);
  await expect(ask('chat.update', { channel, ts, text: 'x'.repeat(4_001) })).rejects.toEqual(refusal('msg_too_long'));
});

it('a page that is none of Slack’s', async () => {
  const { channel } = await fixture.post({ channel: anaId, text: 'x' });
  await expect(ask('conversations.history', { channel, cursor: '12' })).rejects.toEqual(refusal('invalid_cursor'));
});

describe('an invitation to another company', () => {
  it.each([
    [[], 'recipients_not_specified'],
    [['kim@acme.example', 'lee@acme.example'], 'too_many_emails'],
    [['kim'], 'invalid_email'],
  ])('to %j', async (emails, error) => {
    const { channelId } = await fixture.port.createChannel('acme', { isPrivate: true });
    await expect(ask('conversations.inviteShared', { channel: channelId, emails })).rejects.toEqual(refusal(error));
  });

  it('into an archived channel, or direct messages', async () => {
    const { channelId } = await fixture.port.createChannel('acme', { isPrivate: true });
    await fixture.port.archiveChannel(channelId);
    const emails = ['kim@acme.example'];
    await expect(ask('conversations.inviteShared', { channel: channelId, emails })).rejects.toEqual(
      refusal('channel_archived'),
    );
    const direct = await fixture.port.openDirectMessage(anaId);
    await expect(ask('conversations.inviteShared', { channel: direct.channelId, emails })).rejects.toEqual(
      refusal('invalid_channel_type'),
    );
  });
});

it('a scope of another kind of channel', async () => {
  const few = new WebClient('xoxb-public', {
    slackApiUrl: fixture.apiUrl,
    retryConfig: { retries: 0 },
    logger: silent,
  });
  const missing = (needed: string): unknown =>
    expect.objectContaining({ data: expect.objectContaining({ error: 'missing_scope', needed }) });
  const open = await fixture.port.createChannel('acme-open', { isPrivate: false });
  const closed = await fixture.port.createChannel('acme', { isPrivate: true });
  expect(await few.conversations.history({ channel: open.channelId })).toMatchObject({ ok: true });
  await expect(few.conversations.history({ channel: closed.channelId })).rejects.toEqual(missing('groups:history'));
  await expect(few.conversations.archive({ channel: closed.channelId })).rejects.toEqual(missing('groups:write'));
  await expect(few.conversations.create({ name: 'more', is_private: true })).rejects.toEqual(missing('groups:write'));
});

it('a token of another kind', async () => {
  const app = new WebClient('xapp-1', { slackApiUrl: fixture.apiUrl, retryConfig: { retries: 0 }, logger: silent });
  await expect(ask('apps.connections.open', {})).rejects.toEqual(refusal('not_allowed_token_type'));
  await expect(app.apiCall('users.info', { user: anaId })).rejects.toEqual(refusal('not_allowed_token_type'));
});

it.each(['chat.unfurl'])('%s without what it is about', async (method) => {
  await expect(ask(method, {})).rejects.toEqual(refusal('missing_channel'));
  await expect(ask(method, { channel: 'C0' })).rejects.toEqual(refusal('missing_ts'));
  await expect(ask(method, { channel: 'C0', ts: '1.1' })).rejects.toEqual(refusal('missing_unfurls'));
  await expect(ask(method, { channel: 'C0', ts: '1.1', unfurls: {} })).rejects.toEqual(refusal('cannot_find_channel'));
});

it('our client answers a command where we are not, by the address that came with it', async () => {
  let responseUrl = '';
  fixture.app = (request, response) => {
    responseUrl = new URLSearchParams(String(request.body)).get('response_url') ?? '';
    response.end();
  };
  await fixture.slack.command({ userId: anaId, command: '/gangway', text: 'help', channelId: sales });
  await fixture.port.respond(responseUrl, { text: 'Only for you', blocks: [{ type: 'divider' }] });
  expect(fixture.slack.ephemerals()).toMatchObject([{ channelId: sales, userId: anaId, text: 'Only for you' }]);
  fixture.pass(31 * 60_000);
  await expect(fixture.port.respond(responseUrl, { text: 'Late', blocks: [] })).rejects.toMatchObject({
    code: 'slack_unreachable',
  });
  await expect(fixture.port.respond('https://evil.example/x', { text: 'x', blocks: [] })).rejects.toMatchObject({
    code: 'slack_rejected',
  });
});

describe('installing the app', () => {
  const redirectUrl = 'https://gangway.example/slack/oauth';
  const oauth = (change = {}) => createSlackOAuth({ ...slackApp, redirectUrl, apiUrl: fixture.apiUrl, ...change });

  it('takes a code once, and gives the bot token with what it may do', async () => {
    const code = fixture.slack.createInstallCode(redirectUrl);
    const grant = await oauth().redeem(code);
    expect(grant).toMatchObject({ teamId: 'T0SANDBOX', botUserId: 'U0GANGWAY', scopes: [...botScopes] });
    const installed = new WebClient(grant.token, { slackApiUrl: fixture.apiUrl, logger: silent });
    expect(await installed.auth.test()).toMatchObject({ ok: true, team_id: 'T0SANDBOX' });
    await expect(oauth().redeem(code)).rejects.toThrow('invalid_code');
  });

  it.each([
    [{ clientId: '0' }, 'invalid_client_id'],
    [{ clientSecret: 'wrong' }, 'bad_client_secret'],
    [{ redirectUrl: 'https://evil.example/' }, 'bad_redirect_uri'],
  ])('not with %j', async (change, error) => {
    await expect(oauth(change).redeem(fixture.slack.createInstallCode(redirectUrl))).rejects.toMatchObject({
      code: 'slack_rejected',
      details: { slackError: error },
    });
  });
});

describe('an answer to a modal', () => {
  const label = { type: 'plain_text', text: 'Why' };
  const input = { type: 'input', block_id: 'why', label, element: { type: 'plain_text_input', action_id: 'why' } };
  const view = { type: 'modal', title: label, submit: label, blocks: [input, { type: 'divider', block_id: 'line' }] };
  const submit = async (answer: unknown) => {
    fixture.app = (_request, response) => void response.json(answer);
    const opened = await ask('views.open', { trigger_id: fixture.slack.createTrigger(anaId), view });
    const { id } = viewSchema.parse(opened).view;
    return fixture.slack.submit({ viewId: id, values: { why: { why: { value: 'x' } } } });
  };

  it.each([
    [{ response_action: 'errors', errors: { why: 'Say more' } }, 'errors'],
    [{ response_action: 'errors', errors: { line: 'Say more' } }, 'failed'],
    [{ response_action: 'errors', errors: {} }, 'failed'],
    [{ response_action: 'update', view }, 'updated'],
    [{ response_action: 'update', view: { ...view, title: undefined } }, 'failed'],
    [{ response_action: 'push', view: { ...view, blocks: [{ type: 'nothing' }] } }, 'failed'],
    [{ response_action: 'clear' }, 'closed'],
    [{ text: 'done' }, 'failed'],
  ])('%j', async (answer, outcome) => {
    expect(await submit(answer)).toMatchObject({ outcome });
  });
});

const viewSchema = z.object({ view: z.object({ id: z.string() }) });
const noop = (): void => undefined;
const silent = {
  debug: noop,
  info: noop,
  warn: noop,
  error: noop,
  setLevel: noop,
  getLevel: () => LogLevel.ERROR,
  setName: noop,
};
