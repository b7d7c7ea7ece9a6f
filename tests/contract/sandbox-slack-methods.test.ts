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
    const trigger = slack.createTrigger(anaId);
    const { viewId, hash } = await port.openModal(trigger, modal);
    await expect(port.openModal(trigger, modal)).rejects.toEqual(slackError('exchanged_trigger_id'));
    await port.updateModal(viewId, hash, { ...modal, title: 'Blocked' });
    await expect(port.updateModal(viewId, hash, modal)).rejects.toEqual(slackError('hash_conflict'));
    await port.publishHome(anaId, [divider]);
    await port.publishHome(anaId, [divider, divider]);
    expect(slack.views()).toMatchObject([
      { id: viewId, view: { title: { text: 'Blocked' } } },
      { kind: 'home', userId: anaId, view: { type: 'home', blocks: [divider, divider] } },
    ]);
    await expect(port.publishHome('U0', [])).rejects.toEqual(slackError('user_not_found'));
  });

  it('unfurls the links of a message, and no others', async () => {
    const { port, slack } = fixture;
    const { channelId } = await port.openDirectMessage(anaId);
    const url = 'https://gangway.example/o/1';
    await slack.shareLink({ userId: anaId, channelId, url }).all;
    const ref = { channelId, ts: slack.conversations()[0]?.messages[0]?.ts ?? '' };
    await port.unfurl(ref, { [url]: { blocks: [divider] } });
    expect(slack.conversations()).toMatchObject([{ messages: [{ unfurls: { [url]: { blocks: [divider] } } }] }]);
    await expect(port.unfurl(ref, { 'https://x.example': { blocks: [] } })).rejects.toEqual(
      slackError('cannot_unfurl_message'),
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
