import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ana, anaId, jonasId, useSandboxSlack } from './sandbox-slack-fixture.ts';

const fixture = useSandboxSlack();
const divider = { type: 'divider' };
const message = (key: string, text = 'Due today') => ({ key, text, blocks: [divider] });
const modal = {
  callbackId: 'block',
  title: 'Block',
  submit: 'Save',
  close: 'Cancel',
  privateMetadata: 't-1',
  blocks: [divider],
};
const refusal = (error: string): unknown => expect.objectContaining({ data: expect.objectContaining({ error }) });
const slackError = (error: string): unknown =>
  expect.objectContaining({ details: expect.objectContaining({ slackError: error }) });
const ask = (method: string, args: Record<string, unknown>) => fixture.web.apiCall(method, args);

describe('our own client', () => {
  it('finds a post again by its key, changes it, and points at it', async () => {
    const { port, slack } = fixture;
    const { channelId } = await port.openDirectMessage(anaId);
    const first = await port.post(channelId, message('m-1'));
    fixture.pass(1_000);
    const second = await port.post(anaId, message('m-2'));
    expect(second.channelId).toBe(channelId);
    expect(await port.findByKey(channelId, 'm-1', new Date(0))).toEqual(first);
    expect(await port.findByKey(channelId, 'm-3', new Date(0))).toBeNull();
    await port.update(first, message('m-1', 'Done'));
    expect(slack.conversations()).toMatchObject([{ messages: [{ text: 'Done' }, { text: 'Due today' }] }]);
    expect(await port.permalink(first)).toBe(
      `https://sandbox.slack.com/archives/${channelId}/p${first.ts.replace('.', '')}`,
    );
  });

  it('makes a channel, fills and archives it', async () => {
    const { port, slack } = fixture;
    const { channelId } = await port.createChannel('acme-onboarding', { isPrivate: true });
    await expect(port.createChannel('acme-onboarding', { isPrivate: false })).rejects.toThrow('name_taken');
    await expect(port.createChannel('Acme!', { isPrivate: false })).rejects.toEqual(
      slackError('invalid_name_specials'),
    );
    await port.inviteUsers(channelId, [anaId, anaId]);
    await port.postEphemeral(channelId, anaId, { text: 'Only for you', blocks: [] });
    expect(slack.ephemerals()).toMatchObject([{ channelId, userId: anaId }]);
    await expect(port.postEphemeral(channelId, jonasId, { text: 'x', blocks: [] })).rejects.toEqual(
      slackError('user_not_in_channel'),
    );
    expect(await port.inviteByConnect(channelId, 'kim@acme.example')).toEqual({ inviteId: 'I0SANDBOX000' });
    await port.archiveChannel(channelId);
    await expect(port.post(channelId, message('m-1'))).rejects.toEqual(slackError('is_archived'));
  });

  it('opens a modal, changes it as long as nobody else did, and publishes the home tab', async () => {
    const { port, slack } = fixture;
    const trigger = slack.createTrigger();
    const { viewId, hash } = await port.openModal(trigger, modal);
    await expect(port.openModal(trigger, modal)).rejects.toEqual(slackError('exchanged_trigger_id'));
    await port.updateModal(viewId, hash, { ...modal, title: 'Blocked' });
    await expect(port.updateModal(viewId, hash, modal)).rejects.toEqual(slackError('hash_conflict'));
    await port.publishHome(anaId, [divider]);
    await port.publishHome(anaId, [divider, divider]);
    expect(slack.views()).toMatchObject([
      { id: viewId, view: { title: { text: 'Blocked' } } },
      { homeOf: anaId, view: { type: 'home', blocks: [divider, divider] } },
    ]);
    await expect(port.publishHome('U0', [])).rejects.toEqual(slackError('user_not_found'));
  });

  it('unfurls the links of a message, and no others', async () => {
    const { port, slack } = fixture;
    const { channelId } = await port.openDirectMessage(anaId);
    const url = 'https://gangway.example/o/1';
    await slack.shareLink({ userId: anaId, channelId, url });
    const ref = { channelId, ts: slack.conversations()[0]?.messages[0]?.ts ?? '' };
    await port.unfurl(ref, { [url]: { blocks: [divider] } });
    expect(slack.conversations()).toMatchObject([{ messages: [{ unfurls: { [url]: { blocks: [divider] } } }] }]);
    await expect(port.unfurl(ref, { 'https://x.example': { blocks: [] } })).rejects.toEqual(
      slackError('cannot_unfurl_url'),
    );
  });

  it('reads a person', async () => {
    expect(await fixture.port.readUser(anaId)).toMatchObject({
      name: ana.name,
      email: ana.email,
      isDeactivated: false,
    });
    expect(await fixture.port.readUser('U0')).toBeNull();
  });
});

