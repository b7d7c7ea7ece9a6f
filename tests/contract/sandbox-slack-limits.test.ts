import { describe, expect, it } from 'vitest';
import { anaId, jonasId, useSandboxSlack } from './sandbox-slack-fixture.ts';

const fixture = useSandboxSlack();
const divider = { type: 'divider' };
const refusal = (error: string): unknown => expect.objectContaining({ data: expect.objectContaining({ error }) });
const ask = (method: string, args: Record<string, unknown>) => fixture.web.apiCall(method, args);

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
    await expect(ask('views.open', { trigger_id: fixture.slack.createTrigger(anaId), view })).rejects.toEqual(
      refusal('invalid_arguments'),
    );
  });
});
