import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anaId, useSandboxSlack } from './sandbox-slack-fixture.ts';

const urlSchema = z.object({ response_url: z.string() });
const fixture = useSandboxSlack();
const button = { type: 'button', action_id: 'task_done', value: 't-1', text: { type: 'plain_text', text: 'Done' } };
const blocks = [{ type: 'actions', block_id: 'b1', elements: [button] }];

const press = async () => {
  const { channel, ts } = await fixture.post({ channel: anaId, text: 'Due', blocks });
  return fixture.slack.press({ userId: anaId, channelId: channel, ts, actionId: 'task_done' });
};

describe('an answer to a response_url', () => {
  const say = async (url: string, body: object): Promise<unknown[]> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const said: unknown = await response.json();
    return [response.status, said];
  };
  const responseUrl = async (): Promise<string> => {
    await press();
    const payload = new URLSearchParams(fixture.received.at(-1)?.body).get('payload') ?? '';
    return urlSchema.parse(JSON.parse(payload)).response_url;
  };

  it('is taken five times', async () => {
    const url = await responseUrl();
    const done = { ok: true };
    expect(await say(url, { replace_original: true, text: 'Done' })).toEqual([200, done]);
    expect(fixture.slack.conversations()).toMatchObject([{ messages: [{ text: 'Done', blocks: [] }] }]);
    expect(await say(url, { text: 'Only for you' })).toEqual([200, done]);
    expect(fixture.slack.ephemerals()).toMatchObject([{ userId: anaId, text: 'Only for you' }]);
    expect(await say(url, { response_type: 'in_channel', text: 'For all' })).toEqual([200, done]);
    expect(await say(url, {})).toEqual([400, { ok: false, error: 'no_text' }]);
    expect(await say(url, { text: 'four' })).toEqual([200, done]);
    expect(await say(url, { delete_original: true })).toEqual([200, done]);
    expect(fixture.slack.conversations()).toMatchObject([{ messages: [{ text: 'For all' }] }]);
    expect(await say(url, { text: 'six' })).toEqual([404, { ok: false, error: 'used_url' }]);
  });

  it('is taken for half an hour', async () => {
    const url = await responseUrl();
    fixture.pass(30 * 60_000 + 1);
    expect(await say(url, { text: 'late' })).toEqual([404, { ok: false, error: 'expired_url' }]);
  });
});