it('metadata comes with the history where it is asked for, and a page leads to the next', async () => {
  await fixture.port.post(anaId, message('m-1'));
  fixture.pass(1_000);
  const { channelId } = await fixture.port.post(anaId, message('m-2'));
  const schema = z.object({
    messages: z.array(z.object({ metadata: z.unknown().optional() })),
    response_metadata: z.object({ next_cursor: z.string() }).optional(),
  });
  const first = schema.parse(await ask('conversations.history', { channel: channelId, limit: 1 }));
  expect(first.messages).toEqual([{ metadata: undefined }]);
  const cursor = first.response_metadata?.next_cursor ?? '';
  expect(
    await ask('conversations.history', { channel: channelId, limit: 1, cursor, include_all_metadata: true }),
  ).toMatchObject({ has_more: false, messages: [{ metadata: { event_payload: { key: 'm-1' } } }] });
});

describe('too often', () => {
  it('is more than a post a second in one channel', async () => {
    await fixture.post({ channel: anaId, text: 'one' });
    await expect(fixture.post({ channel: anaId, text: 'two' })).rejects.toMatchObject({ retryAfter: 1 });
    await fixture.post({ channel: jonasId, text: 'one' });
    fixture.pass(1_000);
    await fixture.post({ channel: anaId, text: 'two' });
  });

  it('is more than the calls of a method in a minute', async () => {
    await ask('users.info', { user: anaId });
    await ask('users.info', { user: anaId });
    await expect(fixture.port.readUser(anaId)).rejects.toMatchObject({ code: 'slack_throttled' });
    await ask('auth.test', {});
    fixture.pass(60_000);
    await ask('users.info', { user: anaId });
  });
});

describe('too long', () => {
  const section = (length: number) => ({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(length) } });
  const button = (change: object) => ({
    type: 'actions',
    elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Go' }, ...change }],
  });
  const label = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });

  it.each([
    ['an action id', button({ action_id: 'x'.repeat(256) })],
    ['a block id', { ...divider, block_id: 'x'.repeat(256) }],
    ['a section', section(3001)],
    ['a button', button({ text: label(76) })],
    ['a value', button({ value: 'x'.repeat(2001) })],
  ])('%s in a message', async (_, block) => {
    await expect(fixture.post({ channel: anaId, text: 'x', blocks: [block] })).rejects.toEqual(
      refusal('invalid_blocks'),
    );
  });

  it('a message in all', async () => {
    const blocks = Array.from({ length: 5 }, () => section(2_900));
    await expect(fixture.post({ channel: anaId, text: 'x', blocks })).rejects.toEqual(refusal('msg_blocks_too_long'));
  });

  it.each([
    ['a title', { title: label(25) }],
    ['private metadata', { private_metadata: 'x'.repeat(3001) }],
    ['a callback id', { callback_id: 'x'.repeat(256) }],
    ['a view', { blocks: Array.from({ length: 101 }, () => divider) }],
  ])('%s in a modal', async (_, change) => {
    const view = { type: 'modal', title: label(24), blocks: [divider], ...change };
    await expect(ask('views.open', { trigger_id: fixture.slack.createTrigger(), view })).rejects.toEqual(
      refusal('invalid_arguments'),
    );
  });
});
