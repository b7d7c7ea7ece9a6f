import { describe, expect, it } from 'vitest';
import { ana, anaId, jonasId, useSandboxSlack } from './sandbox-slack-fixture.ts';

const fixture = useSandboxSlack();
const message = { key: 'm-1', text: 'Due today', blocks: [{ type: 'divider' }] };
const slackError = (error: string): unknown =>
  expect.objectContaining({ details: expect.objectContaining({ slackError: error }) });
const code = (expected: string): unknown => expect.objectContaining({ code: expected });
const posted = () => fixture.slack.conversations().flatMap(({ messages }) => messages);

it.each([
  ['away', 'slack_unclear'],
  ['throttled', 'slack_throttled'],
  ['revoked', 'slack_revoked'],
  ['archived', 'slack_unreachable'],
  ['deactivated', 'slack_unreachable'],
] as const)('%s: nothing is posted, and our client says %s', async (kind, expected) => {
  fixture.slack.faults.set([{ kind, times: 1 }]);
  await expect(fixture.port.post(anaId, message)).rejects.toEqual(code(expected));
  expect(posted()).toEqual([]);
  await fixture.port.post(anaId, message);
  expect(posted()).toHaveLength(1);
});

it('unclear: it is posted, nobody hears of it, and it is found by its key', async () => {
  const { channelId } = await fixture.port.openDirectMessage(anaId);
  fixture.slack.faults.set([{ kind: 'unclear', method: 'chat.postMessage', times: 1 }]);
  await expect(fixture.port.post(channelId, message)).rejects.toEqual(code('slack_unclear'));
  expect(await fixture.port.findByKey(channelId, 'm-1', new Date(0))).toEqual({ channelId, ts: posted()[0]?.ts });
});

describe('slow', () => {
  const hurried = useSandboxSlack({ timeoutMs: 500 });

  it('our client waits for no answer, the official one gets it', async () => {
    hurried.slack.faults.set([{ kind: 'slow', delayMs: 800, times: 2 }]);
    await expect(hurried.port.identify()).rejects.toEqual(code('slack_unavailable'));
    expect(await hurried.web.auth.test()).toMatchObject({ ok: true });
  });
});

it('a fault hits its method only, so many times', async () => {
  const { slack, web, port } = fixture;
  slack.faults.set([{ kind: 'throttled', method: 'users.info', times: 2, retryAfterSeconds: 7 }]);
  await web.auth.test();
  await expect(web.users.info({ user: anaId })).rejects.toMatchObject({ retryAfter: 7 });
  expect(slack.faults.list()).toMatchObject([{ times: 1 }]);
  await expect(port.readUser(anaId)).rejects.toEqual(code('slack_throttled'));
  expect(slack.faults.list()).toEqual([]);
  expect(await port.readUser(anaId)).toMatchObject({ userId: anaId });
});

it('whoever was deactivated cannot be written to, nor a channel that was archived', async () => {
  const { slack, port } = fixture;
  const { channelId } = await port.openDirectMessage(anaId);
  slack.setStanding(anaId, 'deactivated');
  await expect(port.openDirectMessage(anaId)).rejects.toEqual(slackError('user_disabled'));
  await expect(port.post(channelId, message)).rejects.toEqual(slackError('is_archived'));
  expect(await port.findUserByEmail(ana.email)).toBeNull();
  expect(await port.readUser(anaId)).toMatchObject({ isDeactivated: true });
  const { channelId: channel } = await port.createChannel('acme', { isPrivate: false });
  slack.archive(channel);
  await expect(port.inviteUsers(channel, [jonasId])).rejects.toEqual(slackError('is_archived'));
});

it('the tokens of an app that was removed are taken no more, until it is installed again', async () => {
  const { slack, port } = fixture;
  await slack.uninstall().all;
  await expect(port.identify()).rejects.toEqual(slackError('account_inactive'));
  await slack.revokeTokens().all;
  await expect(port.identify()).rejects.toEqual(slackError('token_revoked'));
  slack.reinstall();
  expect(await port.identify()).toMatchObject({ teamId: 'T0SANDBOX' });
});
